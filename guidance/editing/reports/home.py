"""What the home screen says first: a department its locality, everybody else what awaits them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from guidance.accounts.roles import (
    ADMINISTRATOR,
    EDITOR,
    LEGAL_REVIEWER,
    PROVINCIAL_EDITOR,
    has_role,
    locality_of,
    translator,
)
from guidance.editing.bundles.membership import ready
from guidance.editing.reports.dates_ahead import Coming, coming
from guidance.editing.reports.languages import PageRow, Standing, State, page_rows
from guidance.editing.reports.reviews import Due, review_rows
from guidance.localities.departments.home import LocalityPanel, NoLocalityPanel
from guidance.localities.departments.reminders import unconfirmed
from guidance.models import (
    Bundle,
    Decision,
    Feedback,
    Locality,
    Proposal,
    QueryWithoutResult,
    ReaderMessage,
    SiteFrame,
)
from guidance.models.localities import CONFIRMED_FOR
from guidance.text.languages import LANGUAGES, OFFICIAL, language_name

LATELY = timedelta(days=30)
SEES = ["view", "change", "delete"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Some things that wait, and where they are listed."""

    label: str
    number: int
    url: str


class WaitingPanel(Component):
    """What awaits an editor: reviews, translations, readers' words, localities, days ahead."""

    name = "guidance_waiting"
    template_name = "guidance/admin/home_waiting.html"
    order = 10

    def __init__(self, items: list[Waiting], ahead: list[Coming]) -> None:
        """Keep what waits."""
        self.items = items
        self.ahead = ahead

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """What waits, what does not, and the days ahead."""
        by_day = groupby(self.ahead, key=lambda item: (item.day, item.what))
        groups = [(day, what, list(items)) for (day, what), items in by_day]
        return {
            "waiting": [item for item in self.items if item.number],
            "idle": [item for item in self.items if not item.number],
            "groups": groups,
            "request": parent_context["request"],
        }


