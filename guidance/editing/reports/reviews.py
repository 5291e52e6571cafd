"""Pages whose next review is due: who reviews them, and since when it waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from guidance.editing.reports.python_report import (
    LinkedColumn,
    RowsFilterSet,
    RowsReport,
    choice,
    languages,
    page_kinds,
    plain,
)

SOON = timedelta(days=30)


class Due(models.TextChoices):
    """When a page is to be reviewed."""

    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Within 30 days")
    LATER = "later", _("Later")
    UNDATED = "undated", _("No date set")


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One page and its review."""

    title: str
    language: str
    kind: str
    due: str
    review_due: date | None
    last_reviewed: date | None
    reviewer: str
    edit_url: str

    @property
    def due_label(self) -> str:
        """When, in words."""
        return str(Due(self.due).label)

    @property
    def language_name(self) -> str:
        """The language by its own name."""
        return languages()[self.language]


def due(day: date | None, today: date) -> Due:
    """What a date of review means today."""
    if day is None:
        return Due.UNDATED
    if day <= today:
        return Due.OVERDUE
    return Due.SOON if day <= today + SOON else Due.LATER


def review_rows() -> Iterator[ReviewRow]:
    """Every page that readers see, the longest overdue first."""
    today = localdate()
    names = ("pk", "title", "locale__language_code", "review_due", "last_reviewed", "reviewer")
    rows = [
        ReviewRow(
            title=found["title"],
            language=found["locale__language_code"],
            kind=str(kind._meta.verbose_name),
            due=due(found["review_due"], today).value,
            review_due=found["review_due"],
            last_reviewed=found["last_reviewed"],
            reviewer=found["reviewer"],
            edit_url=reverse("wagtailadmin_pages:edit", args=[found["pk"]]),
        )
        for kind in page_kinds()
        for found in kind.objects.filter(live=True).values(*names)
    ]
    return iter(sorted(rows, key=lambda row: (row.review_due or date.max, row.title)))


class ReviewsFilterSet(RowsFilterSet):
    """By when, and by language."""

    due = choice(_("Review"), Due.choices)
    language = choice(_("Language"), list(languages().items()))


class ReviewsReport(RowsReport):
    """When each page is to be reviewed; the menu leads to those overdue."""

    name = "reviews"
    page_title = _("Pages to review")
    header_icon = "time"
    filterset_class = ReviewsFilterSet
    list_export: ClassVar[list[str]] = [
        "title",
        "language_name",
        "kind",
        "due_label",
        "review_due",
        "last_reviewed",
        "reviewer",
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "title": _("Page"),
        "language_name": _("Language"),
        "kind": _("Kind"),
        "due_label": _("Review"),
        "review_due": _("Next review due"),
        "last_reviewed": _("Last reviewed"),
        "reviewer": _("Reviewer"),
    }
    columns: ClassVar[list[Column]] = [
        LinkedColumn("title", label=_("Page"), sort_key="title"),
        plain("language_name", _("Language")),
        plain("due_label", _("Review")),
        plain("review_due", _("Next review due")),
        plain("last_reviewed", _("Last reviewed")),
        plain("reviewer", _("Reviewer")),
    ]

    def rows(self) -> Iterator[ReviewRow]:
        """Every page that readers see."""
        return review_rows()
