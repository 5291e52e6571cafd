"""Finds a province or city by any name it has or had, as people type it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guidance.delivery.content_version import cached_per_version
from guidance.models.localities import FormerName, Locality
from guidance.text.place_names import bare, begins, is_same, meant

SHORTEST = 3
"""Letters of a name that may be its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A locality found, and the former name by which it was found, if so."""

    locality: Locality
    former: FormerName | None

    @property
    def slug(self) -> str:
        """The address of what the reader meant: the former name has one of its own."""
        return self.former.slug if self.former else self.locality.slug


def find(query: str, localities: Iterable[Locality] | None = None) -> list[Match]:
    """The localities meant: with exactly this name, else with one that holds or resembles it."""
    names = known_names() if localities is None else _all_names(localities)
    return _once(meant(query, names))


def find_named(query: str) -> tuple[list[Match], float]:
    """The localities that a query names, and the share of it that does so; nothing that resembles.

    1.0 if it is a name, a little less if it begins one, and at least a half for a name among other
    words, for it says where.
    """
    wanted, names = bare(query), known_names()
    if found := _once(match for name, match in names if is_same(wanted, name)):
        return found, 1.0
    begun = [match for name, match in names if len(wanted) >= SHORTEST and begins(wanted, name)]
    if found := _once(begun):
        return found, 0.95
    inside = [(name, match) for name, match in names if f" {name} " in f" {wanted} "]
    longest = max((len(name.split()) for name, _match in inside), default=0)
    found = _once(match for name, match in inside if len(name.split()) == longest)
    return found, max(0.5, min(0.9, longest / max(1, len(wanted.split()))))


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


def _once(matches: Iterable[Match]) -> list[Match]:
    return list({match.slug: match for match in matches}.values())
