"""Three-valued truth (strong Kleene logic): what is not known is never silently "no"."""

from __future__ import annotations

from enum import IntEnum
from typing import NoReturn


class Truth(IntEnum):
    """NO, UNKNOWN or YES; `&` is the lesser, `|` the greater, `~` the mirror image."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __and__(self, other: int) -> Truth:
        """Both hold: as weak as the weaker of the two."""
        return Truth(min(self, other))

    def __or__(self, other: int) -> Truth:
        """Either holds: as strong as the stronger of the two."""
        return Truth(max(self, other))

    def __invert__(self) -> Truth:
        """The opposite; the opposite of not knowing is not knowing."""
        return Truth(2 - self)

    def __bool__(self) -> NoReturn:
        """Refuse to be taken for a bool: `if truth` would read UNKNOWN as yes."""
        raise TypeError("a Truth has three values: compare it with `is`")
