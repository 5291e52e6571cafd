"""Two processes that share PostgreSQL and Redis: twice the work, and what stands in its way."""

from __future__ import annotations

import os
import time
from pathlib import Path

from bench import rivals
from bench.figures import median, print_figure, print_title
from bench.load import GZIP, processor_seconds, start

RENDERED = ("/en/glossary/", ("-H", "Authorization: none"))
KEPT = ("/en/glossary/", ())
WIZARD = ("/en/check/goods/?state=used", ("-H", "Authorization: none"))
ROUNDS = 3
DOUBLE = 1.7
"""Twice, less 15 %."""


def measure(folder: Path) -> None:
    """One process, then two at once; also what an answer costs each of them."""
    print_title("Two processes on PostgreSQL and Redis")
    database = os.environ.get("DATABASE_URL", "")
    if not database.startswith("postgres") or not os.environ.get("CACHE_URL"):
        print("  not measured, needs both: .ci/with-services make bench")
        return
    variables = rivals.prepared(folder, database)
    with rivals.ours(variables) as one, rivals.ours(variables) as other:
        for name, (path, headers) in {
            "page rendered each time": RENDERED,
            "wizard step rendered each time": WIZARD,
            "page from memory": KEPT,
        }.items():
            turns = [
                (together([one], path, headers), together([one, other], path, headers))
                for _round in range(ROUNDS)
            ]
            alone, both = (median(turn[at][0] for turn in turns) for at in (0, 1))
            cost, shared = (median(turn[at][1] for turn in turns) for at in (0, 1))
            times = both / alone
            shown = f"{alone:.0f} to {both:.0f}/s, x{times:.2f}"
            print_figure(name, shown, f">= x{DOUBLE}", met=times >= DOUBLE)
            print_figure("  processor time an answer", f"{cost:.2f} to {shared:.2f} ms")


def together(
    sites: list[tuple[str, int]], path: str, headers: tuple[str, ...]
) -> tuple[float, float]:
    """Answers a second of all the sites at once, and milliseconds of their processors for one."""
    before = sum(processor_seconds(pid) for _url, pid in sites)
    began = time.monotonic()
    runs = [start(url + path, *GZIP, *headers, connections=8) for url, _pid in sites]
    rate = sum(run().per_second for run in runs)
    answers = rate * (time.monotonic() - began)
    used = sum(processor_seconds(pid) for _url, pid in sites) - before
    return rate, 1000 * used / max(answers, 1)
