"""What is measured side by side: this site, alone and behind nginx, and a plain Wagtail site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from guidance.operations import stack
from tests.prepared import copy_prepared, environment_of
from tests.served import free_port, wait_for

FILES = """
    location /files/ {{ root {folder}; default_type text/html; add_header Content-Encoding gzip; }}
"""
PLAIN = """
from .base import *
SECRET_KEY, DEBUG, ALLOWED_HOSTS = "measured, then thrown away", False, ["*"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
"""
BIN = Path(sys.executable).parent
# wrk is one visitor; nobody is to be turned away here.
WITHOUT_LIMIT = {"SEARCHES_PER_MINUTE": "0", "DATA_PER_MINUTE": "0", "SCHEDULER": "0"}


@dataclass(frozen=True, slots=True)
class Ours:
    """The addresses of the site: behind nginx, and of one worker alone; its process."""

    front: str
    alone: str
    pid: int


@contextmanager
def ours(folder: Path, pages: Mapping[str, str]) -> Iterator[Ours]:
    """Our site twice: as it is in production, and as `make run` serves it."""
    from bench.bench_serving import fetch

    var = folder / "var"
    var.mkdir()
    copy_prepared(var)
    folder.chmod(0o711)
    port, behind, alone = free_port(), free_port(), free_port()
    shared = {**environment_of(var), **WITHOUT_LIMIT, "WORKERS": "1", "MALLOC_ARENA_MAX": "2"}
    production = {
        **shared,
        "DJANGO_SETTINGS_MODULE": "guidance.settings.production",
        "SECRET_KEY": "measured, then thrown away, and long enough for Django",
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": f"https://localhost:{port}",
        "PROXY_COUNT": "1",
        "PORT": str(behind),
    }
    with ExitStack() as parts:
        parts.enter_context(stack.site(production))
        template = stack.DEPLOY / "site.conf.template"
        marker, whole = "    location @site {", template.read_text(encoding="utf-8")
        own = folder / "deploy"
        own.mkdir()
        files = FILES.format(folder=folder)
        (own / template.name).write_text(whole.replace(marker, files + marker), encoding="utf-8")
        (own / "nginx.conf").write_text((stack.DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
        stack.DEPLOY = own
        (folder / "files").mkdir()
        parts.enter_context(stack.front(folder, production, [behind], port, rate=1_000_000))
        front = f"https://localhost:{port}"
        for name, path in pages.items():
            (folder / "files" / name.replace(" ", "-")).write_bytes(fetch(front + path))
        process = parts.enter_context(stack.site({**shared, "PORT": str(alone)}))
        yield Ours(front, f"http://127.0.0.1:{alone}", process.pid)


@contextmanager
def plain(folder: Path) -> Iterator[str]:
    """What `wagtail start` makes, on the same server as ours; one thread is fastest for it."""
    subprocess.run(
        [str(BIN / "wagtail"), "start", "plain", str(folder)], check=True, capture_output=True
    )
    (folder / "plain" / "settings" / "bench.py").write_text(PLAIN)
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "plain.settings.bench",
        "PYTHONPATH": str(folder),
        "DATABASE_URL": "",
    }
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=folder, env=variables, check=True)
    port = free_port()
    serve = [str(BIN / "granian"), "--interface", "wsgi", "--workers", "1"]
    serve += ["--blocking-threads", "1", "--port", str(port), "plain.wsgi:application"]
    process = subprocess.Popen(
        serve, cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
