"""When the published rules last changed: a mark that every process can read without a query.

The mark stands in two places: in the cache, which several hosts share when it is Redis, and in a
small file, which the processes of one host share when the cache is only their own memory. A mark
is written twice: as pending before the change is committed, as settled afterwards. Whoever reads
a pending mark reads the rules again each time it looks, so that a crash between the two loses
nothing.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

logger = logging.getLogger(__name__)

KEY = "wizard.rulesets"
PENDING, SETTLED = "pending", "settled"
LONGEST_PENDING = 60
"""Seconds after which a change that was never settled counts as given up."""


def file() -> Path:
    """Where the processes of one host find the mark."""
    return Path(settings.VAR_DIR) / "rulesets.stamp"


def read() -> tuple[str, str]:
    """Read both marks; what was never written reads as empty."""
    try:
        local = file().read_text(encoding="ascii")
    except OSError:
        local = ""
    return str(cache.get(KEY, "")), local


def is_pending(marks: tuple[str, str]) -> bool:
    """Say whether a change was announced a moment ago and not settled yet."""
    now = time.time()
    for mark in marks:
        state, _, moment = mark.partition(" ")
        if state == PENDING and now - int(moment or 0) / 1e9 < LONGEST_PENDING:
            return True
    return False


def announce() -> None:
    """Announce a change of the published rules, inside the transaction that makes it."""
    _write(PENDING)
    transaction.on_commit(lambda: _write(SETTLED))


def _write(state: str) -> None:
    mark = f"{state} {time.time_ns()}"
    cache.set(KEY, mark, None)
    try:
        part = file().with_suffix(f".{time.time_ns()}")
        part.write_text(mark, encoding="ascii")
        part.replace(file())
    except OSError:
        # A read-only disk is no fault where a shared cache carries the mark.
        logger.warning("cannot write %s: other processes learn of new rules by the cache", file())