class TranslationsPanel(Component):
    """What a language lacks, for whoever translates into it: each page leads to its work.

    What was handed in stands apart, until it is published or sent back.
    """

    name = "guidance_translations"
    template_name = "guidance/admin/home_translations.html"
    order = 5

    def __init__(self, language: str) -> None:
        """Find the pages that are missing, drafts or behind, the worst first."""
        self.language = language
        pages = [
            (row, row.states[self.language])
            for row in page_rows()
            if row.states[self.language].standing not in (Standing.CURRENT, Standing.WAITING)
        ]
        pages.sort(key=lambda found: found[1], reverse=True)
        under_way = _workflows([state.pk for _row, state in pages if state.pk])
        self.due: list[tuple[PageRow, State, bool, bool]] = []
        self.submitted: list[tuple[PageRow, State]] = []
        for row, state in pages:
            status = under_way.get(state.pk, "")
            if status == WorkflowState.STATUS_IN_PROGRESS:
                self.submitted.append((row, state))
                continue
            is_missing = state.standing == Standing.MISSING
            is_sent_back = status == WorkflowState.STATUS_NEEDS_CHANGES
            self.due.append((row, state, is_missing, is_sent_back))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Those that are still to do, and apart those that were handed in."""
        request = parent_context["request"]
        return {
            "request": request,
            "csrf_token": get_token(request),
            "language": self.language,
            "name": language_name(self.language),
            "pages": self.due,
            "submitted": self.submitted,
            "report": reverse("guidance_reports:languages"),
        }


def _workflows(pages: list[int]) -> dict[int | None, str]:
    """Of the pages that are in review, or were sent back by it: which it is."""
    found = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(pk) for pk in pages],
    )
    return {int(pk): status for pk, status in found.values_list("object_id", "status")}


class OperatorPanel(Component):
    """Says to administrators that nobody is named as the operator of the site."""

    name = "guidance_operator"
    template_name = "guidance/admin/home_operator.html"
    order = 1

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        """Where the operator is named, in each language."""
        return {"url": reverse("wagtailsnippets_guidance_siteframe:list")}


def panels_for(request: HttpRequest) -> list[Component]:
    """The panels for whoever looks; none for those who have no part in any of this."""
    user = request.user
    locality = locality_of(user)
    if locality is not None:
        return [LocalityPanel(locality)]
    languages = _translates_into(user)
    translating = [TranslationsPanel(code) for code in languages if code != OFFICIAL]
    items = [
        *_of_reviews(user),
        *_of_translations(translating),
        *_of_pages(user, languages),
        *_of_readers(user),
        *_of_localities(user),
    ]
    for path in settings.GUIDANCE_WAITING_PROVIDERS:
        items += (Waiting(*item) for item in import_string(path)(user))
    ahead = coming(user, languages[0] if len(languages) == 1 else "")
    found: list[Component] = [WaitingPanel(items, ahead)] if items or ahead else []
    if has_role(user, ADMINISTRATOR) and not SiteFrame.objects.exclude(operator="").exists():
        found.insert(0, OperatorPanel())
    if has_role(user, PROVINCIAL_EDITOR):
        found.append(NoLocalityPanel(is_alone=not found))
    return [*translating, *found]


def _translates_into(user: Any) -> list[str]:
    """The languages of a translator who does nothing else; none for everybody else."""
    if has_role(user, EDITOR, LEGAL_REVIEWER, ADMINISTRATOR):
        return []
    return [code for code in LANGUAGES if has_role(user, translator(code))]


def _of_reviews(user: Any) -> list[Waiting]:
    """What a reviewer is asked to approve, listed first on the home screen, and to release."""
    found = []
    if number := TaskState.objects.reviewable_by(user).count():
        label = ngettext("draft that awaits your review", "drafts that await your review", number)
        found.append(Waiting(label, number, "#awaiting-review"))
    may_release = policy_registry.get_by_type(Bundle).user_has_permission(user, "publish")
    if bundles := ready() if may_release else []:
        address = reverse("bundles:index")
        if len(bundles) == 1:
            address = reverse("bundles:review", args=[bundles[0].pk])
        label = ngettext(
            "bundle that is reviewed and waits to be released",
            "bundles that are reviewed and wait to be released",
            len(bundles),
        )
        found.append(Waiting(label, len(bundles), address))
    return found


def _of_translations(panels: list[TranslationsPanel]) -> list[Waiting]:
    """What stands above, for a translator."""
    found = []
    for panel in panels:
        label = ngettext(
            "page to translate or bring up to date: %(language)s",
            "pages to translate or bring up to date: %(language)s",
            len(panel.due),
        )
        address = f"#guidance-translations-{panel.language}"
        named = label % {"language": language_name(panel.language)}
        found.append(Waiting(named, len(panel.due), address))
    return found


def _of_pages(user: Any, languages: list[str]) -> list[Waiting]:
    """What of the pages waits; for a translator, in the languages that are theirs alone."""
    policy = policy_registry.get_by_type(Page)
    if not policy.user_has_any_permission(user, ["add", "change", "publish"]):
        return []
    reviews = sum(
        row.due == Due.OVERDUE and (not languages or row.language in languages)
        for row in review_rows()
    )
    address = reverse("guidance_reports:languages")
    overdue = reverse("guidance_reports:reviews") + "?due=overdue"
    label = ngettext("page overdue for review", "pages overdue for review", reviews)
    items = [Waiting(label, reviews, overdue)]
    if languages:
        return items
    rows = list(page_rows())
    behind, missing = (
        sum(standing.value in row.standings for row in rows)
        for standing in (Standing.STALE, Standing.MISSING)
    )
    return [
        *items,
        Waiting(
            ngettext("page with a translation behind", "pages with a translation behind", behind),
            behind,
            f"{address}?standings=stale",
        ),
        Waiting(
            ngettext("page without a translation", "pages without a translation", missing),
            missing,
            f"{address}?standings=missing",
        ),
    ]


def _of_readers(user: Any) -> list[Waiting]:
    """What readers wrote, and looked for in vain or did not find useful in the last 30 days."""
    since = localdate() - LATELY
    found = []
    if policy_registry.get_by_type(ReaderMessage).user_has_any_permission(user, SEES):
        number = ReaderMessage.objects.filter(is_answered=False).count()
        label = ngettext(
            "message from readers that waits for an answer",
            "messages from readers that wait for an answer",
            number,
        )
        found.append(Waiting(label, number, f"{reverse('readermessage:index')}?is_answered=false"))
    if policy_registry.get_by_type(Proposal).user_has_any_permission(user, SEES):
        found += _proposed()
    if policy_registry.get_by_type(QueryWithoutResult).user_has_any_permission(user, SEES):
        number = QueryWithoutResult.objects.filter(last_seen__gte=since).count()
        label = ngettext(
            "search of the last 30 days without a result",
            "searches of the last 30 days without a result",
            number,
        )
        found.append(Waiting(label, number, reverse("querywithoutresult:index")))
    if policy_registry.get_by_type(Feedback).user_has_any_permission(user, SEES):
        number = Feedback.objects.filter(is_useful=False, created_at__date__gte=since).count()
        label = ngettext(
            "page of the last 30 days that a reader did not find useful",
            "pages of the last 30 days that a reader did not find useful",
            number,
        )
        found.append(Waiting(label, number, f"{reverse('feedback:index')}?is_useful=false"))
    return found


def _proposed() -> list[Waiting]:
    """Corrections that nobody has answered, and those whose answer is overdue."""
    waiting = Proposal.objects.filter(decision=Decision.OPEN)
    overdue = waiting.filter(due_on__lt=localdate()).count()
    address = f"{reverse('proposal:index')}?decision=open"
    late = f"{address}&due_on__lt={localdate()}"
    number = waiting.count()
    label = ngettext(
        "proposed correction that waits for an answer",
        "proposed corrections that wait for an answer",
        number,
    )
    found = [Waiting(label, number, address)]
    label = ngettext(
        "proposed correction whose answer is overdue",
        "proposed corrections whose answer is overdue",
        overdue,
    )
    return [*found, Waiting(label, overdue, late)] if overdue else found


def _of_localities(user: Any) -> list[Waiting]:
    policy = policy_registry.get_by_type(Locality)
    if not policy.user_has_any_permission(user, ["add", "change", "view"]):
        return []
    days = CONFIRMED_FOR.days
    number = len(unconfirmed(days))
    label = ngettext(
        "locality not confirmed for %(days)d days",
        "localities not confirmed for %(days)d days",
        number,
    )
    return [Waiting(label % {"days": days}, number, reverse("guidance_reports:confirmations"))]
