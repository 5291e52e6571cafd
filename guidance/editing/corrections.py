"""How editors enter corrections, beginning with what a reader wrote where there is that."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import EditView
from wagtail.admin.widgets import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import CreateView

from guidance.editing.concurrent_edits import CarefulEditMixin
from guidance.models import Correction, Feedback, Proposal, ReaderMessage

ADD = "wagtailsnippets_guidance_correction:add"
ORIGINS: dict[str, type[Model]] = {
    "message": ReaderMessage,
    "feedback": Feedback,
    "proposal": Proposal,
}
SEES = ("view", "change", "delete")


class CorrectionCreateView(CreateView):
    """A new correction; where it stood is taken from what a reader wrote, never the words."""

    def get_initial_form_instance(self) -> Correction:
        """The place a reader wrote about, if the address names what was written."""
        correction = Correction(assessment=self.request.GET.get("assessment", "")[:80])
        for name, model in ORIGINS.items():
            number = self.request.GET.get(name, "")
            if not (number.isdecimal() and len(number) < 19):
                continue
            policy = policy_registry.get_by_type(model)
            origin: Any = model._default_manager.filter(pk=number).first()
            if origin and policy.user_has_any_permission(self.request.user, SEES):
                self.begin_with(correction, origin, name)
        return correction

    def begin_with(self, correction: Correction, origin: Any, name: str) -> None:
        """Take the place over, and show the words beside the form."""
        correction.page = getattr(origin, "page", None)
        correction.locality = getattr(origin, "locality", None)
        if self.request.method == "GET" and not list(get_messages(self.request)):
            words = getattr(origin, "text", "") or getattr(origin, "comment", "")
            said = _("A reader wrote: %(text)s") % {"text": words or "–"}
            messages.info(self.request, said, buttons=self.way_back(origin, name))

    def way_back(self, origin: Any, name: str) -> list[Any]:
        """The list entry that is to be answered once the correction stands."""
        if name == "feedback":
            return []
        url = reverse(f"{origin._meta.model_name}:edit", args=[origin.pk])
        return [messages.button(url, _("Answer it"), new_window=True)]


class OriginEditView(CarefulEditMixin, EditView):
    """What a reader wrote, with the way to a correction."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Wagtail's own, and the correction for whoever may enter one."""
        buttons = super().header_more_buttons
        policy = policy_registry.get_by_type(Correction)
        if not policy.user_has_permission(self.request.user, "add"):
            return list(buttons)
        name = next(name for name, model in ORIGINS.items() if model is self.model)
        url = f"{reverse(ADD)}?{name}={self.object.pk}"
        own = Button(_("Make a correction of it"), url=url, icon_name="edit", priority=5)
        return [own, *buttons]
