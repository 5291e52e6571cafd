"""The content version: one value that changes with everything the public can see.

Whoever keeps something made from the content (finished pages, ETags, the rules in force, the words
that search knows) keeps it under this value, and makes it anew when the value is another one. It
holds the mark of the last publication and the day at the site's place.

**The mark** is two moments: when a change was last *announced*, and when one was last *done*. What
is published writes the second once its transaction is committed. Rules and lists of goods, by which
whole verdicts hang, write the first as well, inside the transaction: until the second moment
follows, the change is pending, and whoever looks reads anew each time. A process that is killed
between its commit and its word to the others therefore loses nothing.

**Where it is kept**: in the time stamps of two files, which processes on one disk share, and which
can be set on a full disk; and, where the cache is Redis, in two keys there, which processes on
several machines share. A look costs two calls of `stat`, and once a second a question to Redis.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import NamedTuple, Protocol, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

T = TypeVar("T")
LOOK_AGAIN = 0.01
"""Seconds for which a process trusts what it last found, since thousands ask in a second."""
SHARED_FOR = 1.0
"""Seconds for which it trusts what it last read from a cache on another machine."""
LONGEST_PENDING = 60
"""Seconds after which a change that was announced and never done counts as given up."""
LONGEST_TURN = 2.0
"""Seconds for which somebody waits for what another thread works out; then they do it as well."""
DONE, ANNOUNCED = "content-version", "content-announced"


class Mark(NamedTuple):
    """When something was last published, and when that was last announced: nanoseconds."""

    done: int = 0
    announced: int = 0

    def is_pending(self) -> bool:
        """Whether a change was announced a moment ago and is not done yet."""
        age = time.time_ns() - self.announced
        return self.announced > self.done and age < LONGEST_PENDING * 1_000_000_000


class VersionBackend(Protocol):
    """Somewhere other processes see the mark."""

    def read(self) -> Mark:
        """The mark now, or as it was a moment ago; never raises."""

    def write(self, name: str, moment: int) -> None:
        """Set one of its moments: `name` is DONE or ANNOUNCED, `moment` nanoseconds since 1970."""


class FileVersion:
    """The modification times of two files in the folder of the installation."""

    def read(self) -> Mark:
        """Both times, to the nanosecond; 0 for a file that is not there yet."""
        return Mark(_time_of(DONE), _time_of(ANNOUNCED))

    def write(self, name: str, moment: int) -> None:
        """Set the time of a file, made if there is none."""
        path = Path(settings.VAR_DIR) / name
        try:
            path.touch()
            os.utime(path, ns=(moment, moment))
        except OSError:
            logger.warning("Cannot write %s: processes learn of changes by the cache alone", path)


class CacheVersion:
    """Two keys in the cache, read at most once a second.

    Without an answer the last mark stays in use: what was current when the cache went away is
    better than nothing. What could not be written is written as soon as the cache is back.
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.known = Mark()
        self.asked = -SHARED_FOR
        self.pending_writes: dict[str, int] = {}

    def read(self) -> Mark:
        """The mark, at most a second old."""
        now = time.monotonic()
        if now - self.asked >= SHARED_FOR:
            self.asked = now
            for name, moment in tuple(self.pending_writes.items()):
                self._tell(name, moment)
            found = cache.get_many([DONE, ANNOUNCED]) or {}
            if DONE not in found:
                # A cache that is new or was emptied: a moment it never had, so that nobody trusts
                # an old one.
                cache.add(DONE, time.time_ns(), None)
                found = cache.get_many([DONE, ANNOUNCED]) or {}
            self.known = self.known._replace(
                done=found.get(DONE, self.known.done),
                announced=found.get(ANNOUNCED, self.known.announced),
            )
        return self.known

    def write(self, name: str, moment: int) -> None:
        """Set a moment; this process uses it at once."""
        field = "done" if name == DONE else "announced"
        self.known = self.known._replace(**{field: moment})
        self._tell(name, moment)

    def _tell(self, name: str, moment: int) -> None:
        """Set a key, and remember to do so later if it cannot be found there afterwards."""
        cache.set(name, moment, None)
        self.pending_writes.pop(name, None)
        if cache.get(name) is None:
            self.pending_writes[name] = moment


