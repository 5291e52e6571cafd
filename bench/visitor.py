"""A visitor without a browser: asks the WSGI application as the server does."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from wsgiref.util import setup_testing_defaults

from guidance.wsgi import application


@dataclass(frozen=True, slots=True)
class Answer:
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(address: str, form: str | None = None, accept: str = "", *, cached: bool = False) -> Answer:
    """GET an address, or POST a form to it, through every middleware; past the page cache or not.

    The cache would answer from the second request on, and hide what a page costs.
    """
    path, _, query = address.partition("?")
    sent = (form or "").encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET" if form is None else "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(sent)),
        "HTTP_ACCEPT_ENCODING": accept,
        "wsgi.input": io.BytesIO(sent),
    }
    if not cached:
        # The page cache leaves requests with credentials alone; nothing else reads these.
        environ["HTTP_AUTHORIZATION"] = "none"
    setup_testing_defaults(environ)
    started: list[tuple[str, list[tuple[str, str]]]] = []
    chunks = application(environ, lambda status, headers, *_: started.append((status, headers)))
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    status, headers = started[0]
    return Answer(int(status.split()[0]), {key.lower(): value for key, value in headers}, body)


def see(address: str) -> bytes:
    """The page at an address, redirects followed."""
    for _ in range(5):
        answer = ask(address)
        if answer.status == 200:
            return answer.body
        address = answer.headers["location"]
    message = f"No page at {address}: {answer.status}"
    raise RuntimeError(message)
