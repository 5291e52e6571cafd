"""Throughput over the wire, side by side in one run: through nginx, the site alone, plain Wagtail.

Needs nginx and wrk, says so if they are missing, and uses loopback only. Ratios are what counts:
all are asked in turn, several times, on the same machine within seconds of each other.
"""

from __future__ import annotations

import os
import shutil
import ssl
import sys
import tempfile
import urllib.request
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "home": "/vi/",
    "guidance page": "/en/glossary/",
    "wizard step": "/en/check/used-it-goods/goods/?state=used",
    "result": "/en/check/used-it-goods/result/?state=new&v=1&on=2026-11-22",
    "search": "/en/search/?q=printer",
    "API": "/en/check/used-it-goods/questions.json",
}
ROUNDS = 3
OF_NGINX, TIMES_PLAIN, MEGABYTES = 0.7, 20, 200


def main() -> None:
    """Measure and print each figure beside what is expected of it."""
    sys.path.insert(0, str(ROOT))
    from bench import rivals
    from bench.figures import print_machine, print_summary, print_title

    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing:
        print(f"Serving: not measured, needs {' and '.join(missing)} (Debian packages).")
        return
    print_title("Serving over the wire")
    print_machine()
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _each in range(2)]
        site = stack.enter_context(rivals.ours(folders[0], PAGES))
        plain = stack.enter_context(rivals.plain(folders[1]))
        through_nginx(site.front)
        alone(site.alone, plain)
        print_memory(site.pid)
    print_summary()


def fetch(url: str) -> bytes:
    """The compressed bytes of a page, asked for twice so that it is warm."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - ours
    for _again in range(2):
        with urllib.request.urlopen(request, context=trusting) as response:  # noqa: S310 - ours
            content: bytes = response.read()
    return content


def through_nginx(front: str) -> None:
    """Each page from nginx's cache, in turn with the same bytes from a file, both over TLS."""
    from bench.figures import median, print_figure, print_title
    from bench.load import GZIP, fastest

    print_title(f"Through nginx, over TLS: answers a second, 16 connections, median of {ROUNDS}")
    for name, path in PAGES.items():
        size = len(fetch(front + path))
        turns = [
            (
                fastest(f"{front}/files/{name.replace(' ', '-')}").per_second,
                fastest(front + path, *GZIP).per_second,
            )
            for _round in range(ROUNDS)
        ]
        file, page = (median(turn[at] for turn in turns) for at in range(2))
        part = median(turn[1] / turn[0] for turn in turns)
        print_figure(f"{name}, {size / 1000:.1f} kB", f"{page:.0f}/s, file {file:.0f}/s")
        print_figure("  of a file", f"{part:.0%}", f">= {OF_NGINX:.0%}", met=part >= OF_NGINX)


def alone(site: str, plain: str) -> None:
    """Each page by the site without nginx, warm and made each time, beside plain Wagtail."""
    from bench.figures import median, print_figure, print_title
    from bench.load import GZIP, fastest

    print_title("Without nginx, one worker")
    welcome = median(fastest(f"{plain}/").per_second for _round in range(ROUNDS))
    print_figure("plain Wagtail's welcome page", f"{welcome:.0f}/s")
    for name, path in PAGES.items():
        url = site + path
        fetch(url)
        page = median(fastest(url, *GZIP).per_second for _round in range(ROUNDS))
        times = page / welcome
        print_figure(name, f"{page:.0f}/s")
        print_figure(
            "  times plain", f"x{times:.1f}", f">= x{TIMES_PLAIN}", met=times >= TIMES_PLAIN
        )
        made = fastest(url, *GZIP, "-H", "Authorization: none")
        print_figure("  made each time", f"{made.per_second:.0f}/s")


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
