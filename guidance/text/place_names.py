"""A place by any of its names, as people type them: without accents, with "tỉnh", misspelt."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TypeVar

from guidance.text.folding import fold, split

Place = TypeVar("Place")

# What people put before or after the name itself, without accents.
_PREFIX = re.compile(r"^(tinh|thanh pho|tp|t p|province of|province de|city of|ville de|the)\s+")
_SUFFIX = re.compile(r"\s+(province|city|ville)$")
_SIMILAR = 0.8
# As much without a space is more than the first word of a name.
_SHORT = 4


def bare(name: str) -> str:
    """The name without accents, spaces around it, or words such as "tỉnh"."""
    plain = " ".join(fold(split(name)).split())
    stripped = _SUFFIX.sub("", _PREFIX.sub("", plain))
    return stripped or plain


def meant(query: str, names: Iterable[tuple[str, Place]]) -> list[Place]:
    """The places with exactly this name (each bare), else with one that holds or resembles it."""
    wanted, known = bare(query), list(names)
    if not wanted:
        return []
    for fits in (is_same, begins, _starts, _holds, _resembles):
        found = [place for name, place in known if fits(wanted, name)]
        if found:
            return found
    return []


def is_same(wanted: str, name: str) -> bool:
    """Whether a bare name is the one wanted, spaces aside."""
    return wanted == name or wanted.replace(" ", "") == name.replace(" ", "")


def begins(wanted: str, name: str) -> bool:
    """Whether what was typed so far is the beginning of a bare name."""
    return name.startswith(wanted) or (
        " " not in wanted and len(wanted) > _SHORT and name.replace(" ", "").startswith(wanted)
    )


def _starts(wanted: str, name: str) -> bool:
    return f"{wanted} ".startswith(f"{name} ")


def _holds(wanted: str, name: str) -> bool:
    return f" {wanted}" in f" {name}" or f" {name} " in f" {wanted} "


def _resembles(wanted: str, name: str) -> bool:
    return difflib.SequenceMatcher(None, wanted, name).ratio() >= _SIMILAR
