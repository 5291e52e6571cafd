"""What the home screen says first: a department its locality, everybody else what awaits them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from guidance.accounts.roles import locality_of
from guidance.editing.reports.languages import Standing, page_rows
from guidance.editing.reports.reviews import Due, review_rows
from guidance.localities.departments.home import LocalityPanel
from guidance.localities.departments.reminders import unconfirmed
from guidance.models import Locality
from guidance.models.localities import CONFIRMED_FOR


@dataclass(frozen=True, slots=True)
class Waiting:
    """Some things that wait, and where they are listed."""

    label: str
    number: int
    url: str


class WaitingPanel(Component):
    """What awaits an editor: reviews, translations, localities."""

    name = "guidance_waiting"
    template_name = "guidance/admin/home_waiting.html"
    order = 10

    def __init__(self, items: list[Waiting]) -> None:
        """Keep what waits."""
        self.items = items

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """What waits."""
        return {"items": self.items, "request": parent_context["request"]}


def panel(request: HttpRequest) -> Component | None:
    """The panel for whoever looks; none for those who have no part in any of this."""
    locality = locality_of(request.user)
    if locality is not None:
        return LocalityPanel(locality)
    items = [*_of_pages(request.user), *_of_localities(request.user)]
    return WaitingPanel(items) if items else None


def _of_pages(user: Any) -> list[Waiting]:
    policy = policy_registry.get_by_type(Page)
    if not policy.user_has_any_permission(user, ["add", "change", "publish"]):
        return []
    reviews = sum(row.due == Due.OVERDUE for row in review_rows())
    behind = sum(Standing.STALE.value in row.standings for row in page_rows())
    address = reverse("guidance_reports:languages")
    return [
        Waiting(
            _("pages overdue for review"),
            reviews,
            reverse("guidance_reports:reviews") + "?due=overdue",
        ),
        Waiting(_("pages with a translation behind"), behind, f"{address}?standings=stale"),
    ]


def _of_localities(user: Any) -> list[Waiting]:
    policy = policy_registry.get_by_type(Locality)
    if not policy.user_has_any_permission(user, ["add", "change", "view"]):
        return []
    days = CONFIRMED_FOR.days
    label = _("localities not confirmed for %(days)d days") % {"days": days}
    return [Waiting(label, len(unconfirmed(days)), reverse("guidance_reports:confirmations"))]
