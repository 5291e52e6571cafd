"""The database and the cache, as DATABASE_URL and CACHE_URL name them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import dj_database_url

from guidance.settings import env


class PrivateConnection(sqlite3.Connection):
    """A connection to a file that nobody else on the machine may read.

    It holds password hashes and drafts. SQLite gives the files beside it (-wal, -shm) its mode.
    A file that is there is never opened here: closing it would give up the locks that this
    process's other connections hold on it, and another process could write over what they read
    (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """

    def __init__(self, database: str, *arguments: Any, **options: Any) -> None:
        """Make the file, or make it private, before SQLite opens it."""
        path = Path(database)
        if not str(database).startswith((":", "file:")) and path.parent.is_dir():
            with suppress(OSError):
                if not path.exists():
                    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
                env.make_private(path)
        super().__init__(database, *arguments, **options)


_SQLITE: dict[str, Any] = {
    "factory": PrivateConnection,
    # Readers never wait for a writer; writers queue up instead of failing half-way.
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=67108864"
    ),
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}
_POSTGRESQL: dict[str, Any] = {
    # A database that does not answer must not hold a visitor for longer than this.
    "connect_timeout": 3,
    "options": "-c statement_timeout=15000 -c lock_timeout=10000",
    # Nor must one whose machine is gone, which refuses nothing and says nothing.
    "tcp_user_timeout": 20_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}


def database(folder: Path) -> dict[str, Any]:
    """The database named by DATABASE_URL, or a SQLite file in a folder."""
    found: dict[str, Any] = dict(
        dj_database_url.parse(
            env.text("DATABASE_URL", f"sqlite:///{folder / 'db.sqlite3'}"),
            # SQLite pays for every new connection with its PRAGMAs, PostgreSQL with a handshake.
            conn_max_age=60,
            conn_health_checks=True,
        )
    )
    is_sqlite = found["ENGINE"] == "django.db.backends.sqlite3"
    ours = _SQLITE if is_sqlite else _POSTGRESQL if "postgresql" in found["ENGINE"] else {}
    found["OPTIONS"] = {**ours, **found.get("OPTIONS", {})}
    return found


def cache() -> dict[str, Any]:
    """The Redis named by CACHE_URL, or the memory of each process."""
    location = env.text("CACHE_URL", "")
    if not location:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # Room for what throttles count, so that nobody is forgotten early.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": location,
        "OPTIONS": {
            # Redis is a cache and no more: one that is gone knows nothing and keeps nothing.
            "IGNORE_EXCEPTIONS": True,
            "CONNECTION_POOL_CLASS": "guidance.delivery.redis_pause.PausingConnectionPool",
            # One that does not answer must not hold a visitor for longer than this.
            "SOCKET_CONNECT_TIMEOUT": 0.2,
            "SOCKET_TIMEOUT": 0.2,
        },
    }


def pages() -> dict[str, Any]:
    """Where finished public pages are kept: bounded by their number, and in Redis by its memory."""
    kept = cache()
    kept["KEY_PREFIX"] = "pages"
    kept["TIMEOUT"] = 600
    if not env.text("CACHE_URL", ""):
        kept["LOCATION"] = "pages"
        kept["OPTIONS"] = {"MAX_ENTRIES": 1_000}
    return kept
