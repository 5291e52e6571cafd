"""Serve the site with granian: `python -m guidance.operations.serve`, on HOST and PORT.

Stock granian on the WSGI application, with its settings taken from the environment. Nothing of
Django is imported here. The workers do that, each in its own process.

With `--wait` it serves nothing, but ends once the server on HOST and PORT has made a page: what a
process loads with the first one no visitor waits for.
"""

from __future__ import annotations

import http
import http.client
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from multiprocessing import Process
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

APPLICATION = "guidance.wsgi:application"
# Without a language: each leads to the page in that of the browser, or in the site's own.
PAGES = ("/", "/check/", "/admin/")
# Leads to what loads the most: rules, goods and the register of the law.
RULES = "/check/rules/"
MOVED = {http.HTTPStatus.FOUND, http.HTTPStatus.MOVED_PERMANENTLY}
PATIENCE = 60.0
GRANIAN = "_granian"
"""The name by which granian writes its log."""
LONGEST_HEAD = 32 * 1024
"""Address and headers of one request; a longer one is answered with 431."""
LOOK_EVERY = "30"
"""Seconds between looks for what is due to be published."""


def main() -> None:
    """Serve until interrupted; announce the addresses once the first page answers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance.settings.development")
    host = os.environ.get("HOST") or "127.0.0.1"
    port = port_number(os.environ.get("PORT") or "8000")
    if sys.argv[1:] == ["--wait"]:
        while answer(reachable(host), port, RULES) is None:
            time.sleep(0.2)
        return
    refuse_if_taken(host, port)
    finish_restore()
    begin_counts(port)
    logging.getLogger(GRANIAN).addFilter(is_no_advice)
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("WORKERS") or 2),
        blocking_threads=int(os.environ.get("THREADS") or 16),
        websockets=False,
        # Browsers speak HTTP/2 with TLS only, which the front server does.
        http=HTTPModes.http1,
        # It refuses a head that fills the buffer twice.
        http1_settings=HTTP1Settings(max_buffer_size=LONGEST_HEAD // 2),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        # Ctrl+C reaches the workers twice, by the terminal and by the parent; one may get stuck.
        workers_kill_timeout=3,
    )
    # A process, not a thread: granian forks its workers, and would then wait for them for ever.
    Process(target=announce, args=(reachable(host), port), daemon=True).start()
    if os.environ.get("SCHEDULER") != "0":
        Process(target=publish_on_time, daemon=True).start()
    server.serve()


def is_no_advice(record: logging.LogRecord) -> bool:
    """Leave out granian's advice on the number of threads: THREADS is meant as it is.

    A thread waits for the database most of its time; there may be more than processors.
    """
    return "Python threads, which seems quite high" not in record.getMessage()


def finish_restore() -> None:
    """Finish or undo a restore that was interrupted; if that fails, `/readyz` goes on saying so."""
    if not Path(os.environ.get("VAR_DIR") or "var", "restore").exists():
        return
    command = [sys.executable, "-m", "django", "restore", "--finish"]
    subprocess.run(command, check=False)  # noqa: S603 - this very Python


def begin_counts(port: int) -> None:
    """Give the counts of this server's workers an empty folder: those of dead ones slow it down."""
    folder = Path(os.environ.get("VAR_DIR") or "var", "metrics", str(port))
    shutil.rmtree(folder, ignore_errors=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def port_number(text: str) -> int:
    """PORT as a number, or one line that says what is wrong."""
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def refuse_if_taken(host: str, port: int) -> None:
    """Say in one line that the address cannot be had, instead of in a traceback."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(
                f"Cannot serve on {host}:{port} ({error.strerror}). Choose another HOST or PORT."
            )


def reachable(host: str) -> str:
    """A name a browser on this machine can open; "every address" is none."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


def announce(host: str, port: int) -> None:
    """Wait for the first page, then print where to go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    deadline = time.monotonic() + PATIENCE
    while (status := answer(host, port)) is None:
        if time.monotonic() > deadline:
            sys.exit(f"No page after {PATIENCE:.0f} s; the lines above may say why.")
        time.sleep(0.2)
    failed = status >= http.HTTPStatus.INTERNAL_SERVER_ERROR
    print(f"\nThe first page fails (status {status})." if failed else "\nThe site is ready. Open:")
    for page in PAGES:
        print(f"  http://{host}:{port}{page}")
    for line in demo_accounts():
        print(line)
    print("Stop with Ctrl+C.", flush=True)


def demo_accounts() -> list[str]:
    """What `manage.py demo_accounts` left to be said loudly, if it made any."""
    folder = os.environ.get("VAR_DIR") or "var"
    try:
        return Path(folder, "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def publish_on_time() -> None:
    """Publish what is due while the server runs; the workers start first."""
    time.sleep(5)
    command = [sys.executable, "-m", "django", "publish_scheduled", "--every", LOOK_EVERY]
    os.execv(sys.executable, command)  # noqa: S606 - this very Python


def answer(host: str, port: int, path: str = PAGES[0]) -> int | None:
    """The status of a page made for this request, whatever it is; None while nobody answers."""
    connection = http.client.HTTPConnection(host.strip("[]"), port, timeout=PATIENCE)
    # A public site answers to its own name, and as if its front server had asked.
    scheme, _colon, own = (os.environ.get("SITE_URL") or "").partition("://")
    headers = {"Host": own.rstrip("/"), "X-Forwarded-Proto": scheme} if own else {}
    # Not one that another process made and kept.
    headers["Authorization"] = "none"
    try:
        # To the language, to the place of today, to the page.
        for _step in range(3):
            status, path = _head(connection, path, headers)
            if status not in MOVED:
                break
        return status  # noqa: TRY300 - one connection, one way out
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _head(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[int, str]:
    """Ask for the head of a page: its status, and where it leads if it moved."""
    connection.request("HEAD", path, headers=headers)
    response = connection.getresponse()
    response.read()
    return response.status, response.headers["Location"] or "/"


if __name__ == "__main__":
    main()
