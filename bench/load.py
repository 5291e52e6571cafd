"""Load on a server: wrk on loopback, as fast as it can or at a part of that."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SECONDS = int(os.environ.get("BENCH_SECONDS") or 2)
CONNECTIONS, PACED_CONNECTIONS = 16, 128
GZIP = ("-H", "Accept-Encoding: gzip")
PACED = 'local most = 2 * os.getenv("PAUSE")\nfunction delay() return math.random(0, most) end\n'
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
    return start(url, *headers)()


def start(url: str, *headers: str, connections: int = CONNECTIONS, pause: float = 0.0):
    """Begin to ask; what is returned waits for the end and gives the figures."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", *headers]
    script = tempfile.NamedTemporaryFile("w", suffix=".lua")  # noqa: SIM115 - closed at the end
    if pause:
        script.write(PACED)
        script.flush()
        command += ["-s", script.name]
    process = subprocess.Popen(
        [*command, url],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PAUSE": f"{pause:.3f}"},
    )

    def finish() -> Figures:
        output, _errors = process.communicate()
        script.close()
        return read(output)

    return finish


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


def at(rate: float, url: str, *headers: str) -> Figures:
    """Ask for one address so many times a second, evenly spread by chance."""
    pause = 1000 * PACED_CONNECTIONS / rate
    for _attempt in range(3):
        found: Figures = start(url, *headers, connections=PACED_CONNECTIONS, pause=pause)()
        if abs(found.per_second / rate - 1) < 0.05:
            break
        # Answering takes time as well, which the pauses must make up for.
        pause *= found.per_second / rate
    return found


def processor_seconds(pid: int) -> float:
    """What a process and its children that live have used of the processor."""
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


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
