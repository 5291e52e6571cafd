"""How editors reach the rules, and what visitors report about results."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permissions import policy_registry

from guidance.models import Correction
from wizard.assessment.models import ResultReport
from wizard.drafts.models.documents import RuleSetDocument

from . import papers_views, review_views
from .lists import ReportFilterSet, RuleSetFilterSet
from .new_assessment import RuleSetIndexView, from_file, new_assessment
from .panels import layout
from .ruleset_views import RuleSetCopyView, RuleSetCreateView, RuleSetEditView, VersionViewSet


class RuleSetViewSet(VersionViewSet):
    """Rule sets: written, proved, tried, compared, published."""

    model = RuleSetDocument
    icon = "list-ol"
    menu_label = _("Rules of the check")
    menu_order = 205
    index_view_class = RuleSetIndexView
    add_view_class = RuleSetCreateView
    edit_view_class = RuleSetEditView
    copy_view_class = RuleSetCopyView
    filterset_class = RuleSetFilterSet

    def get_edit_handler(self) -> Any:
        """Lay the form out in tabs."""
        return layout().bind_to_model(self.model)

    def get_urlpatterns(self) -> list[Any]:
        """Add trying, comparing and sending to the views that all versions have."""
        return [
            *super().get_urlpatterns(),
            path("new/", new_assessment, name="new"),
            path("import/", from_file, name="import"),
            path("try/<int:pk>/<path:path>", review_views.try_draft, name="try"),
            path("proof/<int:pk>/", review_views.proof, name="proof"),
            path("difference/<int:pk>/", review_views.difference, name="difference"),
            path("withdraw/<int:pk>/", review_views.withdraw, name="withdraw"),
            path("toml/<int:pk>/", review_views.toml, name="toml"),
            path("papers/<int:pk>/", papers_views.papers, name="papers"),
            path("papers/<int:pk>/take/", papers_views.take, name="papers_take"),
            path("papers/<int:pk>/<str:kind>/", papers_views.file, name="papers_file"),
        ]


class ResultReportEditView(EditView):
    """A report, with the way to a public correction of the assessment."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Wagtail's own, and the correction for whoever may enter one."""
        policy = policy_registry.get_by_type(Correction)
        if not policy.user_has_permission(self.request.user, "add"):
            return list(super().header_more_buttons)
        add = reverse("wagtailsnippets_guidance_correction:add")
        url = f"{add}?{urlencode({'assessment': self.object.ruleset})}"
        own = Button(_("Make a correction of it"), url=url, icon_name="edit", priority=5)
        return [own, *super().header_more_buttons]


class ResultReportViewSet(ModelViewSet):
    """Reports that a result is wrong: read, settle, remove."""

    model = ResultReport
    icon = "warning"
    menu_label = _("Wrong results")
    menu_order = 220
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_view_class = ResultReportEditView
    form_fields = ["is_settled"]
    list_display = ["created_at", "ruleset", "outcome", "message", "language", "is_settled"]
    filterset_class = ReportFilterSet
    list_export = [
        "created_at",
        "ruleset",
        "query",
        "outcome",
        "ruleset_version",
        "language",
        "message",
    ]
    inspect_view_enabled = True
