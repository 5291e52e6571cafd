"""`kill -HUP` while visitors come: nobody is refused, and what does not start changes nothing."""

from __future__ import annotations

import os
import signal
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.guidance.operations.stack import Stack, eventually, get, workers

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
ASKED = ("/vi/", "/en/check/goods/?state=used", "/readyz")
OWN_SETTINGS = "from guidance.settings.development import *\n"


@contextmanager
def visitors(site: str) -> Iterator[Counter[str]]:
    """Visitors who each make a new connection for every request; what they met."""
    met: Counter[str] = Counter()
    stop = threading.Event()

    def visit(path: str) -> None:
        while not stop.is_set():
            try:
                met[str(get(site + path).status)] += 1
            except urllib.error.URLError as error:
                met[type(error.reason).__name__] += 1
            except OSError as error:
                met[type(error).__name__] += 1

    threads = [threading.Thread(target=visit, args=(path,)) for path in ASKED]
    for thread in threads:
        thread.start()
    try:
        yield met
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def started(server: int, number: int) -> set[int]:
    """The workers, once the process that announces the site has done so and ended."""
    eventually(60, lambda: len(workers(server)) == number)
    return workers(server)


def test_a_reload_replaces_every_worker_and_refuses_nobody(full: Stack) -> None:
    stack = replace(full, variables={**full.variables, "SCHEDULER": "0", "WORKERS": "2"})
    with stack.process() as (site, server):
        before = started(server.pid, 2)

        with visitors(site) as met:
            os.kill(server.pid, signal.SIGHUP)
            eventually(120, lambda: not before & workers(server.pid))

        # A connection may be closed in the very moment its worker is told to end; none is refused.
        dropped = met.pop("RemoteDisconnected", 0) + met.pop("ConnectionResetError", 0)
        assert set(met) == {"200"}
        assert dropped <= len(before)
        assert met["200"] > 100 * dropped
        assert server.poll() is None


def test_what_does_not_start_takes_nobodys_place(full: Stack, tmp_path: Path) -> None:
    own = tmp_path / "own_settings.py"
    own.write_text(OWN_SETTINGS)
    variables = {"DJANGO_SETTINGS_MODULE": "own_settings", "PYTHONPATH": str(tmp_path)}
    stack = replace(full, variables={**full.variables, **variables, "SCHEDULER": "0"})
    with stack.process() as (site, server):
        before = started(server.pid, 1)
        own.write_text("1 / 0\n")

        with visitors(site) as met:
            os.kill(server.pid, signal.SIGHUP)
            eventually(60, lambda: workers(server.pid) > before)
            eventually(60, lambda: workers(server.pid) == before)

        assert set(met) == {"200"}
        own.write_text(OWN_SETTINGS)
        os.kill(server.pid, signal.SIGHUP)
        eventually(60, lambda: not before & workers(server.pid))
        assert get(site + "/vi/").status == 200
