"""The answer to a request that is not taken: why, in the reader's language, at hardly any cost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

UNREADABLE, TOO_LARGE, TOO_LONG, TOO_MANY = 400, 413, 414, 429
ERRORS = {
    UNREADABLE: "unreadable",
    TOO_LARGE: "too-large",
    TOO_LONG: "address-too-long",
    TOO_MANY: "too-many-requests",
}


def reject(request: HttpRequest, status: int, wait: int = 0, most: int = 0) -> HttpResponse:
    """A page for people, or JSON where JSON was asked for; with the seconds to wait, if any.

    `most` is how many bytes may be sent, where too many were. It asks no database: whoever sends
    too much shall not cost much.
    """
    response: HttpResponse
    if request.path_info.endswith(".json"):
        response = JsonResponse({"error": ERRORS[status]}, status=status)
    else:
        context = {"error": ERRORS[status], "most": most}
        page = render_to_string("guidance/refused.html", context)
        response = HttpResponse(page, status=status)
    response.headers["Cache-Control"] = "no-store"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
