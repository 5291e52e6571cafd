"""Two lanes in each worker, so that what is in memory waits for nothing.

Finished pages are sent by the one thread that takes requests from the server. All else goes to
threads of its own: some may wait for a slow database while pages are sent as before. One thread
for both would wait; many threads for both fight over Python's lock, which doubles what a page
from memory costs (docs/benchmarks.md).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from granian._internal import load_target
from granian.server import mp
from granian.wsgi import Response, _callback_wrapper

logger = logging.getLogger(__name__)

THREADS = 16
"""Most threads in each worker beside the one that sends what is in memory; made when needed."""
TURN = 0.0005
"""Seconds for which a thread that computes keeps Python's lock while others wait. With Python's own
0.005, pages from memory took 5 ms instead of 2 while others were rendered, which lost nothing."""
START = Callable[..., Any]


class Application(Protocol):
    """A WSGI application that knows what it can answer without waiting."""

    def at_once(self, environ: dict[str, Any], start_response: START) -> list[bytes] | None:
        """The answer if it is in memory; None if making it may take time."""

    def __call__(self, environ: dict[str, Any], start_response: START) -> Iterable[bytes]:
        """The answer, however long it takes."""


def load(target: str) -> Application:
    """Load the application in a worker, and have granian answer by two lanes there."""
    # granian 2.8 has no setting for it. It looks this name up when a worker begins to serve.
    if not hasattr(mp, "_wsgi_call_wrap"):
        message = "This version of granian cannot be given two lanes: see docs/adr/0008."
        raise RuntimeError(message)
    mp._wsgi_call_wrap = Lanes
    sys.setswitchinterval(TURN)
    application: Application = load_target(target)  # type: ignore[assignment]
    return application


class Lanes:
    """What granian calls for each request, with the way to answer it."""

    def __init__(self, application: Application, *settings: Any) -> None:
        """Keep granian's own way for what takes time."""
        self.at_once = application.at_once
        self.answer = _callback_wrapper(whole(application), *settings)
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    def __call__(self, protocol: Any, request: dict[str, Any]) -> int:
        """Answer now, or let another thread do so."""
        head = Response()
        body = self.at_once(request, head)
        if body is None:
            self.threads.submit(self.answer_later, protocol, request)
        else:
            protocol.response_bytes(head.status, head.headers, b"".join(body))
        return head.status

    def answer_later(self, protocol: Any, request: dict[str, Any]) -> None:
        """Answer in this thread; nobody else would notice that it failed."""
        try:
            self.answer(protocol, request)
        except Exception:
            logger.exception("A request was not answered")
            protocol.response_bytes(500, [], b"")


def whole(application: Application) -> Callable[[dict[str, Any], START], list[bytes]]:
    """The application with each body in one piece: granian sends others from its only thread."""

    def run(environ: dict[str, Any], start_response: START) -> list[bytes]:
        chunks = application(environ, start_response)
        try:
            return [b"".join(chunks)]
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()

    return run
