"""What a worker answers at once, and what by threads of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from granian.server import mp

from guidance import lanes

REQUEST = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
HEAD = [("Content-Type", "text/plain")]


class Protocol:
    """What granian hands to an application to answer with."""

    def __init__(self) -> None:
        """Nothing was answered."""
        self.answered = threading.Event()

    def response_bytes(self, *answer: Any) -> None:
        """Keep the answer, and the thread that gave it."""
        self.answer = answer
        self.thread = threading.current_thread()
        self.answered.set()


class Site:
    """Answers one address at once, one later, and one never."""

    closed = False

    def at_once(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes] | None:
        """Only the first page is in memory."""
        if environ["PATH_INFO"] != "/":
            return None
        start("200 OK", HEAD)
        return [b"kept"]

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Fail for one address; else answer in pieces."""
        if environ["PATH_INFO"] == "/fails":
            raise ValueError
        return self.pieces(start)

    def pieces(self, start: Callable[..., Any]) -> Iterable[bytes]:
        """Say the head late, as a generator may."""
        start("201 Created", HEAD)
        yield from (b"ma", b"de")
        self.closed = True


@pytest.fixture
def site() -> Site:
    return Site()


def answer(site: Site, path: str) -> Protocol:
    """What a request for an address is answered with."""
    protocol = Protocol()
    lanes.Lanes(site, {}, None)(protocol, {**REQUEST, "PATH_INFO": path})
    assert protocol.answered.wait(10)
    return protocol


def test_what_is_in_memory_is_sent_by_the_thread_that_took_the_request(site: Site) -> None:
    protocol = answer(site, "/")

    assert protocol.answer == (200, HEAD, b"kept")
    assert protocol.thread is threading.current_thread()


def test_what_is_made_is_sent_whole_by_another_thread(site: Site) -> None:
    protocol = answer(site, "/made")

    assert protocol.answer == (201, HEAD, b"made")
    assert protocol.thread is not threading.current_thread()
    assert site.closed


def test_a_failure_is_answered_and_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    protocol = answer(site, "/fails")

    assert protocol.answer == (500, [], b"")
    assert "A request was not answered" in caplog.text


def test_a_server_that_cannot_be_given_lanes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(mp, "_wsgi_call_wrap")

    with pytest.raises(RuntimeError, match="two lanes"):
        lanes.load("guidance.wsgi:application")
