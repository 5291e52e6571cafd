"""Whatever comes in: no server error, no traceback, no markup handed back, nothing that grows.

A thousand requests with each run of the tests; FUZZ=100000 for that many, FUZZ_SEED for others.
"""

from __future__ import annotations

import gc
import io
import os
import random
import resource
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from tests.guidance.delivery.requests_made_up import SCRIPT, Made, make
from tests.guidance.delivery.routes import by_share, page_routes

HOW_MANY = int(os.environ.get("FUZZ") or 1000)
SEED = int(os.environ.get("FUZZ_SEED") or 26)
TRACES = (b"Traceback (most recent call last)", b"django/core/handlers")
# What one address may leave in an hour: feedback, messages, proposals, searches without result,
# reports.
LEFT_BEHIND = 20 + 20 + 20 + 60 + 5
# Megabytes in the second half of a run.
LARGEST_GROWTH = 60


class Outside:
    """The whole application, asked as the server asks it."""

    def __init__(self) -> None:
        from guidance.wsgi import application

        self.application = application
        self.status = 0
        self.headers: list[tuple[str, str]] = []

    def start(self, status: str, headers: list[tuple[str, str]], *_rest: Any) -> None:
        self.status = int(status[:3])
        self.headers = headers

    def ask(self, made: Made) -> bytes:
        answer: Iterable[bytes] = self.application(environ(made), self.start)
        content = b"".join(answer)
        close = getattr(answer, "close", None)
        if close is not None:
            close()
        return content


def environ(made: Made) -> dict[str, Any]:
    """The request as the server hands it on: the path is unescaped bytes in latin-1."""
    given = {
        **RequestFactory().generic(made.method, "/").environ,
        "PATH_INFO": unquote_to_bytes(made.path).decode("latin-1"),
        "QUERY_STRING": made.query,
        "CONTENT_TYPE": made.content_type,
        "CONTENT_LENGTH": str(len(made.body)),
        # As from the server: what was sent, however much it was said to be.
        "wsgi.input": io.BytesIO(made.body),
        "wsgi.errors": io.StringIO(),
    }
    for name, value in made.headers.items():
        key = name.upper().replace("-", "_")
        given[key if key.startswith("CONTENT_") else f"HTTP_{key}"] = value
    return given


def rows() -> int:
    """How many rows the database has in all."""
    models = [model for model in apps.get_models() if model._meta.managed]
    return sum(model._default_manager.count() for model in models)


def megabytes() -> float:
    """The memory of this process, now that nothing waits to be thrown away."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1024 / 1024


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the end of a request from closing the connection the test's transaction needs."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("content", "db", "page_cache")
def test_no_request_breaks_anything(
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    chance, outside = random.Random(SEED), Outside()  # noqa: S311 - repeatable, not secret
    (places, shares), pages = by_share(), page_routes()
    wrong: list[tuple[object, Made]] = []
    rows_before, warm = rows(), 0.0
    statuses: Counter[int] = Counter()

    for number in range(HOW_MANY):
        made = make(chance, chance.choices(places, shares)[0], pages)
        content = outside.ask(made)
        statuses[outside.status] += 1
        if outside.status >= 500:
            wrong.append((outside.status, made))
        if SCRIPT.encode() in content or any(trace in content for trace in TRACES):
            wrong.append(("handed back", made))
        if any("\n" in value or "\r" in value for _name, value in outside.headers):
            wrong.append(("split header", made))
        if number == HOW_MANY // 2:
            warm = megabytes()

    # Read them with --junitxml.
    record_testsuite_property("statuses", dict(statuses))
    record_testsuite_property("rows", rows() - rows_before)
    record_testsuite_property("megabytes", megabytes() - warm)
    assert not wrong, f"{len(wrong)} of {HOW_MANY}, the first: {wrong[:3]}"
    assert rows() - rows_before <= LEFT_BEHIND
    assert megabytes() - warm < LARGEST_GROWTH
