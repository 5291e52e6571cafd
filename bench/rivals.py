"""What is measured side by side: this site, the same bytes from nginx, a plain Wagtail site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.served import ROOT, free_port, wait_for

NGINX = """
pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
  access_log off; keepalive_requests 1000000000; open_file_cache max=1000;
  types {{ text/html html; }}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}/html; {head} }}
}}
"""
# What nginx itself says of a file.
ITS_OWN = {
    "content-type", "content-length", "date", "server", "etag", "connection", "last-modified",
}  # fmt: skip
PLAIN = """
from .base import *
SECRET_KEY, DEBUG, ALLOWED_HOSTS = "measured, then thrown away", False, ["*"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
"""
BIN = Path(sys.executable).parent


@contextmanager
def running(
    command: list[str], folder: Path, url: str, variables: Mapping[str, str] | None = None
) -> Iterator[tuple[str, int]]:
    """The address of a server and its process number, until the measurement is over."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(variables or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(url, process)
        yield url.rstrip("/"), process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def prepared(folder: Path, database: str = "") -> dict[str, str]:
    """The variables of our site with all its content; one process."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "guidance.settings.development",
        "DATABASE_URL": database or f"sqlite:///{folder / 'db.sqlite3'}",
        "CACHE_URL": os.environ.get("CACHE_URL", "") if database else "",
        "VAR_DIR": str(folder),
        "WORKERS": "1",
        # Not measured: publishes what is due, from a process of its own.
        "SCHEDULER": "0",
    }
    subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=ROOT, env={**os.environ, **variables}, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return variables


@contextmanager
def ours(variables: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Our site, as `make run` serves it."""
    port = free_port()
    serve = [sys.executable, "-m", "guidance.operations.serve"]
    variables = {**variables, "PORT": str(port)}
    with running(serve, ROOT, f"http://127.0.0.1:{port}/vi/", variables) as (url, pid):
        yield url.removesuffix("/vi"), pid


@contextmanager
def plain(folder: Path) -> Iterator[str]:
    """What `wagtail start` makes, on the same server as ours; one thread is fastest for it."""
    subprocess.run(
        [str(BIN / "wagtail"), "start", "plain", str(folder)], check=True, capture_output=True
    )
    (folder / "plain" / "settings" / "bench.py").write_text(PLAIN)
    variables = {
        "DJANGO_SETTINGS_MODULE": "plain.settings.bench",
        "PYTHONPATH": str(folder),
        "DATABASE_URL": "",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=folder, env={**os.environ, **variables}, check=True,
    )  # fmt: skip
    port = free_port()
    serve = [str(BIN / "granian"), "--interface", "wsgi", "--workers", "1"]
    serve += ["--blocking-threads", "1", "--port", str(port), "plain.wsgi:application"]
    with running(serve, folder, f"http://127.0.0.1:{port}/", variables) as (address, _pid):
        yield address


@contextmanager
def files(folder: Path, contents: Mapping[str, bytes], headers: Mapping[str, str]) -> Iterator[str]:
    """Nginx serving the same bytes from files, with the same headers."""
    (folder / "html").mkdir()
    for name, content in contents.items():
        (folder / "html" / f"{name.replace(' ', '-')}.html").write_bytes(content)
    port = free_port()
    configuration = folder / "nginx.conf"
    said = [pair for pair in headers.items() if pair[0].lower() not in ITS_OWN]
    head = " ".join(f'add_header {name} "{value}";' for name, value in said)
    configuration.write_text(NGINX.format(folder=folder, port=port, head=head))
    folder.chmod(0o755)
    serve = ["nginx", "-c", str(configuration), "-g", "daemon off; master_process off;"]
    with running(serve, folder, f"http://127.0.0.1:{port}/home.html") as (url, _pid):
        yield url.removesuffix("/home.html")
