"""The views in which rule sets are written: Wagtail's own, with the proof before publishing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.snippets.views.snippets import CopyView, CreateView, EditView

from .models import RuleSetDocument

PUBLISHING = ("publish", "submit", "restart-workflow")
"""Actions that a rule set with findings is refused."""


class _Proving:
    """Refuses to publish, or to hand to a reviewer, what is not sound; a draft may be anything."""

    action: str
    produced_error_code: str
    produced_error_message: str

    def is_valid(self, form: Any) -> bool:
        """Prove the rules once the form itself is in order."""
        valid: bool = super().is_valid(form)  # type: ignore[misc]
        approving = self.action == "workflow-action" and self.is_approval()
        if not valid or not (self.action in PUBLISHING or approving):
            return valid
        flaws = form.instance.proof().flaws
        if flaws:
            message = _("This rule set cannot be published: %(count)d findings. See “Proof”.")
            self.produced_error_code = "flawed"
            self.produced_error_message = message % {"count": len(flaws)}
            form.add_error(None, self.produced_error_message)
        return not flaws

    def is_approval(self) -> bool:
        """Say whether the reviewer approves."""
        return getattr(self, "workflow_action", "") == "approve"


class RuleSetCreateView(_Proving, CreateView):
    """A rule set from nothing."""


class RuleSetEditView(_Proving, EditView):
    """One version, as long as it is a draft."""


class RuleSetCopyView(_Proving, CopyView):
    """The next version, begun as a copy of any other."""

    def get_initial_form_instance(self) -> RuleSetDocument:
        """Give the copy the next number."""
        original = get_object_or_404(RuleSetDocument, pk=self.kwargs["pk"])
        if not self.user_has_permission("add"):
            raise PermissionDenied
        return original.next_version()
