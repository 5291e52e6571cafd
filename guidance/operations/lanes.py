"""Two lanes in each worker, so that what is in memory waits for nothing.

Finished pages are sent by the one thread that takes requests from the server. All else goes to
threads of its own: some may wait for a slow database while pages are sent as before. What a
visitor sends is read as it arrives, and holds no thread however slowly it comes.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol

from granian._internal import load_target

from guidance.delivery.request_limits import LARGEST_BODY_OF_EDITORS

logger = logging.getLogger(__name__)

THREADS = 16
"""Most threads in each worker beside the one that sends what is in memory; made when needed."""
TURN = 0.0005
"""Seconds for which a thread that computes keeps Python's lock while others wait. With Python's own
0.005, pages from memory took 5 ms instead of 2 while others were rendered, which lost nothing."""
IN_MEMORY = 1_000_000
"""Bytes of what a visitor sends that are kept in memory; more goes to a temporary file."""
ARENA_MAX = -8
"""The number of this setting in glibc's malloc.h."""
SENT_WITHIN = 300.0
"""Seconds in which all of it must have arrived."""
START = Callable[..., Any]
Environ = dict[str, Any]


class Application(Protocol):
    """A WSGI application that knows what it can answer without waiting."""

    def at_once(self, environ: Environ, start_response: START) -> list[bytes] | None:
        """The answer if it is in memory; None if making it may take time."""

    def __call__(self, environ: Environ, start_response: START) -> Iterable[bytes]:
        """The answer, however long it takes."""


class Head:
    """Takes what a WSGI application says before the body."""

    status = 500
    headers: list[tuple[str, str]] = []

    def __call__(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        """Keep it."""
        self.status, self.headers = int(status[:3]), headers


def load(target: str) -> Lanes:
    """Load the application in a worker."""
    sys.setswitchinterval(TURN)
    share_memory()
    application: Any = load_target(target)
    return Lanes(application)


def share_memory() -> None:
    """Let the threads share what memory was freed; glibc would keep a store for each of them."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(ARENA_MAX, 2)


class Lanes:
    """The application as granian asks it: by RSGI, its own interface."""

    def __init__(self, application: Application) -> None:
        """Make threads when they are needed."""
        self.application = application
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    async def __rsgi__(self, request: Any, protocol: Any) -> None:
        """Answer now, or let another thread do so."""
        environ, head = environ_of(request), Head()
        body = self.application.at_once(environ, head)
        if body is None:
            try:
                environ["wsgi.input"] = await sent(environ, protocol)
            except TimeoutError:
                protocol.response_empty(408, [("Connection", "close")])
                return
            loop = asyncio.get_running_loop()
            body = await loop.run_in_executor(self.threads, self.answer, environ, head)
        protocol.response_bytes(head.status, head.headers, b"".join(body))

    def answer(self, environ: Environ, head: Head) -> list[bytes]:
        """Answer in a thread of its own."""
        try:
            chunks = self.application(environ, head)
            try:
                return list(chunks)
            finally:
                close = getattr(chunks, "close", None)
                if close is not None:
                    close()
        except Exception:
            # Django answers for what goes wrong in it; this is for what goes wrong around it.
            logger.exception("A request was not answered")
            head.status, head.headers = 500, []
            return []
        finally:
            environ["wsgi.input"].close()


async def sent(environ: Environ, protocol: Any) -> Any:
    """What the visitor sends, all of it; nothing of what is refused for its length anyway."""
    body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when the request is answered
    length = environ.get("CONTENT_LENGTH", "0")
    is_number = length.isascii() and length.isdigit()
    if not is_number or not 0 < int(length) <= LARGEST_BODY_OF_EDITORS:
        return body
    async with asyncio.timeout(SENT_WITHIN):
        async for chunk in protocol:
            body.write(chunk)
    body.seek(0)
    return body


def environ_of(request: Any) -> Environ:
    """A request as WSGI describes it."""
    server, _colon, port = request.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path.encode().decode("latin-1"),
        "QUERY_STRING": request.query_string,
        "SERVER_PROTOCOL": f"HTTP/{request.http_version}",
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": request.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        # With "_" for "-", a visitor could write what only the front server may.
        if "_" not in name:
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ
