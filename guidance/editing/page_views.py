"""The views of every page of this site, where they differ from Wagtail's."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView

from guidance.models.decided import DecidedMixin
from guidance.models.earlier_versions import EarlierVersionMixin
from guidance.models.sent_back import SentBackMixin
from guidance.translation.workbench import APPROVE, keep_for_approval, translation_of


class ActionView(DecidedMixin, SentBackMixin, WorkflowActionView):
    """What a reviewer decides on a page without opening it."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Approve of a translation the texts as they are, as its editor does."""
        page = self.object.specific
        translation = translation_of(page) if self.action_name == APPROVE else None
        if translation and not keep_for_approval(request, page, translation):
            edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return self.render_modal_json(request, {"step": "success", "redirect": edit})
            return redirect(edit)
        return super().post(request, *args, **kwargs)


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
