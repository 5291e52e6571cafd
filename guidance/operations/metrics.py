"""Counts for Prometheus: how many answers of which kind, and how long they took. No more.

Each process counts in a small file of its own that is mapped into memory, and whoever is asked
adds up all of them. No address of a visitor and none of a page is counted, so nothing personal
can show, and nobody can make up a new count.
"""

from __future__ import annotations

import mmap
import os
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from guidance.delivery.page_cache import PageCache

# Upper bounds in seconds of the classes of time; a last one has no bound.
BOUNDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
ANSWERS = tuple(
    (source, status) for source in ("memory", "django") for status in ("2xx", "3xx", "4xx", "5xx")
)
TIMES = len(BOUNDS) + 1
# Answers, then the classes of time, then the sum of all times.
NUMBERS = len(ANSWERS) + TIMES + 1
_LAYOUT = struct.Struct(f"={NUMBERS}d")
_NUMBER = struct.Struct("=d")
_PLACE = {answer: index for index, answer in enumerate(ANSWERS)}


def folder() -> Path:
    """Where the processes of this machine leave their counts."""
    return Path(settings.VAR_DIR) / "metrics"


class Counts:
    """The counts of this process."""

    def __init__(self) -> None:
        """Make the file; what an earlier process of the same number counted stays counted."""
        self.lock = threading.Lock()
        folder().mkdir(exist_ok=True)
        with (folder() / str(os.getpid())).open("a+b") as file:
            file.truncate(_LAYOUT.size)
            self.memory = mmap.mmap(file.fileno(), _LAYOUT.size)

    def add(self, place: int, amount: float = 1.0) -> None:
        """Add to one number."""
        at = place * _NUMBER.size
        (before,) = _NUMBER.unpack_from(self.memory, at)
        _NUMBER.pack_into(self.memory, at, before + amount)

    def answered(self, source: str, status: str, seconds: float) -> None:
        """Count one answer."""
        bound = next((at for at, limit in enumerate(BOUNDS) if seconds <= limit), len(BOUNDS))
        with self.lock:
            self.add(_PLACE.get((source, f"{status[:1]}xx"), 0))
            self.add(len(ANSWERS) + bound)
            self.add(NUMBERS - 1, seconds)


class Counting:
    """A WSGI application in front of the page cache that counts its answers."""

    def __init__(self, application: PageCache, clock: Callable[[], float]) -> None:
        """Count from now on."""
        self.application = application
        self.clock = clock
        self.counts: Counts | None = None

    def at_once(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> list[bytes] | None:
        """Count an answer from memory, if there is one."""
        return self.application.at_once(environ, self._counting(start_response))

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Pass the request on and count the answer once its head is known."""
        return self.application(environ, self._counting(start_response))

    def _counting(self, start_response: Callable[..., Any]) -> Callable[..., Any]:
        if self.counts is None:
            # Now, not earlier: the server makes its processes after loading this module.
            self.counts = Counts()
        counts, began = self.counts, self.clock()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            is_hit = ("Cache-Status", "guidance; hit") in headers
            counts.answered("memory" if is_hit else "django", status, self.clock() - began)
            return start_response(status, headers, *rest)

        return start


def totals() -> list[float]:
    """Each number, summed over all processes."""
    sums = [0.0] * NUMBERS
    for path in folder().glob("*"):
        content = path.read_bytes()
        if len(content) == _LAYOUT.size:
            sums = [old + new for old, new in zip(sums, _LAYOUT.unpack(content), strict=True)]
    return sums


def exposition() -> str:
    """All counts as Prometheus reads them."""
    return "\n".join(_lines(totals())) + "\n"


def _lines(sums: list[float]) -> Iterator[str]:
    yield "# TYPE guidance_answers_total counter"
    for (source, status), number in zip(ANSWERS, sums, strict=False):
        yield f'guidance_answers_total{{source="{source}",status="{status}"}} {number:.0f}'
    yield "# TYPE guidance_answer_seconds histogram"
    reached = 0.0
    for at, number in enumerate(sums[len(ANSWERS) : -1]):
        reached += number
        bound = str(BOUNDS[at]) if at < len(BOUNDS) else "+Inf"
        yield f'guidance_answer_seconds_bucket{{le="{bound}"}} {reached:.0f}'
    yield f"guidance_answer_seconds_sum {sums[-1]:.6f}"
    yield f"guidance_answer_seconds_count {reached:.0f}"
