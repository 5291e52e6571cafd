"""What a review decided just now, said to the reviewer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import TaskState, WorkflowState

from guidance.models.bundles import bundle_of


def say_decided(request: HttpRequest, thing: Any) -> None:
    """Tell a reviewer what has become of a thing by the decision made just now."""
    state = thing.workflow_states.order_by("created_at", "pk").last()
    fresh = type(thing).objects.get(pk=thing.pk)
    bundle = bundle_of(fresh)
    values = {"title": fresh, "bundle": bundle, "who": state and state.requested_by}
    if state is None or state.status == WorkflowState.STATUS_CANCELLED:
        return
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        text = _("“%(title)s” was sent back, with your comment.")
        if state.requested_by:
            text = _("“%(title)s” was sent back to %(who)s, with your comment.")
    elif state.status == WorkflowState.STATUS_IN_PROGRESS:
        text = _("“%(title)s” was approved, and goes on to the next review.")
    elif bundle is not None:
        text = _("“%(title)s” was approved. It goes live with the bundle “%(bundle)s”.")
    elif fresh.live and not fresh.has_unpublished_changes:
        text = _("“%(title)s” was approved and published.")
    else:
        text = _("“%(title)s” was approved.")
    messages.success(request, text % values)


def say_decided_in_form(request: HttpRequest, thing: Any) -> None:
    """The same after a decision in the form: Wagtail says only that something was saved."""
    if not request.POST.get("action-workflow-action"):
        return
    state = thing.workflow_states.order_by("created_at", "pk").last()
    # Wagtail saves, and no more, where the decision was another's or is made already.
    if state and state.task_states.filter(finished_by=request.user).exists():
        say_decided(request, thing)


class DecidedMixin:
    """Of a view in which a reviewer decides without opening the form: what has become of it."""

    object: Any
    task_state: TaskState

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say it, if anything was decided."""
        response: HttpResponseBase = super().post(request, *args, **kwargs)  # type: ignore[misc]
        decided = TaskState.objects.get(pk=self.task_state.pk)
        if decided.status != TaskState.STATUS_IN_PROGRESS:
            say_decided(request, self.object)
        return response
