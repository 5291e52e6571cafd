"""What changed on a page or in a record: a sentence for readers, kept when it is published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from guidance.models.panels import explained
from guidance.models.translated_text import TranslatedTextField
from guidance.text.languages import TranslatedText

if TYPE_CHECKING:
    from guidance.models.base import BasePage

MOST = 50
"""So many notes are kept of a page; the oldest go."""


class Reviewed(ClusterableModel):
    """A record that says when it was last held against the law, and what changed in it.

    Left empty, the days are those of the page that shows all records of the kind.
    """

    last_reviewed = models.DateField(_("last reviewed"), null=True, blank=True)
    review_due = models.DateField(_("next review due"), null=True, blank=True)
    change_note = TranslatedTextField(_("what changed"), max_length=250, blank=True)
    # As they were saved, the latest first: `[{"day": "2026-11-30", "note": {"vi": "…"}}]`.
    changes = models.JSONField(default=list, editable=False)

    class Meta:
        """Abstract: each kind of record has its own table."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the note with its day, and take it out of the form: it is said once."""
        note = {code: text for code, text in self.change_note.items() if text}
        if note and "update_fields" not in kwargs:
            self.changes = with_note(self.changes, note)
            self.change_note = {}
        super().save(*args, **kwargs)


def review_panel() -> Panel:
    """What an editor says of a record that was reviewed."""
    return MultiFieldPanel(
        [
            *explained(
                {
                    "last_reviewed": _("The day on which somebody last held it against the law."),
                    "review_due": _("Empty: the day of the page that shows them all."),
                }
            ),
            FieldPanel(
                "change_note",
                heading=_("What changed"),
                help_text=_("One sentence for readers. It stays, with the day it is saved."),
            ),
        ],
        heading=_("Review"),
    )


def with_note(known: list[dict[str, Any]], note: Any) -> list[dict[str, Any]]:
    """The notes and one more, of today; what was said last is not said again."""
    if known and known[0]["note"] == note:
        return known
    return [{"day": localdate().isoformat(), "note": note}, *known][:MOST]


def remember_change(page: BasePage) -> None:
    """Keep the note of a page just published, and take it out of the form: it is said once.

    A translation that is published again with the same sentence says nothing new.
    """
    note = page.change_note.strip()
    if not note:
        return
    page.changes = with_note(page.changes, note)
    page.change_note = ""
    type(page).objects.filter(pk=page.pk).update(changes=page.changes, change_note="")


def changes_of(item: BasePage | Reviewed) -> list[tuple[date, str]]:
    """The day and the sentence of each change, the latest first, in the reader's language."""
    return [(date.fromisoformat(change["day"]), _said(change["note"])) for change in item.changes]


def _said(note: Any) -> str:
    return TranslatedText(note).plain if isinstance(note, Mapping) else str(note)
