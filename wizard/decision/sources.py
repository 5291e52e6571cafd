"""What a rule says and what it rests on: wording, citations, authorities, what is in doubt.

A rule set cites the site's register of the law by slug and provision and holds no copy of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Text = Mapping[str, str]
"""One wording per language code, for example ``{"vi": "…", "en": "…", "fr": "…"}``."""

Day = Literal["filed", "declared", "on"]
"""The day by which something is in force: file received, declaration registered, or as asked."""


class Dated:
    """Something that is in force from a date, until a date (both included), or without limit."""

    __slots__ = ()
    in_force_from: date | None
    in_force_until: date | None

    def in_force(self, on: date) -> bool:
        """Say whether this applies on the given day."""
        starts, ends = self.in_force_from, self.in_force_until
        return (starts is None or starts <= on) and (ends is None or on <= ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A pointer to one provision of one source of the register, written ``slug:provision``."""

    source: str
    provision: str

    def __str__(self) -> str:
        """Write the citation as the rule-set file does."""
        return f"{self.source}:{self.provision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Dated):
    """A sentence the reader sees on the days it holds, with the provisions it rests on.

    `by` names the day by which its own dates count: what is banned and how it may come in goes by
    the day of the declaration (Circular 85/2026, Art. 5(1)), how to ask by that of the file.
    """

    text: Text
    basis: tuple[Citation, ...]
    doubts: tuple[str, ...] = ()
    by: Day = "declared"
    in_force_from: date | None = None
    in_force_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A body to ask or to file with, and what is known about reaching it.

    `power` says what it decides, since when, and what is in doubt about that: where a case names it
    as the one who decides, it is shown as such on the days on which one of these holds.
    """

    key: str
    name: Text
    note: Text
    basis: tuple[Citation, ...]
    power: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something looked for and not found, with the authorities (keys) to ask."""

    key: str
    text: Text
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a text that is in doubt, and what speaks for it."""

    label: Text
    text: Text
    basis: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt(Dated):
    """A point that the published law leaves open: its readings, who settles it, and by what.

    It is shown on the days on which it is in doubt, beside whatever refers to it by its key; `by`
    names the day by which these count. `means` is what follows for whoever it touches, each on its
    own days: what must be known ahead of a doubt stands there before the doubt itself begins.
    """

    key: str
    title: Text
    text: Text
    readings: tuple[Reading, ...] = field(metadata={"key": "reading"})
    ask: tuple[str, ...]
    settled_by: Text
    basis: tuple[Citation, ...]
    means: tuple[Statement, ...] = ()
    by: Day = "declared"
    in_force_from: date | None = None
    in_force_until: date | None = None
