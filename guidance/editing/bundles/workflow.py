"""What follows when a review is finished."""

from __future__ import annotations

from typing import Any


def finish_workflow(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved, unless it waits in a bundle: then that takes what was approved."""
    # Wagtail imports this module while its own models are being made.
    from wagtail.workflows import publish_workflow_state

    from guidance.models import BundleItem, BundleState

    approved = workflow_state.content_object.get_latest_revision()
    waiting = BundleItem.objects.exclude(bundle__state=BundleState.PUBLISHED).filter(
        content_type=approved.content_type, object_id=approved.object_id
    )
    if not waiting.update(revision=approved):
        publish_workflow_state(workflow_state, user=user)
    elif _is_what_was_approved(approved, workflow_state, user):
        workflow_state.copy_approved_task_states_to_revision(approved)


def _is_what_was_approved(latest: Any, workflow_state: Any, user: Any) -> bool:
    """Whether the newest draft is what the reviewer saw, though the review was of one before.

    The form saves what stands in it, and then approves the draft that was handed in.
    """
    reviewed = workflow_state.current_task_state.revision
    if reviewed is None or latest.pk == reviewed.pk:
        return False
    return latest.user_id == getattr(user, "pk", None) or latest.content == reviewed.content
