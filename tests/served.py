"""The site in its own process, prepared in a folder of its own, as `make run` does it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120


@contextmanager
def serve_site(folder: Path, port: int) -> Iterator[str]:
    """Prepare the site with everything it writes below the folder, serve it, give its address."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "guidance.settings.development",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "VAR_DIR": str(folder),
        "WORKERS": "1",
    }
    run("manage.py", "prepare", environment=environment)
    command = [sys.executable, "-m", "guidance.serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/vi/check/", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def run(*arguments: str, environment: Mapping[str, str]) -> str:
    """What a Python command of the project prints; its errors fail the test."""
    result = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


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
