"""Three-valued truth (strong Kleene logic): what is not known is never silently "no"."""

from __future__ import annotations

from enum import IntEnum
from typing import NoReturn


class Truth(IntEnum):
    """NO, UNKNOWN or YES: a row of conditions is the least of them, a case the greatest row."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __bool__(self) -> NoReturn:
        """Refuse to be taken for a bool: `if truth` would read UNKNOWN as yes."""
        raise TypeError("a Truth has three values: compare it with `is`")
