"""Finds a province or city by any name it has or had, as people type it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from guidance.delivery.content_version import cached_per_version
from guidance.models.localities import FormerName, Locality
from guidance.text.folding import fold, split

# What people put before or after the name itself, without accents.
_PREFIX = re.compile(r"^(tinh|thanh pho|tp|t p|province of|province de|city of|ville de|the)\s+")
_SUFFIX = re.compile(r"\s+(province|city|ville)$")
_SIMILAR = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A locality found, and the former name by which it was found, if so."""

    locality: Locality
    former: FormerName | None

    @property
    def slug(self) -> str:
        """The address of what the reader meant: the former name has one of its own."""
        return self.former.slug if self.former else self.locality.slug


def bare(name: str) -> str:
    """The name without accents, spaces around it, or words such as "tỉnh"."""
    plain = " ".join(fold(split(name)).split())
    stripped = _SUFFIX.sub("", _PREFIX.sub("", plain))
    return stripped or plain


def find(query: str, localities: Iterable[Locality] | None = None) -> list[Match]:
    """The localities meant: with exactly this name, else with one that holds or resembles it."""
    wanted = bare(query)
    if not wanted:
        return []
    names = known_names() if localities is None else _all_names(localities)
    for fits in (_is, _begins, _holds, _resembles):
        found = [match for name, match in names if fits(wanted, name)]
        if found:
            return _once(found)
    return []


@cached_per_version
def known_names() -> list[tuple[str, Match]]:
    """Every name of every locality, and what it means."""
    return _all_names(Locality.objects.prefetch_related("former_names"))


def _all_names(localities: Iterable[Locality]) -> list[tuple[str, Match]]:
    return [entry for locality in localities for entry in _names(locality)]


def _names(locality: Locality) -> Iterable[tuple[str, Match]]:
    current = Match(locality=locality, former=None)
    own = {bare(name) for name in locality.own_names()}
    yield from ((name, current) for name in sorted(own))
    for former in locality.former_names.all():
        # Where a locality kept its name, the former one means the same place to a reader.
        match = Match(locality=locality, former=former if bare(former.name) not in own else None)
        yield from ((bare(name), match) for name in (former.name, *former.spellings))


def _is(wanted: str, name: str) -> bool:
    return wanted == name or wanted.replace(" ", "") == name.replace(" ", "")


def _begins(wanted: str, name: str) -> bool:
    return f" {name}".startswith(f" {wanted}") or f"{wanted} ".startswith(f"{name} ")


def _holds(wanted: str, name: str) -> bool:
    return f" {wanted}" in f" {name}" or f" {name} " in f" {wanted} "


def _resembles(wanted: str, name: str) -> bool:
    return difflib.SequenceMatcher(None, wanted, name).ratio() >= _SIMILAR


def _once(matches: Iterable[Match]) -> list[Match]:
    return list({match.slug: match for match in matches}.values())
