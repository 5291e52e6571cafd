"""Turns the blocks of a content file into a stored body, as the block definitions say."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from wagtail import blocks

from guidance.blocks import CitationsBlock
from guidance.loading.content_files import ContentError, refuse_others

# Block ids are the same in every language, so that a passage and its translation can be compared.
_IDS = uuid.UUID("6f1c1d2e-5a43-4c38-9a5b-3b6f0f7a26c0")
_HREF = re.compile(r'href="([a-z]+:[^"]*)"')

Link = Callable[[str, str], str]


def identity(place: str) -> str:
    """The id of the block at a place such as "c26-documents/2/items/0"."""
    return str(uuid.uuid5(_IDS, place))


def body(
    stream: blocks.StreamBlock, entries: Sequence[Mapping[str, Any]], key: str, link: Link
) -> list[Any]:
    """The stored form of a whole body; links such as "page:co" become what `link` makes of them."""
    stored = []
    for number, entry in enumerate(entries):
        place = f"{key}/{number}"
        kind = entry.get("type")
        if kind not in stream.child_blocks:
            raise ContentError(_shown(place), f"unknown block type “{kind}”")
        fields = {name: value for name, value in entry.items() if name != "type"}
        value = _value(stream.child_blocks[kind], fields, place, link)
        stored.append({"type": kind, "id": identity(place), "value": value})
    return stored


def _shown(place: str) -> str:
    key, number, *rest = place.split("/")
    return f"{key}, block {int(number) + 1}" + "".join(f".{part}" for part in rest)


def _value(block: blocks.Block, value: Any, place: str, link: Link) -> Any:
    if isinstance(block, blocks.StructBlock):
        return _struct(block, value, place, link)
    if isinstance(block, blocks.ListBlock):
        return _list(block, value, place, link)
    if isinstance(block, CitationsBlock):
        return _expect(value, list, place)
    if isinstance(block, blocks.DateBlock):
        return _day(value, place).isoformat()
    if isinstance(block, blocks.IntegerBlock):
        return _expect(value, int, place)
    text = _expect(value, str, place)
    if isinstance(block, blocks.RichTextBlock):
        return _linked(text, place, link)
    if isinstance(block, blocks.ChoiceBlock):
        _check_choice(block, text, place)
    return text


def _expect(value: Any, kind: type, place: str) -> Any:
    if not isinstance(value, kind):
        raise ContentError(_shown(place), f"{kind.__name__} expected, not {value!r}")
    return value.strip() if isinstance(value, str) else value


def _day(value: Any, place: str) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ContentError(_shown(place), f"a date expected, not {value!r}") from error


def _struct(block: blocks.StructBlock, value: Any, place: str, link: Link) -> dict[str, Any]:
    given = _expect(value, dict, place)
    refuse_others(given, block.child_blocks, _shown(place))
    stored = {}
    for name, child in block.child_blocks.items():
        if name in given:
            stored[name] = _value(child, given[name], f"{place}/{name}", link)
        elif child.required:
            raise ContentError(_shown(place), f"“{name}” is missing")
        else:
            stored[name] = child.get_prep_value(child.get_default())
    first, last = stored.get("from"), stored.get("until")
    if first and last and last < first:
        raise ContentError(_shown(place), "“until” is before “from”")
    return stored


def _list(block: blocks.ListBlock, value: Any, place: str, link: Link) -> list[Any]:
    return [
        {
            "type": "item",
            "id": identity(f"{place}/{number}"),
            "value": _value(block.child_block, item, f"{place}/{number}", link),
        }
        for number, item in enumerate(_expect(value, list, place))
    ]


def _check_choice(block: blocks.ChoiceBlock, value: str, place: str) -> None:
    choices = [str(key) for key, _label in block.field.choices if key]
    if value not in choices:
        raise ContentError(_shown(place), f"“{value}” is none of {', '.join(choices)}")


def _linked(html: str, place: str, link: Link) -> str:
    def replace(match: re.Match[str]) -> str:
        scheme, _colon, target = match.group(1).partition(":")
        if scheme in ("http", "https", "mailto", "tel"):
            return match.group()
        try:
            return link(scheme, target)
        except LookupError as error:
            raise ContentError(_shown(place), f"no target for “{match.group(1)}”") from error

    return _HREF.sub(replace, html)