class Day:
    """The day at the site's place: what holds since or until a day shows it."""

    def __init__(self) -> None:
        """Not known yet."""
        self.begins = self.ends = 0.0
        self.day = ""

    def left(self) -> int:
        """Whole seconds until the next day begins."""
        self.read()
        return max(0, int(self.ends - time.time()))

    def read(self) -> str:
        """Today, worked out anew after midnight and when the clock was set back before it."""
        now = time.time()
        if not self.begins <= now < self.ends:
            today = timezone.localtime()
            start = datetime.combine(today.date(), datetime.min.time())
            begins, ends = (
                timezone.make_aware(start + timedelta(days=days)).timestamp() for days in (0, 1)
            )
            # The day first: another thread reads it as soon as its bounds are known.
            self.day = today.date().isoformat()
            self.begins, self.ends = begins, ends
        return self.day


class ContentVersion:
    """What this process goes by: the mark as it last looked, and the day."""

    def __init__(self) -> None:
        """Nothing was looked at yet."""
        self.stores: tuple[VersionBackend, ...] | None = None
        self.day = Day()
        self.known: tuple[Mark, ...] = ()
        self.looked = float("-inf")

    def read(self) -> Hashable:
        """The version, at most a hundredth of a second old; equal only to itself.

        While a change is pending it is another one at each look: nothing is kept for long.
        """
        return self.mark(), self.day.read(), self.looked if self.is_pending() else 0.0

    def mark(self) -> tuple[Mark, ...]:
        """The mark alone, for what does not hang on the day."""
        now = time.monotonic()
        if now - self.looked >= LOOK_AGAIN:
            if self.stores is None:
                is_shared = "locmem" not in settings.CACHES["default"]["BACKEND"]
                self.stores = (FileVersion(), CacheVersion()) if is_shared else (FileVersion(),)
            self.known = tuple(store.read() for store in self.stores)
            self.looked = now
        return self.known

    def is_pending(self) -> bool:
        """Whether a change was announced that is not done yet."""
        return any(mark.is_pending() for mark in self.known)

    def look(self) -> None:
        """Trust nothing that was found before: the next to ask looks."""
        self.looked = float("-inf")

    def change(self) -> None:
        """Make everything that is kept an old one, at once and in every process.

        Never raises: what cannot be written to one backend is still told by the other.
        """
        self._write(DONE)

    def change_after_commit(self) -> None:
        """Change it once the work of this transaction can be seen by others; once is enough."""
        waiting = transaction.get_connection().run_on_commit
        if not any(work == self.change for _savepoints, work, *_robust in waiting):
            transaction.on_commit(self.change, robust=True)

    def announce(self) -> None:
        """Announce a change inside the transaction that makes it; it is done with the commit."""
        self._write(ANNOUNCED)
        self.change_after_commit()

    def _write(self, name: str) -> None:
        self.mark()
        moment = time.time_ns()
        for store in self.stores or ():
            store.write(name, moment)
        self.look()


content_version = ContentVersion()


def cached_per_version(function: Callable[..., T]) -> Callable[..., T]:
    """Let a function work once for each of its few arguments, until content or day change.

    Arguments must be hashable, and given by position. Of an older version nothing is kept. After a
    change many ask at once: one does the work, the others wait for it, but not for ever.
    """
    at_work = RLock()
    kept: tuple[Hashable, dict[tuple[Hashable, ...], T]] = (None, {})

    @wraps(function)
    def read(*arguments: Hashable) -> T:
        nonlocal kept
        # Asked before the work: what changes meanwhile has another version already.
        version = content_version.read()
        try:
            return found(version)[arguments]
        except KeyError:
            has_turn = at_work.acquire(timeout=LONGEST_TURN)
        try:
            answers = found(version)
            if arguments not in answers:
                answers[arguments] = function(*arguments)
                kept = (version, answers)
            return answers[arguments]
        finally:
            if has_turn:
                at_work.release()

    def found(version: Hashable) -> dict[tuple[Hashable, ...], T]:
        of, answers = kept
        return answers if of == version else {}

    return read


def _time_of(name: str) -> int:
    try:
        return os.stat(f"{settings.VAR_DIR}/{name}").st_mtime_ns  # noqa: PTH116 - half the time of Path.stat()
    except OSError:
        return 0
