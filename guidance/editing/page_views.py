"""The views of every page of this site, where they differ from Wagtail's."""

from __future__ import annotations

from django.views import View
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView

from guidance.models.earlier_versions import EarlierVersionMixin
from guidance.models.sent_back import SentBackMixin


class ActionView(SentBackMixin, WorkflowActionView):
    """What a reviewer decides on a page without opening it."""


class CollectActionView(SentBackMixin, CollectWorkflowActionDataView):
    """What a reviewer decides on a page while it is open."""


class RevertView(EarlierVersionMixin, RevisionsRevertView):
    """An earlier version of a page in its form."""


_OF_A_REVIEW = "<int:page_id>/<slug:action_name>/<int:task_state_id>/"
# In the place of Wagtail's own, whose names lead here as well. A view set of pages is of one type,
# and brings a list of its pages with an address of its own.
ADDRESSES: dict[str, type[View]] = {
    f"workflow/action/{_OF_A_REVIEW}": ActionView,
    f"workflow/collect_action_data/{_OF_A_REVIEW}": CollectActionView,
    "<int:page_id>/revisions/<int:revision_id>/revert/": RevertView,
}
"""Below the address of all pages."""
