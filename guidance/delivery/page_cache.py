"""A cache in front of Django: a public page that did not change is sent without any Django code.

It keeps what an answer itself declares fit for shared caches (`s-maxage`), for one version of the
content, and is bounded in bytes. Addresses with a query string have a room of their own, so that
nobody can push the site's pages out by asking for endless made-up addresses.
Editors, known by their session cookie, pass by it in both directions.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings

from guidance.delivery.content_version import ContentVersion, content_version
from guidance.delivery.page_store import Address, Headers, Page, Room

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

LARGEST_PAGE = 1_000_000
LONGEST_QUERY = 512
STALE = "guidance; hit; detail=stale-on-error"
LONGEST_WAIT = 0.5
"""Seconds a visitor waits for a page that is being made for another before an older one will do."""


class PageCache:
    """The WSGI application in front of Django's."""

    def __init__(self, application: Application, version: ContentVersion = content_version) -> None:
        """Read the limits from the settings."""
        self.application = application
        self.version = version
        self.cookie = f"{settings.SESSION_COOKIE_NAME}="
        self.scheme_header = (settings.SECURE_PROXY_SSL_HEADER or ("",))[0]
        self.lifetime = settings.PAGE_CACHE_SECONDS
        self.rooms = [Room(settings.PAGE_CACHE_BYTES * share // 4) for share in (3, 1)]
        self.being_made: dict[Address, threading.Event] = {}

    def at_once(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes] | None:
        """Answer from memory without waiting for anything; None if that cannot be done."""
        address = self.address(environ)
        page = address and self.room(address).get(address)
        if not page or not self.is_current(page, self.version.at_hand()):
            return None
        return send(page, environ, start_response)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer from memory, or ask Django and keep what may be kept."""
        address = self.address(environ)
        if address is None:
            return self.application(environ, start_response)
        room = self.room(address)
        page = room.get(address)
        version = self.version.read()
        if page is not None and self.is_current(page, version):
            return send(page, environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.application(environ, start_response)
        done = threading.Event()
        other = self.being_made.setdefault(address, done)
        if other is not done:
            # After a change everybody asks at once; one rendering is enough for all of them.
            is_made = other.wait(LONGEST_WAIT)
            page = room.get(address)
            if page is not None and (self.is_current(page, version) or not is_made):
                status = "" if self.is_current(page, version) else STALE
                return send(page, environ, start_response, status)
            return self.fetch(address, version, environ, start_response)
        try:
            return self.fetch(address, version, environ, start_response)
        finally:
            del self.being_made[address]
            done.set()

    def room(self, address: Address) -> Room:
        """Where a page is kept: addresses with a query string have a room of their own."""
        return self.rooms[1 if address[3] else 0]

    def is_current(self, page: Page, version: object) -> bool:
        """Nothing is kept for ever, in case word of a change never came."""
        return page.version == version and time.monotonic() - page.made < self.lifetime

    def address(self, environ: Environ) -> Address | None:
        """What names the page; None if the request is not one for a public page."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        if self.cookie in environ.get("HTTP_COOKIE", "") or "HTTP_AUTHORIZATION" in environ:
            return None
        query = environ.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            return None
        scheme = environ.get(self.scheme_header) or environ["wsgi.url_scheme"]
        return scheme, environ.get("HTTP_HOST", ""), environ["PATH_INFO"], query

    def fetch(
        self,
        address: Address,
        version: object,
        environ: Environ,
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        """Ask Django. If it fails, an earlier version of the page is sent and says what it is."""
        room = self.room(address)
        old = room.get(address)
        asked = dict(environ)
        for condition in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
            asked.pop(condition, None)
        answer = Answer()
        chunks = self.application(asked, answer.start)
        if answer.is_failure and old is not None:
            finish(chunks)
            return send(old, environ, start_response, STALE)
        if not answer.may_be_shared:
            room.drop(address)
            start_response(*answer.arguments)
            return chunks
        page = Page(answer.headers, b"".join(drain(chunks)), version)
        if page.size <= LARGEST_PAGE:
            room.put(address, page)
        return send(page, environ, start_response, "guidance; fwd=miss; stored")


class Answer:
    """What Django says of its answer before the body."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.arguments: tuple[Any, ...] = ("500 Internal Server Error", [])
        self.headers: Headers = []

    def start(self, *arguments: Any) -> None:
        """Take the place of the server's `start_response`."""
        self.arguments = arguments
        self.headers = list(arguments[1])

    @property
    def is_failure(self) -> bool:
        """Whether the fault is ours."""
        return str(self.arguments[0]).startswith("5")

    @property
    def may_be_shared(self) -> bool:
        """Whether the answer declares itself the same for everybody."""
        if not str(self.arguments[0]).startswith("200"):
            return False
        named = {name.lower(): value for name, value in self.headers}
        if "set-cookie" in named or "s-maxage" not in named.get("cache-control", ""):
            return False
        return named.get("vary", "Accept-Encoding").lower() == "accept-encoding"


def drain(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Every piece of a body, which is closed afterwards as WSGI asks."""
    try:
        yield from chunks
    finally:
        finish(chunks)


def finish(chunks: Iterable[bytes]) -> None:
    """Tell Django that its answer was sent."""
    close = getattr(chunks, "close", None)
    if close is not None:
        close()


def send(
    page: Page, environ: Environ, start_response: Callable[..., Any], status: str = ""
) -> list[bytes]:
    """The page in an encoding the visitor reads, or word that the visitor has it already."""
    coding = preferred(environ.get("HTTP_ACCEPT_ENCODING", ""))
    coding = coding if coding in page.variants else ""
    body, headers = page.variants[coding]
    known = environ.get("HTTP_IF_NONE_MATCH")
    is_known = known is not None and (page.tag in known or known == "*")
    if is_known:
        headers = page.unchanged[coding]
    if status:
        headers = labelled(headers, status)
    start_response("304 Not Modified" if is_known else "200 OK", headers)
    return [] if is_known or environ["REQUEST_METHOD"] == "HEAD" else [body]


def labelled(headers: Headers, status: str) -> Headers:
    """The headers with another status; an earlier version must not be kept by others."""
    labels = {"Cache-Status": status}
    if "stale" in status:
        labels["Cache-Control"] = "no-cache"
    return [pair for pair in headers if pair[0] not in labels] + list(labels.items())


@lru_cache(maxsize=64)
def preferred(accepted: str) -> str:
    """The smallest encoding that an Accept-Encoding header allows; empty for none."""
    offered = {
        name.strip(): weight.replace(" ", "").lower()
        for name, _semicolon, weight in (part.partition(";") for part in accepted.split(","))
    }
    for coding in ("br", "gzip"):
        if coding in offered and not re.fullmatch(r"q=0(\.0*)?", offered[coding]):
            return coding
    return ""
