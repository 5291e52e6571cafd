"""Public pages: named before they are made, kept while that name holds, compressed once.

A public page is a function of its address, the content, the day and the code. All four are known
before any work is done, so its name (the ETag) is known as well: a keyed hash of them. From this
follows everything here:

- Whoever asks with that name has the page, and is told so (304) without looking for it: the key is
  secret, so nobody can have a name that was not given out with the page itself.
- A finished page is kept in Django's cache (`CACHES["pages"]`: the memory of the process, or Redis)
  under its name. Nothing is ever deleted there: when something is published, or at midnight, or
  with new code, names are others, and what nobody asks for any longer makes room.
- A server in front of the site (nginx as in `deploy/nginx.conf`, a CDN) keeps a page for the second
  it is called fresh, then asks by its name, and is mostly told 304.

Which pages are public their views say: `Cache-Control: public` gives a page a name, and with
`s-maxage` it is kept. Whoever has a session or credentials passes by in both directions.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

import brotli
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers

from guidance.delivery.content_version import content_version

COMPRESSIBLE = re.compile(r"text/|application/(json|xml|atom\+xml)|image/svg")
SMALLEST = 200
"""Bytes below which compressing gains nothing."""
LONGEST_QUERY = 512
TAG = re.compile(r'W/"([0-9a-f]{32})-(\d{1,5})"')
MAX_AGE = re.compile(r"(?<!-)\bmax-age=(\d{1,5})\b")
CODE = ("guidance", "wizard", "templates", "locale")
NO_CODE = {".pyc", ".mo"}


class PublicCacheMiddleware:
    """Answer for public pages before anything else is asked; must stand before all that costs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Know what an editor is known by."""
        self.get_response = get_response
        self.session = f"{settings.SESSION_COOKIE_NAME}="

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Say that the page is known, send it as it is kept, or have it made and keep it."""
        if not self.may_share(request):
            return self.get_response(request)
        return for_today(self.shared(request))

    def shared(self, request: HttpRequest) -> HttpResponseBase:
        """The answer that is one for everybody, and good for today."""
        # Read before the work: what is published meanwhile has another version already.
        of_page = name_of(request)
        known = known_by(request, of_page)
        if known is not None:
            return known
        coding = preferred(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        key = f"{blake2b(of_page, digest_size=16).hexdigest()}{coding}"
        pages = caches["pages"]
        kept = pages.get(key)
        if kept is not None:
            request.is_from_cache = True  # type: ignore[attr-defined] # read by the counts
            return answer_of(request, *kept)
        # Compressed here, once; not again by Django for each visitor.
        request.META["HTTP_ACCEPT_ENCODING"] = ""
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and not response.streaming:
            finish(response, of_page, coding)
            if self.may_keep(request, response):
                pages.set(key, (dict(response.headers), response.content))
        return response

    def may_share(self, request: HttpRequest) -> bool:
        """Whether the answer can be one for everybody."""
        asked = request.META
        return (
            request.method in ("GET", "HEAD")
            and self.session not in asked.get("HTTP_COOKIE", "")
            and "HTTP_AUTHORIZATION" not in asked
            and len(asked.get("QUERY_STRING", "")) <= LONGEST_QUERY
        )

    def may_keep(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Whether the page says that shared caches may keep it, and is no monster."""
        return (
            request.method == "GET"
            and "ETag" in response.headers
            and "s-maxage" in response.headers["Cache-Control"]
            and len(response.content) <= settings.LARGEST_KEPT_PAGE
        )


def name_of(request: HttpRequest) -> bytes:
    """What names the page at an address now: content and day, code, scheme, host, address.

    Equal names, equal bytes, but for their compression.
    """
    asked = request.META
    host = asked.get("HTTP_HOST", "")
    parts = (
        content_version.read(), release(), request.scheme, host, request.path_info,
        asked.get("QUERY_STRING", ""),
    )  # fmt: skip
    return repr(parts).encode()


def tag_of(of_page: bytes, max_age: str) -> str:
    """The ETag of a page: ``W/"<32 hex digits>-<max-age in seconds>"``.

    It is weak (RFC 9110, 8.8.1), since one page is sent in several encodings, and keyed, so that
    nobody can tell content from it. A 304 repeats the max-age that stands in it.
    """
    key = settings.SECRET_KEY.encode()[:64]
    digest = blake2b(of_page, key=key, salt=max_age.encode(), digest_size=16).hexdigest()
    return f'W/"{digest}-{max_age}"'


def known_by(request: HttpRequest, of_page: bytes) -> HttpResponse | None:
    """The 304 for whoever sends the ETag of this very page (If-None-Match); None for others."""
    for found in TAG.finditer(request.META.get("HTTP_IF_NONE_MATCH", "")):
        if found[0] == tag_of(of_page, found[2]):
            response = HttpResponseNotModified()
            response.headers["ETag"] = found[0]
            shared = {**settings.SHARED_CACHE, "max_age": int(found[2])}
            patch_cache_control(response, **shared)
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
    return None


def for_today(response: HttpResponseBase) -> HttpResponseBase:
    """Shorten max-age (seconds) so that no browser shows a page beyond the day in its name."""
    control = response.headers.get("Cache-Control", "")
    age = MAX_AGE.search(control)
    if age and "public" in control and int(age[1]) > (left := content_version.day.left()):
        response.headers["Cache-Control"] = MAX_AGE.sub(f"max-age={left}", control, count=1)
    return response


def answer_of(request: HttpRequest, headers: dict[str, str], body: bytes) -> HttpResponse:
    """A page as it was kept: its headers and its encoded body, no body in answer to HEAD."""
    response = HttpResponse(body, headers=headers)
    if request.method == "HEAD":
        response.content = b""
        response.headers["Content-Length"] = str(len(body))
    return response


def finish(response: HttpResponse, of_page: bytes, coding: str) -> None:
    """Give a public page (200, no cookie) its ETag, and compress whatever gains by it."""
    control = response.headers.get("Cache-Control", "")
    vary = response.headers.get("Vary", "Accept-Encoding").lower()
    is_public = "public" in control and not response.cookies and vary == "accept-encoding"
    if is_public and response.status_code == 200:
        age = MAX_AGE.search(control)
        response.headers["ETag"] = tag_of(of_page, age[1] if age else "0")
    compress(response, coding)


def compress(response: HttpResponse, coding: str) -> None:
    """Encode a body of SMALLEST bytes and more; `coding` is "br", "gzip" or empty for neither."""
    kind = response.headers.get("Content-Type", "")
    if (
        len(response.content) < SMALLEST
        or not COMPRESSIBLE.match(kind)
        or response.has_header("Content-Encoding")
    ):
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    if coding:
        packed = {"gzip": lambda body: gzip.compress(body, 6, mtime=0), "br": _brotli}
        response.content = packed[coding](response.content)
        response.headers["Content-Encoding"] = coding
        response.headers["Content-Length"] = str(len(response.content))


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=5))


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


@cache
def release() -> str:
    """Names the code: everything pages are made of beside the content, as 16 hex digits.

    Reads every source file, once a process.
    """
    content = blake2b(digest_size=8)
    for folder in CODE:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix not in NO_CODE and path.is_file():
                content.update(path.read_bytes())
    return content.hexdigest()
