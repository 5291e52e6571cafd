"""Takes what readers send: an answer to "Was this page useful?", a message to the editors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from guidance.delivery.rate_limit import may_send, try_later
from guidance.feedback.forms import FeedbackForm, MessageForm
from guidance.feedback.letters import tell
from guidance.models import Feedback, ReaderMessage

FEEDBACK_PER_HOUR = 20
MESSAGES_PER_HOUR = 20


@csrf_exempt
@require_POST
def feedback(request: HttpRequest) -> HttpResponse:
    """Keep an answer; whoever sends too much or from elsewhere is told so."""
    if not may_send(request, "feedback", FEEDBACK_PER_HOUR):
        return try_later(render(request, "guidance/feedback.html", {"refused": True}))
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


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest) -> HttpResponse:
    """Take a message to the editors; what is refused comes back as it was typed."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, "guidance/message.html", {"form": form})
    if not form.is_valid():
        return render(request, "guidance/message.html", {"form": form}, status=400)
    if not may_send(request, "message", MESSAGES_PER_HOUR):
        context = {"form": form, "refused": True}
        return try_later(render(request, "guidance/message.html", context))
    data = form.cleaned_data
    if not data["website"]:
        kept = ReaderMessage.objects.create(
            text=data["message"], email=data["email"], language=get_language() or ""
        )
        tell(kept)
    # Programs in the trap are thanked too, so that they learn nothing.
    return HttpResponseRedirect(reverse("message-thanks"))


@require_http_methods(["GET", "HEAD"])
def message_thanks(request: HttpRequest) -> HttpResponse:
    """Say what happens to the message."""
    return render(request, "guidance/message_sent.html")
