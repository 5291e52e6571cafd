"""Pages that a review sends back, and whatever else is reviewed: why, in the editor itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import WorkflowMixin, WorkflowState


def say_why(request: HttpRequest, thing: Any) -> None:
    """Tell whoever opens what was sent back what the reviewer wants.

    Wagtail tells it by letter, and in a history two steps away.
    """
    state = thing.current_workflow_state if isinstance(thing, WorkflowMixin) else None
    if request.method != "GET" or state is None:
        return
    if state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    decided = state.current_task_state
    comment = decided.comment if decided else ""
    text = _("Changes were asked for: “%(comment)s” Submit it again when they are made.")
    if not comment:
        text = _("Changes were asked for, without a comment. Submit it again when they are made.")
    messages.warning(request, text % {"comment": comment})
