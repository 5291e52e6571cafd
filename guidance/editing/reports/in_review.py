"""What is in review, on the home screen: each by its title in the language of whoever looks."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import DraftStateMixin, Page


class _OwnTitles:
    """Of a panel: Wagtail shows the title that a draft had for whoever saved it last."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The same, with the titles written anew."""
        context: dict[str, Any] = super().get_context_data(parent_context)  # type: ignore[misc]
        for state in context.get("states", ()):
            _title(state["obj"])
        for state in context.get("workflow_states", ()):
            _title(state.content_object)
        return context


class AwaitingReviewPanel(_OwnTitles, WorkflowObjectsToModeratePanel):
    """What waits for whoever looks: before all else, since others wait for it."""

    order = 2


class HandedInPanel(_OwnTitles, UserObjectsInWorkflowModerationPanel):
    """What whoever looks has handed in."""


def _title(thing: Any) -> None:
    """Let a draft be called in the language of now; a page has one title."""
    if isinstance(thing, Page) or not isinstance(thing, DraftStateMixin):
        return
    if thing.latest_revision is not None:
        thing.latest_revision.object_str = str(thing.latest_revision.as_object())


OWN: dict[type[Component], type[Component]] = {
    WorkflowObjectsToModeratePanel: AwaitingReviewPanel,
    UserObjectsInWorkflowModerationPanel: HandedInPanel,
}
"""Wagtail's panels, and what stands in their place."""
