"""What a process goes on with while the database does not answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from django.db import DatabaseError

from guidance.delivery.content_version import cached_per_version

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
        self.what, self.read, self.otherwise = what, cached_per_version(read), otherwise
        self.known: dict[tuple[str, ...], T] = {}
        self.failed = -TRY_AGAIN
        LastKnown.everything.append(self)

    def __call__(self, *arguments: str) -> T:
        """Give it as the database has it, as far as the database answers."""
        if time.monotonic() - self.failed >= TRY_AGAIN:
            try:
                self.known[arguments] = self.read(*arguments)
            except DatabaseError:
                logger.exception("cannot read %s; going on with what is known", self.what)
                self.failed = time.monotonic()
        return self.last(*arguments)

    def last(self, *arguments: str) -> T:
        """Give it as it was read last, for what may ask no database."""
        known = self.known
        return known[arguments] if arguments in known else self.otherwise(*arguments)

    def forget(self) -> None:
        """Read it anew when it is next asked for."""
        self.known.clear()
        self.failed = -TRY_AGAIN
