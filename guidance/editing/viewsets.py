"""How editors reach the records that are no pages."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from guidance.editing.concurrent_edits import CarefulEditView
from guidance.editing.corrections import ADD, CorrectionCreateView, OriginEditView
from guidance.editing.entry_links import LocalityEditView, make_link
from guidance.editing.proposals import review
from guidance.models import (
    Correction,
    Feedback,
    GlossaryTerm,
    LeftByReaders,
    LegalSource,
    Locality,
    Proposal,
    QueryWithoutResult,
    ReaderMessage,
    SiteFrame,
)
from guidance.models.lists import LanguageFilterSet, YesNoFilter


class LegalSourceViewSet(SnippetViewSet):
    """Legal sources; "usage" lists the pages that cite one."""

    model = LegalSource
    edit_view_class = CarefulEditView
    icon = "openquote"
    list_display = ["__str__", "kind", "evidence", "issued", "in_force_until"]
    list_filter = ["kind", "evidence"]


class LocalityViewSet(SnippetViewSet):
    """Provinces and cities."""

    model = Locality
    icon = "site"
    list_display = ["__str__", "code", "progress_label", "last_confirmed"]
    list_filter = ["kind"]
    edit_view_class = LocalityEditView

    def get_urlpatterns(self) -> list[Any]:
        """Add the link for the department to Wagtail's own views."""
        return [*super().get_urlpatterns(), path("link/<int:pk>/", make_link, name="link")]


class GlossaryTermViewSet(SnippetViewSet):
    """Terms of the glossary."""

    model = GlossaryTerm
    edit_view_class = CarefulEditView
    icon = "help"
    list_display = ["__str__", "key"]


class CorrectionViewSet(SnippetViewSet):
    """What stood wrong, and what is right."""

    model = Correction
    edit_view_class = CarefulEditView
    icon = "edit"
    list_display = ["__str__", "page", "locality", "corrected_on"]
    add_view_class = CorrectionCreateView


class SiteFrameViewSet(SnippetViewSet):
    """What stands around the pages of each language: changed, neither added nor removed."""

    model = SiteFrame
    edit_view_class = CarefulEditView
    icon = "site"
    list_display = ["__str__", "name_in_force"]
    add_to_settings_menu = True
    menu_order = 100
    copy_view_enabled = False


class GuidanceViewSetGroup(SnippetViewSetGroup):
    """The records behind the pages."""

    menu_label = _("Law and places")
    menu_icon = "openquote"
    menu_order = 200
    items = (LegalSourceViewSet, LocalityViewSet, GlossaryTermViewSet, CorrectionViewSet)


def _title(feedback: Feedback) -> str:
    """The page that a reader judged, by its title; pages can be gone."""
    return str(feedback.page.draft_title) if feedback.page else "–"


def edit_page(feedback: Feedback) -> str | None:
    """Where the page that a reader judged is edited; pages can be gone."""
    if feedback.page_id is None:
        return None
    return reverse("wagtailadmin_pages:edit", args=[feedback.page_id])


def correct(feedback: Feedback) -> str:
    """Where a public correction is made of what a reader found wrong."""
    return f"{reverse(ADD)}?feedback={feedback.pk}"


def search_again(query: QueryWithoutResult) -> str:
    """Where to see what readers who search for it find by now."""
    with override(query.language):
        return f"{reverse('search')}?{urlencode({'q': query.query})}"


