"""From the place that an issue names to the field of the form that causes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wizard.drafts.blocks.from_schema import PAPERS, PREFIX, SECTIONS, WORDING

from .stream_codec import Raw

TOKEN = re.compile(r"\[([^\]]*)\]|([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A section of the form and the id of the element to go to; without one, the section."""

    section: str
    element: str = ""


def locate(place: str, streams: Mapping[str, Raw]) -> Anchor:
    """Find the deepest block that a place names."""
    tokens = [inside or outside for inside, outside in TOKEN.findall(place)]
    if not tokens or tokens[0] in WORDING:
        return Anchor("wording", _element(streams.get("wording", [])[:1]))
    section, *rest = tokens
    if section == "papers":
        return _of_papers(rest, streams)
    if section not in SECTIONS:
        return Anchor("head", f"id_{section}")
    found = _child(streams.get(section, []), rest[0]) if rest else None
    if found is None:
        return Anchor(section)
    return Anchor(section, _element([_deepest(found, rest[1:])]))


def _of_papers(tokens: list[str], streams: Mapping[str, Raw]) -> Anchor:
    """Find a place of the papers: an entry of a list, or what there is one of."""
    if not tokens or tokens[0] not in PAPERS:
        section = f"{PREFIX}wording"
        return Anchor(section, _element(streams.get(section, [])[:1]))
    section = f"{PREFIX}{tokens[0]}"
    found = _child(streams.get(section, []), tokens[1]) if tokens[1:] else None
    return Anchor(section, _element([_deepest(found, tokens[2:])]) if found else "")


def _element(items: Raw) -> str:
    return f"block-{items[0]['id']}-section" if items and items[0].get("id") else ""


def _child(items: Raw, name: str) -> dict[str, Any] | None:
    """Find a block by the key of its value, or by its number where it has none."""
    for index, item in enumerate(items):
        value = item["value"]
        key = value.get("key", value.get("question")) if isinstance(value, Mapping) else None
        if name == (str(index) if key is None else key):
            return item
    return None


def _deepest(item: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Follow the names as far down as there are blocks with ids of their own."""
    found, value = item, item["value"]
    for name in names:
        if isinstance(value, Mapping):
            value = value.get(name)
            continue
        if not isinstance(value, list):
            break
        rows = [row for row in value if isinstance(row, dict)]
        within = [inner for row in rows if isinstance(row["value"], list) for inner in row["value"]]
        child = _child(rows, name) or _child(within, name)
        if child is None:
            break
        found, value = child, child["value"]
    return found
