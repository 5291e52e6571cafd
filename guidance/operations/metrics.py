"""Counts for Prometheus: how many answers of which kind, and how long they took. No more.

Each worker counts in files of its own (prometheus-client's multiprocess mode), and whoever is asked
adds them up. No address of a visitor and none of a page is counted, so nothing personal can show,
and nobody can make up a new count.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Read when prometheus_client is first imported; `guidance.operations.serve` names a folder of its
# own for each server and empties it.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(Path(settings.VAR_DIR) / "metrics"))
Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402

# Upper bounds in seconds of the classes of time; a last one has no bound.
BOUNDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
OWN = CollectorRegistry()
ANSWERS = Counter(
    "guidance_answers", "Answers by where they came from.", ["source", "status"], registry=OWN
)
SECONDS = Histogram(
    "guidance_answer_seconds", "Time until an answer was made.", buckets=BOUNDS, registry=OWN
)


class CountingMiddleware:
    """Count every answer and the time it took; stands before everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Count from now on."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and count that."""
        began = time.perf_counter()
        response = self.get_response(request)
        SECONDS.observe(time.perf_counter() - began)
        source = "memory" if getattr(request, "is_from_cache", False) else "django"
        ANSWERS.labels(source, f"{response.status_code // 100}xx").inc()
        return response


def exposition() -> bytes:
    """The counts of all workers of this server, as Prometheus reads them."""
    every = CollectorRegistry()
    MultiProcessCollector(every)
    return generate_latest(every)
