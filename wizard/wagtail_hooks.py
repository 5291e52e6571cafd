"""Registers the self-assessment with the editors' side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from wizard.drafts.importing import IMPORTED, SHIPPED
from wizard.drafts.models.versions import PASSED_OVER
from wizard.editor.comments import history
from wizard.editor.delete_guard import refuse_removal
from wizard.editor.goods_list_viewset import GoodsListViewSet
from wizard.editor.review_views import OFFERED, TAKEN_AWAY
from wizard.editor.viewsets import ResultReportViewSet, RuleSetViewSet

register_snippet(RuleSetViewSet)
register_snippet(GoodsListViewSet)


@hooks.register("register_admin_viewset")
def register_reports() -> ViewSet:
    """Reports of wrong results."""
    return ResultReportViewSet("result_reports", url_prefix="result-reports")


@hooks.register("insert_global_admin_css")
def style_of_rules() -> str:
    """Languages side by side."""
    return format_html('<link rel="stylesheet" href="{}">', static("wizard/admin.css"))


@hooks.register("insert_global_admin_js")
def script_of_rules() -> str:
    """Keys offered, issues that lead to their field, long proofs, comments."""
    names = [[static(f"wizard/{name}.js")] for name in ("admin", "progress", "comments")]
    return format_html_join("", '<script type="module" src="{}"></script>', names)


@hooks.register("before_delete_snippet")
def keep_published(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Published rules are not deleted."""
    return refuse_removal(request, instances, taken_effect=False)


@hooks.register("before_unpublish")
def keep_in_force(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Rules that have taken effect are not withdrawn."""
    return refuse_removal(request, [instance], taken_effect=True)


@hooks.register("register_log_actions")
def name_in_history(actions: Any) -> None:
    """The history says what came from a file, what did not go live when due, who commented."""
    history.register(actions)
    actions.register_action(IMPORTED, _("Import from a file"), _("Imported from a file"))
    actions.register_action(SHIPPED, _("Take over from an update"), _("Came with the product"))
    actions.register_action(TAKEN_AWAY, _("Take the assessment away"), _("Assessment taken away"))
    actions.register_action(OFFERED, _("Offer the assessment again"), _("Assessment offered again"))
    actions.register_action(
        PASSED_OVER, _("Not published when due"), _("Not published when due: there were findings")
    )
