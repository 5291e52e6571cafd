"""A rule set as editors write, prove and publish it: one document for each version."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from wizard import proof, registry, stamp
from wizard.blocks import SECTIONS, expectation_block, section_block
from wizard.decision.parse import RuleSetError, dump, parse
from wizard.decision.ruleset import RuleSet
from wizard.locks import PublishedLock
from wizard.streams import Raw, from_streams, keys_in, to_streams
from wizard.trial import preview

logger = logging.getLogger(__name__)

HEAD = ("key", "version", "languages", "reviewed", "goods_list", "in_force_from", "in_force_until")
STREAMS = ("wording", *SECTIONS)
CONTENT = frozenset({*HEAD, *STREAMS, "expected"})


def site_languages() -> list[str]:
    """The languages that every text must have."""
    return [code for code, _name in settings.LANGUAGES]


class RuleSetDocument(
    WorkflowMixin, LockableMixin, DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """One version of a rule set; once published it never changes."""

    live = models.BooleanField(_("live"), default=False, editable=False)
    key = models.SlugField(_("key"), max_length=80, default=registry.MAIN)
    version = models.PositiveIntegerField(_("version"))
    languages = models.JSONField(_("languages"), default=site_languages, editable=False)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(
        _("in force until"),
        null=True,
        blank=True,
        help_text=_("The last day; leave empty while no end is known."),
    )
    reviewed = models.DateField(_("reviewed on"))
    goods_list = models.SlugField(
        _("goods list"), max_length=80, help_text=_("The key of the list of controlled goods.")
    )
    wording = StreamField(section_block("wording"), verbose_name=_("title and status"))
    outcome = StreamField(section_block("outcome"), blank=True, verbose_name=_("outcomes"))
    question = StreamField(section_block("question"), blank=True, verbose_name=_("questions"))
    case = StreamField(section_block("case"), blank=True, verbose_name=_("cases"))
    document = StreamField(section_block("document"), blank=True, verbose_name=_("documents"))
    procedure = StreamField(section_block("procedure"), blank=True, verbose_name=_("procedures"))
    source = StreamField(section_block("source"), blank=True, verbose_name=_("legal sources"))
    authority = StreamField(section_block("authority"), blank=True, verbose_name=_("authorities"))
    unknown = StreamField(section_block("unknown"), blank=True, verbose_name=_("what is not known"))
    penalty = StreamField(section_block("penalty"), blank=True, verbose_name=_("fines"))
    penalty_note = StreamField(
        section_block("penalty_note"), blank=True, verbose_name=_("notes on the fines")
    )
    expected = StreamField(
        expectation_block(),
        blank=True,
        verbose_name=_("expected situations"),
        help_text=_("Situations with the verdict they must have, whoever changes the rules."),
    )

    class Meta:
        """Newest version first."""

        ordering: ClassVar[list[str]] = ["key", "-version"]
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "version"], name="ruleset_version_once")
        ]

    def __str__(self) -> str:
        """Name the rule set and its version."""
        return f"{self.key} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what was published as it was, and tell every process of a newly published one."""
        changed = kwargs.get("update_fields")
        if changed is not None and not CONTENT.union({"live"}).intersection(changed):
            super().save(*args, **kwargs)
            return
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        self._refuse_change(before)
        if self.live and not (before and before.live):
            self.refuse_flaws()
        with transaction.atomic():
            if self.live or (before and before.live):
                stamp.announce()
            super().save(*args, **kwargs)

    # --- What it says ------------------------------------------------------------------------

    def streams(self) -> dict[str, Raw]:
        """The sections as plain data."""
        return {name: getattr(self, name).get_prep_value() for name in STREAMS}

    def content(self) -> str:
        """All of it as JSON: equal texts, equal rules and expectations."""
        parts = {
            "head": {name: getattr(self, name) for name in HEAD},
            "streams": self.streams(),
            "expected": self.expected.get_prep_value(),
        }
        return json.dumps(parts, cls=DjangoJSONEncoder, sort_keys=True)

    def mapping(self) -> dict[str, Any]:
        """The mapping that a rule-set file holds."""
        head = {name: getattr(self, name) for name in HEAD}
        filled = {name: value for name, value in head.items() if value is not None}
        return {**filled, **from_streams(self.streams())}

    def mapping_as_read(self) -> dict[str, Any]:
        """The mapping in the one form that equal rules share; raises RuleSetError."""
        read: dict[str, Any] = dump(parse(self.mapping()))
        return read

    def fill(self, mapping: Mapping[str, Any]) -> None:
        """Take over all rules from the mapping of a rule-set file."""
        for name in HEAD:
            setattr(self, name, mapping.get(name))
        for name, raw in to_streams(mapping).items():
            setattr(self, name, raw)

    def proof(self) -> proof.Proof:
        """Prove the rules, as they stand here, for today or for their first day."""
        return proof.prove(self.content(), registry.today())

    # --- Publishing --------------------------------------------------------------------------

    def clean(self) -> None:
        """Refuse a period that ends before it begins."""
        super().clean()
        if self.in_force_from and self.in_force_until and self.in_force_until < self.in_force_from:
            raise ValidationError({"in_force_until": _("The rules would end before they begin.")})

    def refuse_flaws(self) -> None:
        """Raise ValidationError if anything must be mended before publishing."""
        if flaws := self.proof().flaws:
            message = _("This rule set cannot be published: %(count)d findings.")
            raise ValidationError(message, code="flawed", params={"count": len(flaws)})

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish or schedule a revision that is proved; on schedule, pass over one that is not."""
        try:
            revision.as_object().refuse_flaws()
        except ValidationError:
            if kwargs.get("log_action") != "wagtail.publish.scheduled":
                raise
            # One flawed version must not keep everything else that is due from going live.
            logger.exception("%s was due but is not sound; it stays a draft", self)
            self.revisions.update(approved_go_live_at=None)
            return
        with transaction.atomic():
            super().publish(revision, *args, **kwargs)

    def _refuse_change(self, before: RuleSetDocument | None) -> None:
        """Raise ValidationError if a published version would change, or be withdrawn in force."""
        if before is None or not before.live:
            return
        if self.content() != before.content():
            raise ValidationError(_("A published version never changes."), code="published")
        if not self.live and before.has_taken_effect:
            message = _("Rules that have taken effect cannot be withdrawn. Publish a new version.")
            raise ValidationError(message, code="published")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a version that was never published."""
        if self.first_published_at:
            raise ValidationError(_("A published version is kept."), code="published")
        return super().delete(*args, **kwargs)

    @property
    def has_taken_effect(self) -> bool:
        """Whether visitors may have been judged by it."""
        return self.live and (self.in_force_from is None or self.in_force_from <= registry.today())

    def get_lock(self) -> Any:
        """Lock a published version for everybody: it is copied, not changed."""
        return PublishedLock(self) if self.live else super().get_lock()

    def next_version(self) -> RuleSetDocument:
        """Make the draft of the version that comes after every other one."""
        draft = RuleSetDocument(expected=self.expected.get_prep_value())
        draft.fill(self.mapping())
        numbers = RuleSetDocument.objects.filter(key=self.key).values_list("version", flat=True)
        draft.version = max(numbers, default=self.version) + 1
        return draft

    def published_keys(self) -> set[str]:
        """Keys that a published version uses: addresses hang on them, so they stay as they are."""
        others = RuleSetDocument.objects.filter(key=self.key, live=True)
        streams = [raw for other in others for raw in other.streams().values()]
        return {key for raw in streams for key in keys_in(raw)}

    # --- Preview -----------------------------------------------------------------------------

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """What can be looked at before publishing."""
        return [
            ("", _("First page")),
            ("question", _("First question")),
            ("result", _("Result of the first expected situation")),
            ("rules", _("All rules")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show the real wizard, judging by these rules."""
        return preview(request, self, mode_name, str(get_language()))


def published() -> Iterator[RuleSet]:
    """Give every published rule set; one that cannot be read is left out and reported."""
    for document in RuleSetDocument.objects.filter(live=True):
        try:
            yield proof.read_content(document.content())
        except RuleSetError:
            logger.exception("%s is published but cannot be read", document)
