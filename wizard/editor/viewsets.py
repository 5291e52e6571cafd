"""How editors reach the rules, and what visitors report about results."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import NoReverseMatch, path, reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permissions import policy_registry, register_permission_policy

from guidance.models import Correction, LeftByReaders
from guidance.text.languages import language_name
from wizard.assessment.flow import review
from wizard.assessment.models import ResultReport
from wizard.assessment.situation import MADE_ON, Situation, read, read_day
from wizard.drafts.models.documents import RuleSetDocument
from wizard.rules import registry

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


class ReportedResultPanel(Panel):
    """The result that a reader disputes: the way to it, and the answers that led there."""

    class BoundPanel(Panel.BoundPanel):
        """The result of one report."""

        template_name = "wizard/admin/reported_result.html"

        def is_shown(self) -> bool:
            """A report that nobody made has no result."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Judge the answers by the rules they were given under, as far as there are any."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            report: ResultReport = self.instance
            situation = reported(report)
            return {
                **context,
                "report": report,
                "language": language_name(report.language),
                "situation": situation,
                "review": review(situation) if situation else (),
                "result_url": _result_url(report) if situation else "",
            }


def reported(report: ResultReport) -> Situation | None:
    """The situation of a report under the rules of its result; None where there are none left."""
    ruleset = registry.by_version(report.ruleset, report.ruleset_version)
    if ruleset is None:
        return None
    query = QueryDict(report.query)
    made_on = read_day(str(query.get(MADE_ON, ""))) or localdate(report.created_at)
    try:
        return read(query.lists(), report.ruleset, made_on, ruleset)
    except LookupError:
        return None


def _result_url(report: ResultReport) -> str:
    """The result as the reader saw it, in the reader's language."""
    with override(report.language):
        try:
            path = reverse("wizard:result", args=[report.ruleset])
        except NoReverseMatch:
            return ""
    return f"{path}?{report.query}"


register_permission_policy(ResultReport, LeftByReaders(ResultReport))


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
    panels: ClassVar[list[Panel]] = [
        ReportedResultPanel(heading=_("The result in question")),
        FieldPanel(
            "is_settled",
            help_text=_("Tick it when the rules are mended, or when the result is right."),
        ),
    ]
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
