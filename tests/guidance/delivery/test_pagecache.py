"""The page cache keeps what may be shared, for one version, within its bounds, and nothing else."""

from __future__ import annotations

import gzip
from typing import Any

import brotli
import pytest
from pytest_django.fixtures import Settings

from guidance.delivery.page_cache import preferred
from tests.guidance.operations.pretended import BODY, HTML, SHARED, Site, Version, Visitor


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def version() -> Version:
    return Version()


@pytest.fixture
def visitor(site: Site, version: Version) -> Visitor:
    return Visitor(site, version)


def test_a_public_page_is_rendered_once(site: Site, visitor: Visitor) -> None:
    first = visitor.get().body

    second = visitor.get().body

    assert first == second == BODY
    assert site.asked == site.closed == 1
    assert visitor.headers["cache-status"] == "guidance; hit"
    assert visitor.headers["cache-control"] == SHARED[1]


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
    visitor: Visitor, accepted: str, coding: str | None, unpack: Any
) -> None:
    visitor.get(**{"accept-encoding": accepted})

    assert visitor.headers.get("content-encoding") == coding
    assert unpack(visitor.body) == BODY
    assert int(visitor.headers["content-length"]) == len(visitor.body)
    assert preferred(accepted) == (coding or "")


def test_a_page_compressed_already_is_kept_in_every_encoding(site: Site, visitor: Visitor) -> None:
    site.body = gzip.compress(BODY)
    site.headers = [HTML, SHARED, ("Content-Encoding", "gzip"), ("ETag", 'W/"a"')]

    assert visitor.get().body == BODY
    assert visitor.headers["etag"] == '"a"'
    assert gzip.decompress(visitor.get(**{"accept-encoding": "gzip"}).body) == BODY
    assert visitor.headers["etag"] == 'W/"a"'


@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_a_page_known_already_is_not_sent_and_not_rendered(
    site: Site, visitor: Visitor, accepted: str
) -> None:
    tag = visitor.get(**{"accept-encoding": accepted}).headers["etag"]

    visitor.get(**{"accept-encoding": accepted, "if-none-match": f'"other", {tag}'})

    assert (visitor.status, visitor.body, visitor.headers["etag"]) == (304, b"", tag)
    assert site.asked == 1


def test_a_new_version_is_rendered_at_once_and_tagged_anew(
    site: Site, version: Version, visitor: Visitor
) -> None:
    tag = visitor.get().headers["etag"]
    version.value, site.body = 1, b"new"

    visitor.get(**{"if-none-match": tag})

    assert (visitor.status, visitor.body) == (200, b"new")


def test_nothing_is_kept_for_ever(
    site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.get()
    monkeypatch.setattr(visitor.cache, "lifetime", 0)

    visitor.get()

    assert site.asked == 2


def test_an_earlier_page_is_sent_while_the_site_fails(
    site: Site, version: Version, visitor: Visitor
) -> None:
    visitor.get()
    version.value, site.status, site.body = 1, "500 Internal Server Error", b"sorry"

    visitor.get()

    assert (visitor.status, visitor.body) == (200, BODY)
    assert "stale" in visitor.headers["cache-status"]
    assert visitor.headers["cache-control"] == "no-cache"
    assert visitor.get("/en/").status == 500
    site.status, site.body = "200 OK", b"again"
    assert visitor.get().body == b"again"


def test_a_page_taken_away_is_gone(site: Site, version: Version, visitor: Visitor) -> None:
    visitor.get()
    version.value, site.status, site.headers = 1, "404 Not Found", [HTML]
    assert visitor.get().status == 404

    site.status = "500 Internal Server Error"

    assert visitor.get().status == 500


@pytest.mark.parametrize(
    "request_headers",
    [{"cookie": "sessionid=abc"}, {"cookie": "a=b; sessionid=abc"}, {"authorization": "Basic x"}],
)
def test_an_editor_is_neither_served_nor_stored(
    site: Site, visitor: Visitor, request_headers: dict[str, str]
) -> None:
    visitor.get(**request_headers)
    visitor.get()
    visitor.get(**request_headers)

    assert site.asked == 3
    assert "cache-status" not in visitor.headers


@pytest.mark.parametrize(
    "headers",
    [
        [HTML],
        [HTML, ("Cache-Control", "public, max-age=300")],
        [HTML, ("Cache-Control", "private")],
        [HTML, SHARED, ("Set-Cookie", "a=b")],
        [HTML, SHARED, ("Vary", "Cookie")],
        [HTML, SHARED, ("Vary", "Accept-Language, Accept-Encoding")],
    ],
)
def test_what_is_not_for_everybody_is_not_kept(
    site: Site, visitor: Visitor, headers: list[tuple[str, str]]
) -> None:
    site.headers = headers
    visitor.get()
    visitor.get()

    assert site.asked == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_only_get_fills_the_cache(site: Site, visitor: Visitor, method: str) -> None:
    visitor.get(method=method)
    visitor.get(method=method)

    assert site.asked == 2


def test_head_is_answered_from_what_get_left(site: Site, visitor: Visitor) -> None:
    length = visitor.get().headers["content-length"]

    visitor.get(method="HEAD")

    assert (visitor.status, visitor.body, visitor.headers["content-length"]) == (200, b"", length)
    assert site.asked == 1


def test_host_and_scheme_are_part_of_the_address(settings: Settings, site: Site) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    visitor = Visitor(site, Version())
    for headers in ({}, {"host": "other.example"}, {"x-forwarded-proto": "https"}):
        visitor.get(**headers)

    assert site.asked == 3


def test_invented_addresses_neither_fill_the_memory_nor_push_pages_out(
    settings: Settings, site: Site
) -> None:
    settings.PAGE_CACHE_BYTES = 400_000
    visitor = Visitor(site, Version())
    visitor.get("/vi/")

    for number in range(2000):
        visitor.get(f"/vi/search/?q={number}")

    assert sum(room.size for room in visitor.cache.rooms) <= 400_000
    asked = site.asked
    visitor.get("/vi/")
    assert site.asked == asked


def test_an_endless_query_is_not_kept(site: Site, visitor: Visitor) -> None:
    for _again in range(2):
        visitor.get("/vi/search/?q=" + "a" * 600)

    assert site.asked == 2
