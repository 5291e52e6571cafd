"""What rule sets and goods lists share: dated versions that never change once published."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    ModelLogEntry,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from guidance.delivery.content_version import content_version
from guidance.models.lists import shown
from wizard.drafts.locks import PublishedLock
from wizard.drafts.stream_codec import Raw
from wizard.rules import registry
from wizard.rules.snapshot import Versioned

logger = logging.getLogger(__name__)

PASSED_OVER = "wizard.passed_over"
"""What the log calls it when a version was due but not sound."""


class DatedVersion(WorkflowMixin, LockableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A numbered version with its dates: a draft may be anything, a published one is kept."""

    live = models.BooleanField(_("live"), default=False, editable=False)
    version = models.PositiveIntegerField(_("version"))
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(
        _("in force until"),
        null=True,
        blank=True,
        help_text=_("The last day; leave empty while no end is known."),
    )
    # They go with a draft that is deleted, and stay behind when the next version is made.
    comments = GenericRelation("wizard.Comment")

    get_in_force_from_display = shown("in_force_from")
    get_in_force_until_display = shown("in_force_until")

    class Meta:
        """No table of its own."""

        abstract = True

    key: models.SlugField[str, str]

    CONTENT: frozenset[str]
    """The columns that say something: what is saved without them changes nothing."""

    def __str__(self) -> str:
        """Its title and its number, for whoever reads."""
        return _("%(title)s – version %(number)d") % {"title": self.title, "number": self.version}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what was published as it was, and tell every process of a newly published one."""
        changed = kwargs.get("update_fields")
        if changed is not None and not self.CONTENT.union({"live"}).intersection(changed):
            super().save(*args, **kwargs)
            return
        before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        self._refuse_change(before)
        if self.live and not (before and before.live):
            self.refuse_issues()
        with transaction.atomic():
            if self.live or (before and before.live):
                content_version.announce()
            super().save(*args, **kwargs)

    @admin.display(description=_("title"))
    def name(self) -> str:
        """Title and number as last saved: Wagtail keeps them in the language of who saved them."""
        return str(self if self.live else self.get_latest_revision_as_object())

    @property
    def title(self) -> str:
        """What readers know it by, in the language of whoever looks; without a title, its key."""
        raise NotImplementedError

    def content(self) -> str:
        """All that it says as JSON: equal texts, equal versions."""
        raise NotImplementedError

    def refuse_issues(self) -> None:
        """Raise ValidationError if anything must be mended before publishing."""
        raise NotImplementedError

    def parsed(self) -> Versioned:
        """What the registry keeps of it; raises ValueError if it cannot be read."""
        raise NotImplementedError

    @contextmanager
    def as_if_published(self) -> Iterator[None]:
        """Let others be judged as if this were published; what cannot be read is left out."""
        try:
            kept = self.parsed()
        except (KeyError, TypeError, ValueError):
            yield
            return
        with registry.with_published(kept):
            yield

    def clean(self) -> None:
        """Refuse a period that ends before it begins."""
        super().clean()
        if self.in_force_from and self.in_force_until and self.in_force_until < self.in_force_from:
            raise ValidationError({"in_force_until": _("The rules would end before they begin.")})

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish or schedule a revision that is proved; on schedule, pass over one that is not."""
        try:
            revision.as_object().refuse_issues()
        except ValidationError as error:
            if kwargs.get("log_action") != "wagtail.publish.scheduled":
                raise
            # One flawed version must not keep everything else that is due from going live.
            logger.exception("%s was due but is not sound; it stays a draft", self)
            self.revisions.update(approved_go_live_at=None)
            log(self, PASSED_OVER, data={"reasons": error.messages})
            return
        with transaction.atomic():
            super().publish(revision, *args, **kwargs)

    def passed_over(self) -> ModelLogEntry | None:
        """The entry of the log that says why it did not go live when due, until it is edited."""
        entries = ModelLogEntry.objects.for_instance(self).filter(action=PASSED_OVER)
        if self.latest_revision_id:
            entries = entries.filter(timestamp__gte=self.latest_revision.created_at)
        return entries.order_by("-timestamp").first()

    def _refuse_change(self, before: DatedVersion | None) -> None:
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

    def entries(self) -> Mapping[str, Raw]:
        """The entries that can be commented on one by one, by section; none unless it says so."""
        return {}

    def open_comments(self) -> int:
        """How many comments nobody has resolved yet."""
        return int(self.comments.filter(thread=None, resolved_at=None).count())

    @property
    def has_taken_effect(self) -> bool:
        """Whether visitors may have been judged by it."""
        return self.live and (self.in_force_from is None or self.in_force_from <= registry.today())

    def get_lock(self) -> Any:
        """Lock a published version for everybody: it is copied, not changed."""
        return PublishedLock(self) if self.live else super().get_lock()
