"""The site in its own process and in a folder of its own, as `make run` serves it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.prepared import ROOT, copy_prepared, environment_of, prepare

PATIENCE = 120


@contextmanager
def serve_site(folder: Path, port: int) -> Iterator[str]:
    """Serve the site with everything it writes below the folder, give its address.

    An empty folder gets what was prepared once; one in use is prepared again, as after an upgrade.
    """
    environment = {**environment_of(folder), "PORT": str(port)}
    if (folder / "db.sqlite3").exists():
        prepare(folder)
    else:
        copy_prepared(folder)
    command = [sys.executable, "-m", "guidance.operations.serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/vi/check/", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the address answers, or fail."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "The server ended before it answered."
        try:
            urllib.request.urlopen(url, timeout=PATIENCE).close()  # noqa: S310 - our own address
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    message = f"No answer from {url} in {PATIENCE} s."
    raise AssertionError(message)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
