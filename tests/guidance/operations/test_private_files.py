"""Files that hold secrets are for their owner alone, whatever the umask."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from guidance.settings.env import local_secret
from guidance.settings.stores import PrivateConnection, database


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def others_may(path: Path) -> int:
    """What anybody but the owner may do with a file."""
    return path.stat().st_mode & 0o077


def write(file: Path) -> dict[str, int]:
    """Use a database as the site does; what others may do with its files meanwhile."""
    with closing(PrivateConnection(str(file))) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS a (b)")
        connection.commit()
        return {path.name: others_may(path) for path in file.parent.iterdir()}


def test_a_new_database_and_the_files_beside_it(tmp_path: Path) -> None:
    assert write(tmp_path / "db.sqlite3") == {
        "db.sqlite3": 0,
        "db.sqlite3-wal": 0,
        "db.sqlite3-shm": 0,
    }


def test_a_database_that_others_could_read(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    file.touch(0o644)
    assert others_may(file)

    write(file)

    assert not others_may(file)


LOCKED = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""


def test_another_connection_leaves_the_first_its_locks(tmp_path: Path) -> None:
    # The locks of POSIX belong to the process: closing the file anywhere in it gives them up.
    file = tmp_path / "db.sqlite3"
    with closing(PrivateConnection(str(file), isolation_level=None)) as writing:
        writing.execute("CREATE TABLE a (b)")
        writing.execute("BEGIN EXCLUSIVE")
        # Kept open: closing is left to SQLite, which knows of both.
        with closing(PrivateConnection(str(file))):
            command = [sys.executable, "-c", LOCKED, str(file)]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert said.strip() == "database is locked"


def test_every_connection_of_the_site_is_such_a_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert database(tmp_path)["OPTIONS"]["factory"] is PrivateConnection


def test_a_secret_that_others_could_read(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    path.write_text("secret", encoding="utf-8")
    assert others_may(path)

    assert local_secret(path) == "secret"

    assert not others_may(path)
