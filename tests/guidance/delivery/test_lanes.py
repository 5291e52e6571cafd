"""What a worker answers at once, what by threads of its own, and what it reads meanwhile."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from guidance.operations import lanes
from tests.guidance.operations.stack import Stack, get, post

HEAD = [("Content-Type", "text/plain")]
SLOW = b"POST /vi/feedback/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nis_useful="
SLOW_SENDERS = 3 * lanes.THREADS


@dataclass
class Request:
    """What granian says of a request."""

    path: str = "/"
    method: str = "GET"
    query_string: str = ""
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "[::1]:50000"
    scheme: str = "http"
    headers: dict[str, str] = field(default_factory=dict)


class Protocol:
    """What granian hands to an application to answer with."""

    def __init__(self, body: Iterable[bytes] = (), wait: float = 0) -> None:
        """Send a body piece by piece."""
        self.body, self.wait = body, wait
        self.answer: tuple[Any, ...] = ()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces, each after a while."""
        for piece in self.body:
            await asyncio.sleep(self.wait)
            yield piece

    def response_bytes(self, *answer: Any) -> None:
        """Keep the answer."""
        self.answer = answer

    response_empty = response_bytes


class Site:
    """Answers one address at once, one later, and one never."""

    closed = False
    thread: threading.Thread
    environ: dict[str, Any]

    def at_once(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes] | None:
        """Only the first page is in memory."""
        if environ["PATH_INFO"] != "/":
            return None
        start("200 OK", HEAD)
        return [b"kept"]

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Fail for one address; else answer in pieces."""
        self.thread, self.environ = threading.current_thread(), environ
        if environ["PATH_INFO"] == "/fails":
            raise ValueError
        return self.pieces(start)

    def pieces(self, start: Callable[..., Any]) -> Iterable[bytes]:
        """Say the head late, as a generator may."""
        start("201 Created", HEAD)
        yield from (b"made of ", self.environ["wsgi.input"].read())
        self.closed = True


@pytest.fixture
def site() -> Site:
    return Site()


def answer(site: Site, request: Request, protocol: Protocol | None = None) -> tuple[Any, ...]:
    """What a request is answered with."""
    protocol = protocol or Protocol()
    asyncio.run(lanes.Lanes(site).__rsgi__(request, protocol))
    return protocol.answer


def sending(length: int) -> Request:
    """A request that says how much it sends."""
    return Request("/made", "POST", headers={"content-length": str(length)})


def test_what_is_in_memory_needs_no_thread(site: Site) -> None:
    assert answer(site, Request()) == (200, HEAD, b"kept")
    assert not hasattr(site, "thread")


def test_what_is_made_is_made_by_another_thread_of_all_that_was_sent(site: Site) -> None:
    pieces = [b"x" * lanes.IN_MEMORY, b"y"]

    found = answer(site, sending(lanes.IN_MEMORY + 1), Protocol(pieces))

    assert found == (201, HEAD, b"made of " + b"".join(pieces))
    assert site.thread is not threading.current_thread()
    assert site.closed
    assert site.environ["wsgi.input"].closed


def test_a_request_is_described_as_wsgi_asks(site: Site) -> None:
    headers = {"host": "example.org", "x-forwarded-for": "a", "x_forwarded_for": "b"}

    answer(site, Request("/máy", "HEAD", "q=1", headers=headers))

    environ = site.environ
    assert environ["PATH_INFO"] == "/máy".encode().decode("latin-1")
    assert (environ["REQUEST_METHOD"], environ["QUERY_STRING"]) == ("HEAD", "q=1")
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("127.0.0.1", "8000")
    assert (environ["REMOTE_ADDR"], environ["HTTP_HOST"]) == ("::1", "example.org")
    # Only the front server writes it, and only with "-".
    assert environ["HTTP_X_FORWARDED_FOR"] == "a"


@pytest.mark.parametrize("length", ["0", "-1", "many", str(10**12), "٣"])
def test_what_is_refused_for_its_length_is_not_read(site: Site, length: str) -> None:
    request = Request("/made", "POST", headers={"content-length": length})

    assert answer(site, request, Protocol([b"unread"]))[2] == b"made of "


def test_who_sends_for_too_long_is_told_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "SENT_WITHIN", 0.01)

    assert answer(site, sending(5), Protocol([b"slow"] * 9, wait=0.1))[0] == 408


def test_a_failure_is_answered_and_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    assert answer(site, Request("/fails")) == (500, [], b"")
    assert "A request was not answered" in caplog.text


def test_those_who_send_slowly_hold_nobody_up(full: Stack) -> None:
    with full.serve() as address:
        place = urlsplit(address)
        slow = [socket.create_connection((place.hostname, place.port)) for _ in range(SLOW_SENDERS)]
        for connection in slow:
            connection.sendall(SLOW)

        assert get(f"{address}/vi/").status == 200
        assert get(f"{address}/en/search/?q=printer").status == 200
        page = re.search(r'name="page" value="(\d+)"', get(f"{address}/en/glossary/").text)
        form = {"is_useful": "yes", "path": "/en/glossary/", "page": page[1] if page else ""}
        assert post(f"{address}/en/feedback/", form).status == 302

        for connection in slow:
            connection.close()
