"""How a figure is taken and how it is shown: value, expectation, and whether that was met."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

_met: list[bool] = []
LOOPS = 1000


def print_machine() -> None:
    """Say when and on what was measured."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}, Python {platform.python_version()}")
    print(f"{_processor()}, {cores} cores{load}, {platform.system()} {platform.release()}")
    # Beside other work the clock of the processor runs slower too: it shares caches and threads.
    print(
        f"Its speed now: {1e6 * median(seconds(_loop) for _ in range(9)):.0f} µs for {LOOPS} loops"
    )


def _loop() -> None:
    for _ in range(LOOPS):
        pass


def _processor() -> str:
    """The name of the processor as Linux gives it, else the architecture."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def print_title(text: str) -> None:
    """Begin a group of figures."""
    print(f"\n{text}")


def print_figure(name: str, shown: str, expected: str = "", *, met: bool | None = None) -> None:
    """Print one figure; where something is expected of it, whether it was met."""
    verdict = ""
    if met is not None:
        _met.append(met)
        verdict = f"  expected {expected}: {'met' if met else 'NOT met'}"
    print(f"  {name:<52} {shown:>18}{verdict}")


def print_summary() -> None:
    """Count the expectations met."""
    print(f"\n{sum(_met)} of {len(_met)} expectations met")


def seconds(work: Callable[[], object]) -> float:
    """Time one run by the processor's clock: nothing measured here waits for anything.

    The clock on the wall would also count what other processes of the machine do meanwhile.
    """
    started = time.process_time()
    work()
    return time.process_time() - started


def median(runs: Iterable[float]) -> float:
    """The middle of several runs: unmoved by the few that something interrupted."""
    return statistics.median(runs)
