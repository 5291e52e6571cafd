"""What changed on a page: a sentence for readers and its day, kept when it is published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

if TYPE_CHECKING:
    from guidance.models.base import BasePage

MOST = 50
"""So many notes are kept of a page; the oldest go."""


def remember_change(page: BasePage) -> None:
    """Keep the note of a page just published, and take it out of the form: it is said once.

    A translation that is published again with the same sentence says nothing new.
    """
    note = page.change_note.strip()
    if not note:
        return
    known = page.changes
    if not known or known[0]["note"] != note:
        page.changes = [{"day": localdate().isoformat(), "note": note}, *known][:MOST]
    page.change_note = ""
    type(page).objects.filter(pk=page.pk).update(changes=page.changes, change_note="")


def changes_of(page: BasePage) -> list[tuple[date, str]]:
    """The day and the sentence of each change, the latest first."""
    return [(date.fromisoformat(item["day"]), item["note"]) for item in page.changes]
