"""The tests' database: made once, copied for each process, put back after a test that commits.

Three states are kept: `migrated` (every table, no content), `loaded` (the site's own content as
well) and `ruled` (the roles and the shipped rules, published, without content). On SQLite they are
files below `.pytest_cache`, for later runs too; on PostgreSQL they are databases that the processes
of one run share. A process goes from the first to the second when its first test asks for content,
and stays there; it is in the third for as long as tests ask for published rules. A test works in a
transaction that is rolled back; after one that commits, the database is put back.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.translation import override

from guidance.accounts.roles import setup_roles
from guidance.delivery.content_version import content_version
from tests.checking import RULES
from tests.prepared import KEPT, LOADED, MIGRATED, RULED, keep_file, kept_file, one_at_a_time
from wizard.decision.parse import dump
from wizard.drafts.importing import import_rule_set

IS_POSTGRES = connection.vendor == "postgresql"
# The same in all processes of a run: those of pytest-xdist are told.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")[:12] or f"{os.getpid()}"

_state = ""
"""What the database of this process holds before each test."""
_stage = ""
"""The state it goes back to after those that ask for rules."""
_rules_wanted = False


def open_own(file: Path) -> None:
    """Give this process a database of its own: the file, or one more beside DATABASE_URL's."""
    own = f"tests_{RUN}_{os.getpid()}" if IS_POSTGRES else str(file)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = own


def reach(state: str, make: Callable[[], object]) -> None:
    """Bring the database into a state; who comes first makes it, for all others it is copied."""
    global _state, _stage
    with one_at_a_time(f"{state}-{connection.vendor}"):
        if not is_kept(state):
            make()
            keep(state)
        _state = _stage = state
    put_back()
    _hold_rules()


def with_rules(wanted: bool) -> None:
    """Hold the published rules from now on, or hold them no longer."""
    global _rules_wanted
    _rules_wanted = wanted
    if _stage:
        _hold_rules()


def _hold_rules() -> None:
    """Hold the rules or not, as it is wanted; whoever comes first publishes them."""
    global _state
    if _rules_wanted == (_state == RULED):
        return
    if not _rules_wanted:
        _state = _stage
    else:
        with one_at_a_time(f"{RULED}-{connection.vendor}"):
            if not is_kept(RULED):
                _state = MIGRATED
                put_back()
                with override("en"):
                    import_rule_set(dump(RULES), publish=True)
                setup_roles()
                keep(RULED)
            _state = RULED
    put_back()


def put_back() -> None:
    """Make the database what every test of this process finds, and forget what was known of it."""
    if IS_POSTGRES:
        drop_own()
        copy_database(kept_database(_state), connection.settings_dict["NAME"])
    else:
        connection.ensure_connection()
        with closing(sqlite3.connect(kept_file(_state))) as source:
            source.backup(connection.connection)
    ContentType.objects.clear_cache()
    content_version.change()


def enter() -> None:
    """Begin to use the PostgreSQL of the run, which a test of another process may have stopped.

    A transaction that is open around several tests would not survive that: until it ends, this
    process goes on using the server between them, and does not wait at the gate.
    """
    if not IS_POSTGRES or connection.in_atomic_block:
        return
    with one_at_a_time("gate-postgresql"):
        fcntl.flock(_users(), fcntl.LOCK_SH)
    if connection.connection is not None and not connection.is_usable():
        connection.close()


def leave() -> None:
    """Use it no longer, for now, unless a transaction is still open."""
    if IS_POSTGRES and not connection.in_atomic_block:
        fcntl.flock(_users(), fcntl.LOCK_UN)


@contextmanager
def alone() -> Iterator[None]:
    """Use it alone, to stop it: the others wait with their next test."""
    leave()
    # Whoever comes now waits at the gate, or this would wait for ever.
    with one_at_a_time("gate-postgresql"):
        fcntl.flock(_users(), fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(_users(), fcntl.LOCK_SH)


@cache
def _users() -> IO[str]:
    """The file that whoever uses the server holds a lock on."""
    KEPT.mkdir(exist_ok=True)
    return (KEPT / "users-postgresql.lock").open("w")


def is_kept(state: str) -> bool:
    """Whether somebody made the state already."""
    if not IS_POSTGRES:
        return kept_file(state).exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept_database(state)])
        return cursor.fetchone() is not None


def keep(state: str) -> None:
    """Keep the database as it is now, under the name of a state."""
    if IS_POSTGRES:
        # A database can be copied as long as nobody reads it.
        connection.close()
        copy_database(connection.settings_dict["NAME"], kept_database(state))
        return
    connection.ensure_connection()
    keep_file(connection.connection, state)


def kept_database(state: str) -> str:
    """The PostgreSQL database that holds a state."""
    return f"tests_{RUN}_{state}"


def create_own() -> None:
    """Make this process's PostgreSQL database, without any table; SQLite makes its file itself."""
    if IS_POSTGRES:
        on_the_server(f'CREATE DATABASE "{connection.settings_dict["NAME"]}"')


def drop_own() -> None:
    """Drop this process's PostgreSQL database."""
    if IS_POSTGRES:
        connection.close()
        drop_database(connection.settings_dict["NAME"])


def drop_kept() -> None:
    """Drop what the processes of this run shared."""
    if IS_POSTGRES:
        for state in (MIGRATED, LOADED, RULED):
            drop_database(kept_database(state))


def copy_database(source: str, name: str) -> None:
    """Copy a whole PostgreSQL database that nobody reads."""
    on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def drop_database(name: str) -> None:
    """Drop a PostgreSQL database if there is one, whoever reads it."""
    on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def on_the_server(statement: str) -> None:
    """Run a statement about whole databases, from outside of them."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
