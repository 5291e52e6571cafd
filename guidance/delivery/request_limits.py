"""How much a visitor may send. Longer addresses and larger bodies are refused before they are read.

Headers are bounded by the server (`guidance.operations.serve`), single values by their forms,
and what editors upload by `guidance.editing.uploads`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from guidance.delivery.error_responses import TOO_LARGE, TOO_LONG, reject

LONGEST_PATH = 1024
LONGEST_QUERY = 4096
# A key that is repeated counts each time.
MOST_PARAMETERS = 100
# The longest thing a visitor may write has 2,000 letters, each up to twelve bytes when encoded.
LARGEST_BODY = 64 * 1024
REFUSED_BODY = "HTTP_X_BODY_REFUSED"
"""nginx says by this header that it refused a body unread: the page that tells is the site's."""
# One upload at a time, and what surrounds it.
LARGEST_BODY_OF_EDITORS = 25 * 1024 * 1024


class RequestLimitsMiddleware:
    """Refuse what no page of the site would send. Stands after the language is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Know which addresses are for editors."""
        self.get_response = get_response
        self.admin_prefix = f"/{settings.ADMIN_PATH}"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or reject it."""
        is_editors = request.path_info.startswith(self.admin_prefix)
        most = LARGEST_BODY_OF_EDITORS if is_editors else largest_body(request.path_info)
        if content_length(request) > most or REFUSED_BODY in request.META:
            return reject(request, TOO_LARGE, most=most)
        # Editors' lists repeat the key of each row that is ticked.
        if not is_editors and is_too_long(request):
            return reject(request, TOO_LONG)
        return self.get_response(request)


def largest_body(path: str) -> int:
    """How many bytes a visitor may send to an address: more where a form of many fields is."""
    larger = settings.LARGER_FORMS.items()
    found = (most for end, most in larger if re.fullmatch(f"/[^/]+{end}", path))
    return next(found, LARGEST_BODY)


def is_too_long(request: HttpRequest) -> bool:
    """Whether the address is longer, or has more parts, than any of ours."""
    query = request.META.get("QUERY_STRING", "")
    return (
        len(request.path_info) > LONGEST_PATH
        or len(query) > LONGEST_QUERY
        or query.count("&") >= MOST_PARAMETERS
    )


def content_length(request: HttpRequest) -> int:
    """Bytes that the body says it has; Django reads no more, and nothing where nothing is said."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as error:
        # Django would fail on it when it comes to read the body.
        raise BadRequest from error
