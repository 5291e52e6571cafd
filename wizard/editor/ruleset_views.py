"""The views in which rule sets are written: Wagtail's own, with the proof before publishing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import (
    CollectWorkflowActionDataView,
    CopyView,
    CreateView,
    EditView,
    SnippetViewSet,
    UnpublishView,
    WorkflowActionView,
)

from guidance.models.decided import DecidedMixin
from guidance.models.earlier_versions import EarlierVersionMixin
from guidance.models.sent_back import SentBackMixin
from guidance.text.days import day as in_words
from wizard.drafts.models.documents import RuleSetDocument
from wizard.editor.comments import columns
from wizard.editor.comments.panel import CommentsPanelMixin
from wizard.editor.comments.views import routes
from wizard.editor.delete_guard import refuse_removal
from wizard.rules import registry

PUBLISHING = ("publish", "submit", "restart-workflow")
"""Actions that a rule set with issues is refused."""


class NamedMixin:
    """Heads the form of a version with its title in the editor's language."""

    object: Any

    def get_page_subtitle(self) -> str:
        """What is shown, not what its last revision kept in another's language."""
        return str(self.object)


class ValidateBeforePublishMixin:
    """Refuses to publish, or to hand to a reviewer, what is not sound; a draft may be anything."""

    action: str
    refusal = ngettext_lazy(
        "This rule set cannot be published: %(count)d finding. See “Proof”.",
        "This rule set cannot be published: %(count)d findings. See “Proof”.",
        "count",
    )
    produced_error_code: str
    produced_error_message: str

    def is_valid(self, form: Any) -> bool:
        """Prove the rules once the form itself is in order."""
        valid: bool = super().is_valid(form)  # type: ignore[misc]
        approving = self.action == "workflow-action" and self.is_approval()
        if not valid or not (self.action in PUBLISHING or approving):
            return valid
        issues = form.instance.issues()
        if issues:
            self.produced_error_code = "flawed"
            self.produced_error_message = self.refusal % {"count": len(issues)}
            form.add_error(None, self.produced_error_message)
        return not issues

    def is_approval(self) -> bool:
        """Say whether the reviewer approves."""
        return getattr(self, "workflow_action", "") == "approve"


class PastDayMixin:
    """Points out a first day that has passed: results of the days since then change with it."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Save, and say so."""
        response: HttpResponseBase = super().form_valid(form)  # type: ignore[misc]
        day = form.instance.in_force_from
        if day and day < registry.today() and not form.instance.live:
            said = _("The first day, %(day)s, has passed: results of the days since then change.")
            messages.warning(self.request, said % {"day": in_words(day)})
        return response


def copy_url(document: Any, user: Any) -> str:
    """Where the next version of a published one is begun, for those who may."""
    policy = policy_registry.get_by_type(type(document))
    if not document.live or not policy.user_has_permission(user, "add"):
        return ""
    return reverse(document.snippet_viewset.get_url_name("copy"), args=[document.pk])


class RuleSetCreateView(PastDayMixin, ValidateBeforePublishMixin, CommentsPanelMixin, CreateView):
    """A rule set from nothing."""


class RuleSetEditView(
    NamedMixin, PastDayMixin, ValidateBeforePublishMixin, CommentsPanelMixin, EditView
):
    """One version, as long as it is a draft."""


class RuleSetCopyView(PastDayMixin, ValidateBeforePublishMixin, CommentsPanelMixin, CopyView):
    """The next version, begun as a copy of any other."""

    def get_initial_form_instance(self) -> RuleSetDocument:
        """Give the copy the next number, today's date, and no word yet of what it changes."""
        original = get_object_or_404(RuleSetDocument, pk=self.kwargs["pk"])
        if not self.user_has_permission("add"):
            raise PermissionDenied
        draft = original.next_version()
        draft.in_force_from = draft.reviewed = registry.today()
        draft.in_force_until = None
        wording = draft.wording.get_prep_value()
        for block in wording:
            block["value"]["change_note"] = {}
        draft.wording = wording
        return draft


class RuleSetWorkflowActionView(DecidedMixin, SentBackMixin, WorkflowActionView):
    """What a reviewer decides without opening the form, from the dashboard for instance."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse to approve what is not sound any more, and say why where the issues are."""
        if self.action_name == "approve":
            try:
                self.task_state.revision.as_object().refuse_issues()
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
                edit = reverse(self.object.snippet_viewset.get_url_name("edit"), args=[self.pk])
                if request.headers.get("x-requested-with") == "XMLHttpRequest":
                    return self.render_modal_json(request, {"step": "success", "redirect": edit})
                return redirect(edit)
            if number := self.object.open_comments():
                said = ngettext(
                    "%(number)s comment was still open.",
                    "%(number)s comments were still open.",
                    number,
                )
                messages.warning(request, said % {"number": number})
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        return response


class CollectRuleSetActionView(SentBackMixin, CollectWorkflowActionDataView):
    """What a reviewer decides while the form is open."""


class VersionUnpublishView(UnpublishView):
    """Asks whether to withdraw a version, unless the answer could only be refused."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say why a version in effect stays, before anybody confirms."""
        refused = refuse_removal(request, [self.object], taken_effect=True)
        answer: HttpResponseBase = refused or super().get(request, *args, **kwargs)
        return answer


class VersionViewSet(SnippetViewSet):
    """What the lists of rule sets and of goods lists share."""

    add_to_admin_menu = True
    list_display = [
        "name",
        "in_force_from",
        "in_force_until",
        Column("status_string", label=_("Status")),
        columns.OPEN,
    ]
    copy_view_enabled = True
    unpublish_view_class = VersionUnpublishView
    workflow_action_view_class = RuleSetWorkflowActionView
    collect_workflow_action_data_view_class = CollectRuleSetActionView

    @property
    def revisions_revert_view_class(self) -> Any:
        """Wagtail's own, which it makes of the view of the form."""
        own = super().revisions_revert_view_class
        return type("RevertView", (EarlierVersionMixin, own), {})

    def get_queryset(self, _request: Any) -> Any:
        """Count the open comments of each version."""
        return columns.counted(self.model)

    def get_urlpatterns(self) -> list[Any]:
        """Add the comments to Wagtail's own views."""
        return [*super().get_urlpatterns(), *routes(self.model)]
