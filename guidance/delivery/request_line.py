"""The head of a request in the one form that everything behind may rely on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

# What stands in a query string as it is; of the rest, letters that are not ASCII matter here.
UNTOUCHED = "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}"


class Request(WSGIRequest):
    """A request whose `Content-Type` breaks nothing; `guidance.wsgi` has Django make these."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Read the type of the body. Its charset is UTF-8, as that of every page with a form.

        Django would take any codec Python knows, of which some turn no bytes into letters
        (`charset=base64`), and makes no request at all of parameters that are none
        (`charset*=x''y`).
        """
        try:
            self.content_type, self.content_params = parse_header_parameters(
                meta.get("CONTENT_TYPE", "")
            )
        except ValueError:
            self.content_type, self.content_params = "", {}
            # The reader of uploads reads it once more.
            meta["CONTENT_TYPE"] = ""


class RequestLineMiddleware:
    """Write an address as browsers do, and take the site's own name from its settings.

    Some programs send letters beyond ASCII as they are. Links that repeat such a query string, and
    headers, need it percent-encoded.

    A visitor may write any port, and each allowed host, into the `Host` header; pages, feeds and QR
    codes must still name the address that SITE_URL says. Without SITE_URL (one machine, reached by
    whatever name it has in its network) the visitor's word is taken.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Know the site's own name."""
        self.get_response = get_response
        self.own = urlsplit(settings.SITE_URL).netloc

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on in that form."""
        query = request.META.get("QUERY_STRING", "")
        if not query.isascii():
            request.META["QUERY_STRING"] = quote(sent_bytes(query), safe=UNTOUCHED)
        if self.own and request.META.get("HTTP_HOST") != self.own:
            # Refused, with 400, if it is none of the allowed hosts.
            request.get_host()
            request.META["HTTP_HOST"] = self.own
        return self.get_response(request)


def sent_bytes(text: str) -> bytes:
    """What was sent: WSGI gives bytes as letters of latin-1, some servers the letters."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
