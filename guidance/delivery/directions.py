"""A page in a language from right to left: what runs the other way stays in one piece."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from guidance.text.directions import direction, with_isolated_runs


class DirectionsMiddleware:
    """Isolate runs of the other direction on each public page that is written from right to left.

    Numbers of acts stand in prose, titles, rules, sources and addresses of pages alike, so this is
    done once for the whole page. A site without such a language does without.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Step aside where every language is written from left to right."""
        if not any(direction(code) == "rtl" for code, _name in settings.LANGUAGES):
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.admin_prefix = f"/{settings.ADMIN_PATH}"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; what is no page, or runs from left to right, as it is."""
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        is_own = not request.path_info.startswith(self.admin_prefix)
        if is_page and is_own and not response.streaming and b' dir="rtl"' in response.content:
            html = response.content.decode(response.charset)
            response.content = with_isolated_runs(html).encode(response.charset)
        return response
