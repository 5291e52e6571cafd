"""The report of localities that nobody has confirmed for 90 days, and who is to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from guidance.editing.reports.python_report import LinkedColumn, RowsReport, plain
from guidance.localities.departments.reminders import unconfirmed
from guidance.models import Locality
from guidance.models.localities import CONFIRMED_FOR


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    """One locality that should be looked at."""

    title: str
    code: str
    progress: str
    confirmed_on: date | None
    days: int | None
    editors: str
    edit_url: str


def confirmation_rows() -> Iterator[ConfirmationRow]:
    """The localities, those never confirmed first, then the longest unconfirmed."""
    today = localdate()
    places = sorted(
        unconfirmed(CONFIRMED_FOR.days), key=lambda place: place.confirmed_on() or date.min
    )
    for place in places:
        day = place.confirmed_on()
        editors = [record.user for record in place.provincial_editors.all()]
        yield ConfirmationRow(
            title=str(place),
            code=place.code,
            progress=place.progress_label(),
            confirmed_on=day,
            days=(today - day).days if day else None,
            editors=", ".join(user.get_full_name() or user.get_username() for user in editors),
            edit_url=reverse("wagtailsnippets_guidance_locality:edit", args=[place.pk]),
        )


class ConfirmationsReport(RowsReport):
    """Localities to be confirmed."""

    name = "confirmations"
    page_title = _("Localities to confirm")
    header_icon = "site"
    model = Locality
    any_permission_required: ClassVar[list[str]] = ["add", "change", "view"]
    list_export: ClassVar[list[str]] = [
        "title",
        "code",
        "progress",
        "confirmed_on",
        "days",
        "editors",
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "title": _("Locality"),
        "code": _("Code"),
        "progress": _("Highest step confirmed"),
        "confirmed_on": _("Last confirmed"),
        "days": _("Days since"),
        "editors": _("Provincial editors"),
    }
    columns: ClassVar[list[Column]] = [
        LinkedColumn("title", label=_("Locality"), sort_key="title"),
        plain("code", _("Code")),
        plain("progress", _("Highest step confirmed")),
        plain("confirmed_on", _("Last confirmed")),
        plain("days", _("Days since")),
        plain("editors", _("Provincial editors")),
    ]

    def rows(self) -> Iterator[ConfirmationRow]:
        """Those not confirmed for 90 days."""
        return confirmation_rows()
