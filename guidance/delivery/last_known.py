"""What a process goes on with while the database does not answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable
from typing import Any, ClassVar, Generic, TypeVar

from django.db import DatabaseError

from guidance.delivery.content_version import content_version

T = TypeVar("T")

TRY_AGAIN = 5.0
"""Seconds after which a database that did not answer is asked again."""

logger = logging.getLogger(__name__)


class LastKnown(Generic[T]):
    """Something read from the database: once for each version of the content.

    While the database does not answer, it is as it was last; `otherwise` where nobody has read it.
    Called with what `read` and `otherwise` are called with: nothing, or few things such as a
    language.
    """

    everything: ClassVar[list[LastKnown[Any]]] = []

    def __init__(self, what: str, read: Callable[..., T], otherwise: Callable[..., T]) -> None:
        """Nothing was read yet; `what` names it in the log."""
        self.what, self.read, self.otherwise = what, read, otherwise
        self.known: dict[tuple[str, ...], tuple[Hashable, T]] = {}
        self.failed = -TRY_AGAIN
        LastKnown.everything.append(self)

    def __call__(self, *arguments: str) -> T:
        """Give it as the database has it, as far as the database answers."""
        # Asked before the work: what changes meanwhile has another version already.
        version, now = content_version.read(), time.monotonic()
        known = self.known.get(arguments)
        if known and (known[0] == version or now - self.failed < TRY_AGAIN):
            return known[1]
        if now - self.failed >= TRY_AGAIN:
            try:
                self.known[arguments] = version, self.read(*arguments)
                return self.known[arguments][1]
            except DatabaseError:
                logger.exception("cannot read %s; going on with what is known", self.what)
                self.failed = now
        return self.last(*arguments)

    def last(self, *arguments: str) -> T:
        """Give it as it was read last, for what may ask no database."""
        known = self.known.get(arguments)
        return known[1] if known else self.otherwise(*arguments)

    def forget(self) -> None:
        """Read it anew when it is next asked for."""
        self.known.clear()
        self.failed = -TRY_AGAIN
