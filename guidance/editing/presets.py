"""The questions of the self-assessments as the forms of editors offer them for a link."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.text.self_assessments import self_assessments


@require_safe
def offered(_request: HttpRequest) -> JsonResponse:
    """Every question with its answers, by the key of its self-assessment, in the editor's words."""
    found = {item.key: list(item.questions()) for item in self_assessments()}
    words = {
        "add": _("Add an answer"),
        "answer": _("Answer"),
        "choose": _("Choose …"),
        "first": _("Choose the self-assessment first."),
        "gone": _("does not exist"),
        "question": _("Question"),
        "remove": _("Remove"),
    }
    response = JsonResponse({"assessments": found, "words": words})
    # In one language, and of today's rules.
    response.headers["Cache-Control"] = "private, no-store"
    return response
