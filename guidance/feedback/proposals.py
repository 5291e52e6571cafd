"""Takes corrections that anybody proposes, with a source, for the editors' list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guidance.delivery.rate_limit import may_send, try_later
from guidance.feedback.forms import ProposalForm
from guidance.models import Proposal
from guidance.models.proposals import due_after

PROPOSALS_PER_HOUR = 20
TEMPLATE = "guidance/proposal.html"
ABOUT = ("page", "locality")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Take a proposal; what is refused comes back as it was typed."""
    if request.method != "POST":
        form = ProposalForm({name: request.GET.get(name, "") for name in ABOUT})
        form.is_valid()
        known = {name: form.cleaned_data.get(name) for name in ABOUT}
        asked = {name: request.GET[name] for name in ABOUT if known[name]}
        context = {"form": ProposalForm(initial=asked, about=about(known))}
        return render(request, TEMPLATE, context)
    form = ProposalForm(request.POST)
    is_valid = form.is_valid()
    form.about = about(form.cleaned_data)
    if not is_valid:
        return render(request, TEMPLATE, {"form": form}, status=400)
    if not may_send(request, "proposal", PROPOSALS_PER_HOUR):
        return try_later(render(request, TEMPLATE, {"form": form, "refused": True}))
    data = form.cleaned_data
    if not data["website"]:
        Proposal.objects.create(
            text=data["change"],
            source=data["source"],
            email=data["email"],
            page=data["page"],
            locality=data["locality"],
            language=get_language() or "",
        )
    # Programs in the trap are thanked too, so that they learn nothing.
    return HttpResponseRedirect(reverse("propose-thanks"))


def about(known: dict[str, Any]) -> str:
    """What a proposal is about, in words; empty for the site as a whole."""
    page = known.get("page")
    return str(known.get("locality") or (page.title if page else ""))


@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest) -> HttpResponse:
    """Say until when the editors answer."""
    context = {"due_on": due_after(localdate())}
    return render(request, "guidance/proposal_sent.html", context)
