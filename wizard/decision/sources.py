"""What a rule says and what it rests on: wording, citations, sources, authorities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Text = Mapping[str, str]
"""One wording per language code, for example ``{"vi": "…", "en": "…", "fr": "…"}``."""

Evidence = Literal["official", "press", "article", "unknown"]


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
    """A pointer to one provision of one source, written ``source:provision``."""

    source: str
    provision: str

    def __str__(self) -> str:
        """Write the citation as the rule-set file does."""
        return f"{self.source}:{self.provision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence the reader sees, with the provisions it rests on."""

    text: Text
    basis: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A passage of a source: its label, how well it is attested, and its wording."""

    key: str
    label: Text
    evidence: Evidence
    wording: Text
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Dated):
    """A legal act, press report or article that provisions are cited from."""

    key: str
    number: str
    title: Text
    issuer: Text
    evidence: Evidence
    url: str | None = None
    issued: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    provisions: tuple[Provision, ...] = field(metadata={"key": "provision"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A body to ask or to file with, and what is known about reaching it."""

    key: str
    name: Text
    note: Text
    basis: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something looked for and not found, with the authorities (keys) to ask."""

    key: str
    text: Text
    ask: tuple[str, ...]
