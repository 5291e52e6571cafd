"""How editors reach the records that are no pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from guidance.models import (
    Feedback,
    GlossaryTerm,
    LegalSource,
    Locality,
    QueryWithoutResult,
)


class LegalSourceViewSet(SnippetViewSet):
    """Legal sources; "usage" lists the pages that cite one."""

    model = LegalSource
    icon = "openquote"
    list_display = ["__str__", "kind", "evidence", "issued", "in_force_until"]
    list_filter = ["kind", "evidence"]


class LocalityViewSet(SnippetViewSet):
    """Provinces and cities."""

    model = Locality
    icon = "site"
    list_display = ["__str__", "code", "progress_label", "last_confirmed"]
    list_filter = ["kind"]


class GlossaryTermViewSet(SnippetViewSet):
    """Terms of the glossary."""

    model = GlossaryTerm
    icon = "help"
    list_display = ["__str__", "key"]


class GuidanceViewSetGroup(SnippetViewSetGroup):
    """The records behind the pages."""

    menu_label = _("Law and places")
    menu_icon = "openquote"
    menu_order = 200
    items = (LegalSourceViewSet, LocalityViewSet, GlossaryTermViewSet)


class _ReportViewSet(ModelViewSet):
    """Something readers left, to be read and removed, not written."""

    add_to_admin_menu = False
    copy_view_enabled = False
    exclude_form_fields: list[str] = []


class FeedbackViewSet(_ReportViewSet):
    """Answers to "Was this page useful?"."""

    model = Feedback
    icon = "comment"
    list_display = ["path", "is_useful", "language", "comment", "created_at"]
    list_filter = ["is_useful", "language"]
    list_export = ["path", "revision", "language", "is_useful", "comment", "created_at"]


class QueryWithoutResultViewSet(_ReportViewSet):
    """What readers searched for in vain."""

    model = QueryWithoutResult
    icon = "search"
    list_display = ["query", "language", "count", "last_seen"]
    list_filter = ["language"]
    list_export = ["query", "language", "count", "last_seen"]


class ReadersViewSetGroup(ModelViewSetGroup):
    """What readers tell us."""

    menu_label = _("Readers")
    menu_icon = "group"
    menu_order = 210
    items = (FeedbackViewSet, QueryWithoutResultViewSet)
