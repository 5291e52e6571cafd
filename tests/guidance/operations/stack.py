"""Installations of their own, as those who run the site have them: database, folder, processes.

The kind of database is that of the test run: SQLite in the folder, or one more database of the
PostgreSQL that DATABASE_URL names, with Redis for what processes share.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from tests.served import ROOT, free_port, wait_for

PATIENCE = 60
IS_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    text: str
    headers: Mapping[str, str]


class Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are answers too."""

    def redirect_request(self, *_arguments: object) -> None:
        """Do not follow."""


OPENER = urllib.request.build_opener(Stay)


def get(url: str, **headers: str) -> Answer:
    """The answer to a GET, whatever its status."""
    return answer_of(OPENER, urllib.request.Request(url, headers=headers))  # noqa: S310 - our own


def post(url: str, form: Mapping[str, str], **headers: str) -> Answer:
    """The answer to a form, whatever its status."""
    data = urllib.parse.urlencode(form).encode()
    return answer_of(OPENER, urllib.request.Request(url, data, headers))  # noqa: S310 - our own


def answer_of(opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> Answer:
    """What the server says, as it is."""
    try:
        with opener.open(request, timeout=PATIENCE) as response:
            return Answer(response.status, response.read().decode(), response.headers)
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read().decode(), error.headers)


@dataclass
class Stack:
    """One installation."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> str:
        """The name of its database within PostgreSQL."""
        return urlsplit(self.variables["DATABASE_URL"]).path.strip("/")

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        return {
            **os.environ,
            # Installations of the tests share no cache: each would be told what another has.
            "CACHE_URL": "",
            "DJANGO_SETTINGS_MODULE": "guidance.settings.development",
            "DATABASE_URL": f"sqlite:///{self.folder / 'db.sqlite3'}",
            "HOST": "127.0.0.1",
            # Nothing is due in a test, and a process more takes two seconds to start.
            "SCHEDULER": "0",
            "VAR_DIR": str(self.folder),
            "WORKERS": "1",
            **self.variables,
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )

    def manage(self, *arguments: str) -> str:
        """What a command prints; it must not fail."""
        result = self.run(*arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def manage_failing(self, *arguments: str) -> str:
        """What a command says that must fail, and without a traceback."""
        result = self.run(*arguments)
        assert result.returncode != 0, result.stdout
        assert "Traceback" not in result.stderr
        return result.stderr

    @contextmanager
    def serve(self) -> Iterator[str]:
        """The address of one process that serves it."""
        with self.process() as (address, _process):
            yield address

    @contextmanager
    def process(self) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
        """One server process and its address."""
        port = free_port()
        with TemporaryFile() as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "guidance.operations.serve"],
                cwd=ROOT,
                env={**self.environment, "PORT": str(port)},
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
            try:
                address = f"http://127.0.0.1:{port}"
                wait_for(f"{address}/healthz", process)
                yield address, process
            except AssertionError as error:
                said.seek(0)
                error.add_note(without_the_way_there(said.read().decode(errors="replace")))
                raise
            finally:
                process.terminate()
                process.wait(timeout=PATIENCE)


def without_the_way_there(said: str) -> str:
    """The last errors of a log, without the calls that led to them."""
    return "\n".join([line for line in said.splitlines() if line[:1].strip()][-20:])


@contextmanager
def new_stack(folder: Path, like: Stack | None = None) -> Iterator[Stack]:
    """An installation without tables, or a copy of one that nobody uses; gone afterwards."""
    if like:
        shutil.copytree(like.folder, folder, dirs_exist_ok=True)
    if not IS_POSTGRES:
        yield Stack(folder)
        return
    import psycopg

    url = os.environ["DATABASE_URL"]
    name = f"stack_{os.getpid()}_{time.monotonic_ns()}"

    def do(statement: str) -> None:
        # A connection each time: a test may have stopped the server in between.
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(statement)

    do(f"CREATE DATABASE {name}" + (f" TEMPLATE {like.database}" if like else ""))
    try:
        yield Stack(folder, {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()})
    finally:
        do(f"DROP DATABASE {name} WITH (FORCE)")


def eventually(seconds: float, is_so: object) -> None:
    """Wait until something holds; a failure if it does not in that time."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if is_so():  # type: ignore[operator]
            return
        time.sleep(0.02)
    message = f"Not within {seconds} s."
    raise AssertionError(message)


def workers(parent: int) -> set[int]:
    """The living processes that a server started to answer requests."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return {int(child) for child in children if not has_ended(child)}


def has_ended(process: str) -> bool:
    """Whether a process is only kept until its parent has asked how it ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
