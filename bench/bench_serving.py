"""Throughput over the wire, side by side: our pages, the same bytes from nginx, plain Wagtail.

Needs nginx and wrk, says so if they are missing, and uses loopback only. Ratios are what counts:
all are asked in turn, several times, on the same machine within seconds of each other.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "home": "/vi/",
    "guidance page": "/en/glossary/",
    "wizard step": "/en/check/goods/?state=used",
    "result": "/en/check/result/?state=new&v=1&on=2026-11-22",
    "search": "/en/search/?q=printer",
    "API": "/en/check/questions.json",
}
ROUNDS = 3
OF_NGINX, TIMES_PLAIN, OF_PAGE = 0.5, 150, 0.95
SPREAD, LOAD, MEGABYTES = 4.0, 0.8, 200
Warm = Mapping[str, tuple[bytes, Mapping[str, str]]]


def main() -> None:
    """Measure and print each figure beside what is expected of it."""
    sys.path.insert(0, str(ROOT))
    from bench import rivals, two_processes
    from bench.figures import print_machine, print_summary, print_title

    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing:
        print(f"Serving: not measured, needs {' and '.join(missing)} (Debian packages).")
        return
    print_title("Serving over the wire")
    print_machine()
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _each in range(4)]
        with rivals.ours(rivals.prepared(folders[0])) as (site, pid):
            warm = {name: fetch(site + path) for name, path in PAGES.items()}
            bodies = {name: body for name, (body, _headers) in warm.items()}
            headers = warm["home"][1]
            with (
                rivals.files(folders[1], bodies, headers) as limit,
                rivals.plain(folders[2]) as other,
            ):
                compare(site, limit, other, warm)
            spread(site)
            print_memory(pid)
        two_processes.measure(folders[3])
    print_summary()


def fetch(url: str) -> tuple[bytes, Mapping[str, str]]:
    """The compressed bytes of a page, asked for twice so that it is warm, and its headers."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - ours
    for _again in range(2):
        with urllib.request.urlopen(request) as response:  # noqa: S310 - our own address
            content, headers = response.read(), dict(response.headers)
    return content, headers


def compare(site: str, limit: str, other: str, warm: Warm) -> None:
    """Each page of ours in turn with the same bytes from nginx, and with the plain site."""
    from bench.figures import median, print_figure, print_title
    from bench.load import GZIP, fastest

    print_title(f"Answers a second, 16 connections, median of {ROUNDS} turns")
    plain = median(fastest(f"{other}/").per_second for _round in range(ROUNDS))
    print_figure("plain Wagtail's welcome page", f"{plain:.0f}/s")
    for name, (content, headers) in warm.items():
        url, tag = site + PAGES[name], headers["etag"]
        turns = [
            (
                fastest(f"{limit}/{name.replace(' ', '-')}.html").per_second,
                fastest(url, *GZIP).per_second,
                fastest(url, *GZIP, "-H", f"If-None-Match: {tag}").per_second,
            )
            for _round in range(ROUNDS)
        ]
        nginx, page, known = (median(turn[at] for turn in turns) for at in range(3))
        part, known_part = (
            median(turn[at] / turn[of] for turn in turns) for at, of in ((1, 0), (2, 1))
        )
        uncached = fastest(url, *GZIP, "-H", "Authorization: none")
        shown = f"{page:.0f}/s, nginx {nginx:.0f}/s"
        print_figure(f"{name}, {len(content) / 1000:.1f} kB", shown)
        print_figure("  of nginx's", f"{part:.0%}", f">= {OF_NGINX:.0%}", met=part >= OF_NGINX)
        times = page / plain
        print_figure(
            "  times plain", f"x{times:.0f}", f">= x{TIMES_PLAIN}", met=times >= TIMES_PLAIN
        )
        print_figure("  its 304", f"{known:.0f}/s", "no slower", met=known_part >= OF_PAGE)
        # What costs a database most is limited for each visitor, and wrk is one.
        rate = "limited" if uncached.failed else f"{uncached.per_second:.0f}/s"
        print_figure("  rendered each time", rate)


def spread(site: str) -> None:
    """How long the slowest in a hundred wait while the server is nearly, not fully, busy."""
    from bench.figures import print_figure, print_title
    from bench.load import GZIP, at, fastest

    print_title(f"Times at {LOAD:.0%} of the most a page is served")
    for name in ("home", "guidance page", "wizard step"):
        url = site + PAGES[name]
        found = at(LOAD * fastest(url, *GZIP).per_second, url, *GZIP)
        shown = f"p50 {found.median:.2f}, p99 {found.worst:.2f} ms"
        is_met = found.worst < SPREAD * found.median
        print_figure(
            f"{name}, {found.per_second:.0f}/s", shown, f"p99 < {SPREAD:.0f} p50", met=is_met
        )


def print_memory(pid: int) -> None:
    """What the worker holds after all that."""
    from bench.figures import print_figure, print_title
    from bench.load import family, memory

    print_title("Memory after this load")
    megabytes = max(map(memory, family(pid)))
    shown = f"{megabytes:.0f} MB"
    print_figure("a process", shown, f"< {MEGABYTES} MB", met=megabytes < MEGABYTES)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    main()
