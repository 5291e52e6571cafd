"""The one word for "something is wrong with this input", wherever rules or lists are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to mend: what kind it is, the place where it stands, and the detail.

    `place` is a path such as ``case[moved].basis[0]``; empty for the rule set as a whole.
    """

    code: str
    place: str
    detail: str = ""

    def __str__(self) -> str:
        """Write "code at place: detail"."""
        where = self.place or "rule set"
        return f"{self.code} at {where}" + (f": {self.detail}" if self.detail else "")
