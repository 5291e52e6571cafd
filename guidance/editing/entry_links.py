"""How editors give a department a link to its entry: by e-mail, or to be sent by other means."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from guidance.editing.concurrent_edits import CarefulEditView
from guidance.localities.departments.letters import can_send, link_address, send_link
from guidance.models import EntryLink, Locality

TEMPLATE = "guidance/admin/entry_links.html"
SENT, SHOWN = "guidance.entry_link.sent", "guidance.entry_link.shown"
LISTED = 20
NAME = "wagtailsnippets_guidance_locality"


class LocalityEditView(CarefulEditView):
    """A locality, with the way to a link for its department."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Wagtail's own, and the link."""
        url = reverse(f"{NAME}:link", args=[self.object.pk])
        own = Button(_("A link for the department"), url=url, icon_name="link", priority=50)
        return [*super().header_more_buttons, own]


@never_cache
def make_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what links there were; make one, and send it or show it this once."""
    locality = get_object_or_404(Locality, pk=pk)
    policy = policy_registry.get_by_type(Locality)
    if not policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    may_send = bool(locality.email) and can_send()
    shown = ""
    if request.method == "POST":
        link = EntryLink.make(locality, request.user)
        if "send" in request.POST and may_send and send_link(request, link):
            EntryLink.objects.filter(pk=link.pk).update(is_sent=True)
            log(locality, SENT, user=request.user, data={"link": link.pk})
            messages.success(request, _("Sent to %(email)s.") % {"email": locality.email})
            return HttpResponseRedirect(request.path)
        if "send" in request.POST:
            messages.error(
                request, _("The mail server did not take it. Send the link below by other means.")
            )
        log(locality, SHOWN, user=request.user, data={"link": link.pk})
        shown = link_address(request, link)
    context = {
        "locality": locality,
        "may_send": may_send,
        "has_mail": can_send(),
        "shown": shown,
        "links": EntryLink.objects.filter(locality=locality).select_related("made_by", "proposal")[
            :LISTED
        ],
        "breadcrumbs": [
            {"url": reverse(f"{NAME}:list"), "label": _("localities")},
            {"url": reverse(f"{NAME}:edit", args=[locality.pk]), "label": str(locality)},
            {"url": "", "label": _("A link for the department")},
        ],
    }
    return render(request, TEMPLATE, context)