def promote(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to where an editor names the pages that readers who search for it are offered."""
    policy = policy_registry.get_by_type(SearchPromotion)
    if not policy.user_has_any_permission(request.user, ["add", "change"]):
        raise PermissionDenied
    found = get_object_or_404(QueryWithoutResult, pk=pk)
    return redirect("wagtailsearchpromotions:edit", Query.get(found.query).pk)


class _ReportViewSet(ModelViewSet):
    """Something readers left, to be read and removed, not written."""

    add_to_admin_menu = False
    copy_view_enabled = False
    exclude_form_fields: list[str] = []


class FeedbackFilterSet(LanguageFilterSet):
    """Answers of one kind, in one language."""

    is_useful = YesNoFilter(label=capfirst(_("useful")))

    class Meta:
        """Both of them."""

        model = Feedback
        fields = ("is_useful", "language")


class ReaderMessageFilterSet(LanguageFilterSet):
    """Messages answered or not, in one language."""

    is_answered = YesNoFilter(label=capfirst(_("answered")))

    class Meta:
        """Both of them."""

        model = ReaderMessage
        fields = ("is_answered", "language")


class QueryFilterSet(LanguageFilterSet):
    """Searches in one language."""

    class Meta:
        """It alone."""

        model = QueryWithoutResult
        fields = ("language",)


class ProposalFilterSet(WagtailFilterSet):
    """Proposals by what was decided, by who made them, and by when the answer was due."""

    is_by_department = YesNoFilter(label=capfirst(_("by the department")))

    class Meta:
        """What else may be asked for."""

        model = Proposal
        fields: ClassVar[dict[str, list[str]]] = {
            "decision": ["exact"],
            "is_by_department": ["exact"],
            "due_on": ["lt"],
        }


class FeedbackIndexView(IndexView):
    """The list of answers, with the page that each is about."""

    def get_base_queryset(self) -> Any:
        """Have the pages at hand."""
        return super().get_base_queryset().select_related("page")


class FeedbackViewSet(_ReportViewSet):
    """Answers to "Was this page useful?"."""

    model = Feedback
    icon = "comment"
    index_view_class = FeedbackIndexView
    list_display = [
        "path",
        TitleColumn("page", label=_("Edit the page"), accessor=_title, get_url=edit_page),
        "is_useful",
        "language",
        "comment",
        "created_at",
        TitleColumn(
            "correct",
            label=_("Make a correction of it"),
            accessor=lambda _feedback: _("Make a correction of it"),
            get_url=correct,
        ),
    ]
    filterset_class = FeedbackFilterSet
    list_export = ["path", "revision", "language", "is_useful", "comment", "created_at"]


class ReaderMessageViewSet(_ReportViewSet):
    """Messages to the editors: read, answered, removed."""

    model = ReaderMessage
    icon = "mail"
    edit_view_class = OriginEditView
    list_display = ["created_at", "language", "text", "is_answered"]
    filterset_class = ReaderMessageFilterSet
    # Without the address of the sender, which is to be deleted.
    list_export = ["created_at", "language", "text", "is_answered"]
    panels = [
        FieldPanel("text", read_only=True),
        FieldPanel(
            "email",
            read_only=True,
            help_text=_("Answer from your mailbox. Empty: no answer is wanted, or it is given."),
        ),
        FieldPanel("is_answered", help_text=_("Deletes the address of the sender for good.")),
    ]


class ProposalViewSet(_ReportViewSet):
    """Corrections that readers and departments propose, what is due first at the top."""

    model = Proposal
    icon = "form"
    menu_label = _("Proposed corrections")
    list_display = [
        "__str__",
        Column("said", label=_("Proposed")),
        Column("sender", label=_("Proposed by")),
        "due_on",
        Column("decision", label=_("decision"), accessor="get_decision_display"),
    ]
    filterset_class = ProposalFilterSet
    # Without the address of the sender, which is to be deleted.
    list_export = ["created_at", "about", "said", "source", "due_on", "decision", "answer"]

    @property
    def edit_view(self) -> Any:
        """It is decided on, not written."""
        return review


class QueryWithoutResultViewSet(_ReportViewSet):
    """What readers searched for in vain."""

    model = QueryWithoutResult
    icon = "search"
    list_display = [
        "query",
        "language",
        "count",
        "last_seen",
        TitleColumn(
            "again",
            label=_("Search again"),
            accessor=lambda _query: _("Search again"),
            get_url=search_again,
        ),
        TitleColumn(
            "promote",
            label=_("Offer a page"),
            accessor=lambda _query: _("Offer a page"),
            get_url=lambda query: reverse("querywithoutresult:promote", args=[query.pk]),
        ),
    ]
    filterset_class = QueryFilterSet

    list_export = ["query", "language", "count", "last_seen"]

    def get_urlpatterns(self) -> list[Any]:
        """Add the way to the promoted results to Wagtail's own views."""
        return [*super().get_urlpatterns(), path("promote/<int:pk>/", promote, name="promote")]


for left in (Feedback, ReaderMessage, Proposal, QueryWithoutResult):
    register_permission_policy(left, LeftByReaders(left))


class ReadersViewSetGroup(ModelViewSetGroup):
    """What readers tell us."""

    menu_label = _("Readers")
    menu_icon = "group"
    menu_order = 210
    items = (ReaderMessageViewSet, ProposalViewSet, FeedbackViewSet, QueryWithoutResultViewSet)
