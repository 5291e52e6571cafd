"""A site and a visitor that tests of the page cache move by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.test import RequestFactory

from guidance.delivery.page_cache import PageCache

SHARED = ("Cache-Control", "public, max-age=0, s-maxage=60")
HTML = ("Content-Type", "text/html; charset=utf-8")
BODY = "<p>Thông tư 26</p>".encode() * 100


class Version:
    """A content version that tests change by hand."""

    value = 0

    def read(self) -> object:
        return self.value


class Site:
    """A WSGI application that counts how often it is asked, and answers as it is told."""

    def __init__(self) -> None:
        self.asked = 0
        self.closed = 0
        self.status = "200 OK"
        self.headers = [HTML, SHARED]
        self.body = BODY

    def __call__(self, _environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        start_response(self.status, list(self.headers))
        return self

    def __iter__(self) -> Any:
        return iter([self.body])

    def close(self) -> None:
        self.closed += 1


class Visitor:
    """Asks a WSGI application and keeps its answer."""

    def __init__(self, site: Site, version: Version) -> None:
        self.cache = PageCache(site, version)  # type: ignore[arg-type]

    def get(self, path: str = "/vi/", method: str = "GET", **headers: str) -> Any:
        environ = RequestFactory(headers=headers).generic(method, path).environ
        self.body = b"".join(self.cache(environ, self.start))
        return self

    def start(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status = int(status[:3])
        self.headers = {name.lower(): value for name, value in headers}
