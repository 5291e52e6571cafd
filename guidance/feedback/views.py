"""Takes a reader's answer to "Was this page useful?", and thanks for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from guidance.delivery.rate_limit import HOUR, hit, is_same_site, remaining
from guidance.feedback.forms import FeedbackForm
from guidance.models import Feedback

FEEDBACK_PER_HOUR = 20


@csrf_exempt
@require_POST
def feedback(request: HttpRequest) -> HttpResponse:
    """Keep an answer; whoever sends too much or from elsewhere is told so."""
    if not is_same_site(request) or not hit(request, "feedback", FEEDBACK_PER_HOUR):
        refusal = render(request, "guidance/feedback.html", {"refused": True}, status=429)
        refusal.headers["Retry-After"] = str(remaining(HOUR))
        return refusal
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return render(request, "guidance/feedback.html", {"refused": True}, status=400)
    data = form.cleaned_data
    if not data["website"]:
        Feedback.objects.create(
            page=data["page"],
            path=data["path"],
            revision=data["revision"],
            language=get_language() or "",
            is_useful=data["is_useful"] == "yes",
            comment=data["comment"],
        )
    # Programs in the trap are thanked too, so that they learn nothing.
    return HttpResponseRedirect(f"{reverse('feedback-thanks')}?page={data['page'].pk}")


@require_http_methods(["GET", "HEAD"])
def feedback_thanks(request: HttpRequest) -> HttpResponse:
    """Thank the reader and lead back."""
    form = FeedbackForm({"page": request.GET.get("page", "")})
    form.is_valid()
    page = form.cleaned_data.get("page")
    return render(request, "guidance/feedback.html", {"sent_from": page})
