"""The tests' own database: while a process works in it, no other stops the server."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
from django.db import transaction

from tests import database


def can_be_stopped(file: Path) -> bool:
    """Whether a test of another process could have the server for itself."""
    with file.open("w") as other:
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_server_runs_on_between_the_tests_of_one_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = tmp_path / "users.lock"
    with users.open("w") as own:
        monkeypatch.setattr(database, "_users", lambda: own)
        database.enter()
        with transaction.atomic():
            # Between two tests of a module that works in one transaction.
            database.leave()
            assert not can_be_stopped(users)
            database.enter()
        database.leave()
        assert can_be_stopped(users)
