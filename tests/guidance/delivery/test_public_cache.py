"""A public page is made once for everybody, in each encoding, and nothing else is kept."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory

from guidance.delivery.content_version import content_version
from guidance.delivery.public_cache import PublicCacheMiddleware, preferred

pytestmark = pytest.mark.usefixtures("page_cache")
BODY = "<p>Thông tư 26</p>".encode() * 100
SHARED = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"


class Site:
    """A site of one page, which counts how often it is asked, and answers as it is told."""

    def __init__(self) -> None:
        self.asked = 0
        self.status = 200
        self.headers = {"Cache-Control": SHARED}
        self.body = BODY
        self.cookie = ""
        self.middleware = PublicCacheMiddleware(self.answer)

    def answer(self, _request: object) -> HttpResponse:
        self.asked += 1
        response = HttpResponse(self.body, status=self.status, headers=self.headers)
        if self.cookie:
            response.set_cookie(self.cookie, "1")
        return response

    def get(self, path: str = "/vi/", method: str = "GET", **headers: str) -> Any:
        return self.middleware(RequestFactory(headers=headers).generic(method, path))


@pytest.fixture
def site() -> Site:
    return Site()


def test_a_public_page_is_made_once(site: Site) -> None:
    first, second = site.get(), site.get()

    assert first.content == second.content == BODY
    assert first.headers == second.headers
    assert second.headers["Cache-Control"] == SHARED
    assert site.asked == 1


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("gzip;q=0", None, bytes),
        ("", None, bytes),
    ],
)
def test_each_visitor_gets_an_encoding_they_read(
    site: Site, accepted: str, coding: str | None, unpack: Callable[[bytes], bytes]
) -> None:
    site.get(**{"accept-encoding": "br"})
    for _again in range(2):
        page = site.get(**{"accept-encoding": accepted})

        assert page.headers.get("Content-Encoding") == coding
        assert page.headers["Vary"] == "Accept-Encoding"
        assert unpack(page.content) == BODY
    assert preferred(accepted) == (coding or "")


@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_a_page_known_already_is_neither_sent_nor_made(site: Site, accepted: str) -> None:
    first = site.get(**{"accept-encoding": accepted})
    caches["pages"].clear()

    again = site.get(**{"if-none-match": f'"other", {first.headers["ETag"]}'})

    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == first.headers.get(name, "Accept-Encoding")
    assert site.asked == 1


def test_the_name_tells_how_long_browsers_need_not_ask(site: Site) -> None:
    site.headers["Cache-Control"] = SHARED.replace("max-age=0", "max-age=300")
    tag = site.get().headers["ETag"]

    assert "max-age=300" in site.get(**{"if-none-match": tag}).headers["Cache-Control"]
    forged = tag.replace("-300", "-999")
    assert site.get(**{"if-none-match": forged}).status_code == 200


@pytest.mark.parametrize("tag", ['W/"0-0"', 'W/"' + "0" * 32 + '-0"', "*", '"', "-"])
def test_no_name_can_be_guessed(site: Site, tag: str) -> None:
    assert site.get(**{"if-none-match": tag}).status_code == 200


def test_after_a_change_the_page_is_made_anew_and_named_anew(site: Site) -> None:
    tag = site.get().headers["ETag"]
    content_version.change()
    site.body = b"new"

    page = site.get(**{"if-none-match": tag})

    assert (page.status_code, page.content) == (200, b"new")
    assert page.headers["ETag"] != tag


def test_what_is_made_while_the_content_changes_is_not_kept_for_the_new(site: Site) -> None:
    def published_meanwhile(request: object) -> HttpResponse:
        content_version.change()
        return site.answer(request)

    site.middleware.get_response = published_meanwhile
    site.get()
    site.middleware.get_response = site.answer
    site.body = b"new"

    assert site.get().content == b"new"


@pytest.mark.parametrize(
    "headers",
    [{"cookie": "sessionid=abc"}, {"cookie": "a=b; sessionid=abc"}, {"authorization": "Basic x"}],
)
def test_an_editor_is_neither_served_nor_kept(site: Site, headers: dict[str, str]) -> None:
    site.get(**headers)
    tag = site.get().headers["ETag"]
    page = site.get(**headers, **{"if-none-match": tag})

    assert site.asked == 3
    assert page.status_code == 200
    assert "ETag" not in page.headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache-Control": "public, max-age=300"},
        {"Cache-Control": "private"},
        {"Cache-Control": "no-store"},
        {"Cache-Control": SHARED, "Vary": "Cookie"},
        {"Cache-Control": SHARED, "Vary": "Accept-Language, Accept-Encoding"},
    ],
)
def test_what_is_not_for_everybody_is_not_kept(site: Site, headers: dict[str, str]) -> None:
    site.headers = headers
    site.get()
    site.get()

    assert site.asked == 2


def test_a_page_that_sets_a_cookie_is_not_kept(site: Site) -> None:
    site.cookie = "a"
    assert "ETag" not in site.get().headers
    site.get()

    assert site.asked == 2


@pytest.mark.parametrize("status", [302, 404, 500, 503])
def test_only_success_is_kept(site: Site, status: int) -> None:
    site.status = status
    assert "ETag" not in site.get().headers
    site.get()

    assert site.asked == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_only_get_is_kept(site: Site, method: str) -> None:
    site.get(method=method)
    site.get(method=method)

    assert site.asked == 2


def test_head_is_answered_from_what_get_left(site: Site) -> None:
    length = str(len(site.get().content))

    page = site.get(method="HEAD")

    assert (page.status_code, page.content, page.headers["Content-Length"]) == (200, b"", length)
    assert site.asked == 1


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/en/", {}), ("/vi/?q=1", {}), ("/vi/", {"host": "other.example"})],
)
def test_each_address_is_a_page_of_its_own(site: Site, path: str, headers: dict[str, str]) -> None:
    tag = site.get().headers["ETag"]

    assert site.get(path, **headers).headers["ETag"] != tag
    assert site.asked == 2


def test_the_number_and_the_size_of_pages_are_bounded(site: Site, settings: Any) -> None:
    from guidance.settings import base

    settings.LARGEST_KEPT_PAGE = len(BODY) - 1
    site.get()
    site.get()
    assert site.asked == 2
    # In memory by their number; Redis bounds its own memory.
    bound = base.stores.pages()["OPTIONS"].get("MAX_ENTRIES", 0)
    assert bound or "redis" in base.stores.pages()["BACKEND"]
    assert base.LARGEST_KEPT_PAGE * bound <= 200_000_000


def test_an_endless_query_is_not_kept(site: Site) -> None:
    for _again in range(2):
        site.get("/vi/search/?q=" + "a" * 600)

    assert site.asked == 2
