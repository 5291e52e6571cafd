"""The site prepared once for all tests, whatever process they run in: each installation is a copy.

Preparing costs half a minute, copying a tenth of a second. What was prepared is kept below
`.pytest_cache` under a name made of everything it was prepared from.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache"
SOURCES = ("guidance", "wizard", "locale", "templates")
MIGRATED, LOADED, RULED = "migrated", "loaded", "ruled"
# Made from the others, or of no use to a site.
IGNORED = {".pyc", ".mo"}


@cache
def sources_digest() -> str:
    """Names everything a site is prepared from; the day too, for rules hold from a day on."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    digest.update(date.today().isoformat().encode())  # noqa: DTZ011 - the machine's own day
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix not in IGNORED:
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def migrations_digest() -> str:
    """Names everything the tables are made from: packages, and migrations of our own."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in (*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "guidance/settings/base.py"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def kept_file(state: str) -> Path:
    """Where an SQLite database in a state is kept: with every table, or the content as well."""
    digest = migrations_digest() if state == MIGRATED else sources_digest()
    return KEPT / f"{state}-{digest}.sqlite3"


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Test runs beside each other make a thing once: the second waits for the first."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def environment_of(folder: Path) -> dict[str, str]:
    """What the processes of an installation on SQLite are told."""
    return {
        **os.environ,
        # Installations of the tests share no cache: each would be told what another has.
        "CACHE_URL": "",
        "DJANGO_SETTINGS_MODULE": "guidance.settings.development",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "HOST": "127.0.0.1",
        # Nothing is due in a test, and a process more takes two seconds to start.
        "SCHEDULER": "0",
        "VAR_DIR": str(folder),
        "WORKERS": "1",
    }


def run(*arguments: str, environment: Mapping[str, str]) -> str:
    """What a Python command of the project prints; its errors fail the test."""
    result = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def prepare(folder: Path) -> None:
    """Do in the folder what `make run` does before it serves."""
    run("manage.py", "prepare", environment=environment_of(folder))


def copy_prepared(folder: Path) -> None:
    """Fill an empty folder with a prepared site; the first to ask prepares it."""
    kept = KEPT / f"prepared-{sources_digest()}"
    with one_at_a_time("prepared"):
        if not kept.exists():
            for stale in KEPT.glob("prepared-*/"):
                shutil.rmtree(stale)
            part = KEPT / f"prepared-{os.getpid()}"
            part.mkdir()
            copy_loaded(part / "db.sqlite3")
            prepare(part)
            part.rename(kept)
        shutil.copytree(kept, folder, dirs_exist_ok=True)


def copy_loaded(file: Path) -> None:
    """Make a database with the content in it: the tests' own, which is loaded now if need be."""
    with one_at_a_time(f"{LOADED}-sqlite"):
        kept = kept_file(LOADED)
        if kept.exists():
            shutil.copy(kept, file)
            return
        if kept_file(MIGRATED).exists():
            shutil.copy(kept_file(MIGRATED), file)
        environment = environment_of(file.parent)
        for command in ("migrate", "load_content"):
            run("manage.py", command, "--verbosity", "0", environment=environment)
        with closing(sqlite3.connect(file)) as loaded:
            keep_file(loaded, LOADED)


def keep_file(database: sqlite3.Connection, state: str) -> None:
    """Keep an SQLite database as it is now, in the place of what was kept for other sources."""
    kept = kept_file(state)
    for stale in KEPT.glob(f"{state}-*.sqlite3"):
        stale.unlink()
    part = kept.with_suffix(f".{os.getpid()}")
    database.execute("VACUUM INTO ?", [str(part)])
    part.replace(kept)
