"""Load on a server: wrk on loopback, as fast as it can."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SECONDS = int(os.environ.get("BENCH_SECONDS") or 2)
CONNECTIONS = 16
GZIP = ("-H", "Accept-Encoding: gzip")
IN_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, slots=True)
class Figures:
    """What wrk found."""

    per_second: float
    median: float
    worst: float
    failed: bool


def fastest(url: str, *headers: str) -> Figures:
    """Ask for one address as often as possible."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *headers, url]
    return read(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def read(output: str) -> Figures:
    """The figures in what wrk prints."""
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    times = dict(re.findall(r"(50|99)%\s+([\d.]+\w+)", output))
    return Figures(
        per_second=float(found[1]) if found else 0.0,
        median=milliseconds(times.get("50", "0ms")),
        worst=milliseconds(times.get("99", "0ms")),
        failed="Non-2xx" in output,
    )


def milliseconds(text: str) -> float:
    """A time as wrk writes it."""
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()  # type: ignore[union-attr]
    return float(number) * IN_MILLISECONDS[unit]


def memory(pid: int) -> float:
    """Megabytes of a process, shared ones divided by those who share them; none once it ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except ProcessLookupError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def family(pid: int) -> Iterable[int]:
    """A process and those it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]
