"""Published keys that a draft would rename: addresses and other rules hang on them.

A key that is gone while its entry is still there, by its place in the form or by its words, was
renamed. An entry that is gone altogether was removed, which a new version may do.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .stream_codec import NAMES, Raw

SAYS = ("title", "name", "text", "label")
LISTS = ("choice", "group")


@dataclass(frozen=True, slots=True)
class Keyed:
    """An entry with a key: the list it stands in, the ids it is known by, and what it says."""

    scope: str
    key: str
    ids: frozenset[str]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Renamed:
    """A published key that became another one."""

    section: str
    old: str
    new: str


def renamed(draft: Mapping[str, Raw], published: Iterable[Mapping[str, Raw]]) -> list[Renamed]:
    """Find every published key that the draft has under another name."""
    now = list(_keyed(draft))
    known = [entry for streams in published for entry in _keyed(streams)]
    present = {(entry.scope, entry.key) for entry in now}
    ever = {(entry.scope, entry.key) for entry in known}
    fresh = [entry for entry in now if (entry.scope, entry.key) not in ever]
    found = {
        Renamed(_section(entry.scope), old.key, entry.key)
        for entry in fresh
        for old in known
        if old.scope == entry.scope and (old.scope, old.key) not in present and _same(old, entry)
    }
    return sorted(found, key=lambda item: (item.section, item.old, item.new))


def _same(old: Keyed, new: Keyed) -> bool:
    """Say whether two entries are one: at the same place of the form, or in the same words."""
    return bool(old.ids & new.ids) or (any(old.says) and old.says == new.says)


def _keyed(streams: Mapping[str, Raw]) -> Iterator[Keyed]:
    for section, items in streams.items():
        yield from _in_list(section, items)


def _in_list(scope: str, items: Raw) -> Iterator[Keyed]:
    """Give each entry of a list, and those of the lists within it."""
    for item in items:
        value = item["value"]
        key = value.get("key")
        if not key:
            continue
        place = f"{scope}[{key}]"
        # A copy is numbered by its keys; what was made in a form keeps the number it got there.
        ids = frozenset({str(item.get("id")), str(uuid.uuid5(NAMES, place))})
        yield Keyed(scope, key, ids, tuple(_words(value.get(name)) for name in SAYS))
        for name in LISTS:
            # A choice names its group; only a question has a list of them.
            if isinstance(value.get(name), list):
                yield from _in_list(f"{place}.{name}", value[name])


def _words(texts: Any) -> str:
    return " ".join(texts.values()).casefold() if isinstance(texts, Mapping) else ""


def _section(scope: str) -> str:
    return scope.partition("[")[0]
