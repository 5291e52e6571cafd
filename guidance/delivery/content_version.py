"""The content version: one value that changes with everything the public can see.

Processes on one machine share it as the time stamp of a file; processes on several machines
share it through the cache. Reading it costs microseconds, because every cached page is asked for
by it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache, wraps
from pathlib import Path
from typing import Protocol, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

T = TypeVar("T")
KEY = "content-version"
# How long a process may trust what it last read from a cache on another machine.
SHARED_FOR = 1.0
LOOK_AGAIN = 0.01
"""Seconds for which a process trusts what it last found, since thousands ask in a second."""


class Stamp(Protocol):
    """Somewhere all processes see the same version."""

    def read(self) -> object:
        """The version now; equal only to itself."""

    def change(self) -> None:
        """Make every earlier version an old one."""


class FileStamp:
    """The modification time of a file: for processes that share a disk."""

    def __init__(self, path: Path) -> None:
        """Make the file if there is none."""
        self.path = str(path)
        path.touch()

    def read(self) -> object:
        """The time the content last changed, to the nanosecond."""
        return os.stat(self.path).st_mtime_ns  # noqa: PTH116 - half the time of Path.stat()

    def change(self) -> None:
        """Set the time; that needs no free space, so it works on a full disk as well."""
        now = time.time_ns()
        os.utime(self.path, ns=(now, now))


class SharedStamp:
    """A key in the cache: for processes on several machines, read at most once a second.

    Without an answer the last version stays in use: pages that were current when the cache went
    away are better than none.
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.known: object = None
        self.asked = -SHARED_FOR
        # A change of ours that the cache could not be told of.
        self.owed: object = None

    def read(self) -> object:
        """The version, at most a second old."""
        now = time.monotonic()
        if now - self.asked >= SHARED_FOR:
            self.asked = now
            if self.owed is not None:
                self._tell(self.owed)
            # A new value rather than none: "none" would be equal to itself after a second loss.
            self.known = self.owed or cache.get_or_set(KEY, time.time_ns, None) or self.known
        return self.known

    def change(self) -> None:
        """Give the version a value it never had; this process uses it at once."""
        self.known, self.asked = time.time_ns(), time.monotonic()
        self._tell(self.known)

    def _tell(self, value: object) -> None:
        """Set the value, and remember to do so later if it cannot be found there afterwards."""
        cache.set(KEY, value, None)
        self.owed = None if cache.get(KEY) is not None else value


class Day:
    """The day at the site's place: what holds since or until a day shows it."""

    def __init__(self) -> None:
        """Not known yet."""
        self.ends = 0.0
        self.day = ""

    def read(self) -> str:
        """Today, worked out anew only after midnight."""
        now = time.time()
        if now >= self.ends:
            today = timezone.localtime()
            midnight = datetime.combine(today.date() + timedelta(days=1), datetime.min.time())
            # The day first: another thread reads it as soon as its end is known.
            self.day = today.date().isoformat()
            self.ends = timezone.make_aware(midnight).timestamp()
        return self.day


def stamp() -> Stamp:
    """Where this installation keeps the version."""
    is_shared = "locmem" not in settings.CACHES["default"]["BACKEND"]
    return SharedStamp() if is_shared else FileStamp(settings.VAR_DIR / KEY)


class ContentVersion:
    """What cached pages are valid for: the content, the day, and what else a process goes by."""

    def __init__(self) -> None:
        """Find the stamp on first use, when the settings are there."""
        self.stamp: Stamp | None = None
        self.day = Day()
        self.others: tuple[Callable[[], object], ...] | None = None
        self.known: object = None
        self.looked = self.sent = -LOOK_AGAIN

    def read(self) -> object:
        """The version, as this process knows it; at most a hundredth of a second old."""
        now = time.monotonic()
        if now - self.looked >= LOOK_AGAIN:
            self.known = self._look()
            self.looked = now
        return self.known

    def at_hand(self) -> object | None:
        """The version without looking; None when the caller should have it read.

        While one does so, the others go on with what was known a moment ago.
        """
        now = time.monotonic()
        age = now - self.looked
        if age < LOOK_AGAIN or (age < 3 * LOOK_AGAIN and now - self.sent < LOOK_AGAIN):
            return self.known
        self.sent = now
        return None

    def _look(self) -> object:
        """The version now.

        What a process looks at only now and then is part of it: a page made from what was known
        a moment ago must not be kept under a version that others have reached already.
        """
        if self.stamp is None:
            self.stamp = stamp()
        if self.others is None:
            self.others = tuple(map(import_string, settings.GUIDANCE_VERSION_SOURCES))
        return self.stamp.read(), self.day.read(), *[read() for read in self.others]

    def change(self) -> None:
        """Make every cached page an old one. Pages live only for so long, should this fail."""
        if self.stamp is None:
            self.stamp = stamp()
        try:
            self.stamp.change()
        except OSError:
            logger.exception("The content version could not be changed")
        self.looked = -LOOK_AGAIN

    def change_after_commit(self) -> None:
        """Change it once the work of this transaction can be seen by others; once is enough."""
        waiting = transaction.get_connection().run_on_commit
        if not any(work == self.change for _savepoints, work, *_robust in waiting):
            transaction.on_commit(self.change, robust=True)


content_version = ContentVersion()


def kept_for_version(function: Callable[..., T]) -> Callable[..., T]:
    """Let a function work once for each of its few arguments, until the content changes."""
    known = lru_cache(maxsize=16)(lambda _version, *arguments: function(*arguments))

    @wraps(function)
    def read(*arguments: str) -> T:
        # Asked before the work: what changes meanwhile has another version already.
        return known(content_version.read(), *arguments)

    return read
