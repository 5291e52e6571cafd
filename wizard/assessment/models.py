"""What the self-assessment keeps: reports that a result is wrong, and nothing about visitors."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidance.models.lists import shown
from guidance.text.days import day
from guidance.text.languages import TranslatedText
from wizard.rules import assessments, registry

LONGEST_QUERY = 2000


class ResultReport(models.Model):
    """A visitor's word that a result is wrong, with its answers and the version of the rules."""

    query = models.CharField(_("answers"), max_length=LONGEST_QUERY)
    outcome = models.CharField(_("verdict"), max_length=32)
    ruleset = models.CharField(_("rule set"), max_length=80)
    ruleset_version = models.PositiveIntegerField(_("rule-set version"))
    language = models.CharField(_("language"), max_length=12)
    message = models.TextField(_("message"))
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    is_settled = models.BooleanField(_("settled"), default=False)

    get_created_at_display = shown("created_at")
    get_is_settled_display = shown("is_settled")

    class Meta:
        """Newest first: editors read what came last."""

        ordering: ClassVar[list[str]] = ["-created_at"]
        verbose_name = _("report of a wrong result")
        verbose_name_plural = _("reports of wrong results")

    def __str__(self) -> str:
        """Name the report by its day and the verdict it disputes."""
        return f"{day(timezone.localdate(self.created_at))} {self.get_outcome_display()}"

    def get_ruleset_display(self) -> str:
        """The title of the assessment; its key once there is none of that key."""
        return assessments.title_of(self.ruleset) or self.ruleset

    def get_outcome_display(self) -> str:
        """The verdict in words, as the rules had it by which the result was made."""
        rules = registry.by_version(self.ruleset, self.ruleset_version)
        found = rules.outcomes.get(self.outcome) if rules else None
        return (TranslatedText(found.label).plain if found else "") or self.outcome

    def get_language_display(self) -> str:
        """The language by its own name."""
        return dict(settings.LANGUAGES).get(self.language, self.language)
