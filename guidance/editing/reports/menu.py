"""The entries of the reports in Wagtail's menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from guidance.editing.reports.confirmations import ConfirmationsReport
from guidance.editing.reports.languages import LanguagesReport
from guidance.editing.reports.links import LinksReport
from guidance.editing.reports.python_report import RowsReport
from guidance.editing.reports.reviews import ReviewsReport
from guidance.models import Feedback, QueryWithoutResult

REPORTS: list[tuple[type[RowsReport], str]] = [
    (LanguagesReport, ""),
    (ReviewsReport, "?due=overdue"),
    (LinksReport, ""),
    (ConfirmationsReport, ""),
]
"""Each report, and what it shows when it is opened from the menu."""

LISTS = [
    (Feedback, "feedback", _("Feedback"), "comment"),
    (QueryWithoutResult, "querywithoutresult", _("Searches without a result"), "search"),
]
"""What readers left: lists of their own, reports as well."""


class ReportMenuItem(MenuItem):
    """Shown to those who may see the report."""

    def __init__(self, *args: Any, policy: Any, actions: list[str], **kwargs: Any) -> None:
        """Keep what the report asks for."""
        super().__init__(*args, **kwargs)
        self.policy = policy
        self.actions = actions

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask as the report itself does."""
        return bool(self.policy.user_has_any_permission(request.user, self.actions))


def report_entries() -> list[MenuItem]:
    """An entry for each report, before Wagtail's own."""
    reports = [
        ReportMenuItem(
            report.page_title,
            reverse(f"guidance_reports:{report.name}") + query,
            name=f"guidance-{report.name}",
            icon_name=report.header_icon,
            order=100 + number,
            policy=policy_registry.get_by_type(report.model),
            actions=report.any_permission_required,
        )
        for number, (report, query) in enumerate(REPORTS)
    ]
    lists = [
        ReportMenuItem(
            label,
            reverse(f"{name}:index"),
            name=f"guidance-{name}",
            icon_name=icon,
            order=150 + number,
            policy=policy_registry.get_by_type(model),
            actions=["view", "change", "delete"],
        )
        for number, (model, name, label, icon) in enumerate(LISTS)
    ]
    return [*reports, *lists]
