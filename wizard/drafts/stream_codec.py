"""A rule set as the editors' form stores it <-> the mapping that `decision.parse` reads.

Both ways walk the dataclasses, as reading a file does, over plain JSON: no block is made, so that
a rule set loads as fast from the database as from its file.
"""

from __future__ import annotations

import types
import typing
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, is_dataclass
from datetime import date
from typing import Any

from wizard.decision.kit import Kit
from wizard.decision.parse import hints, schema
from wizard.decision.ruleset import Condition, RuleSet
from wizard.decision.sources import Citation
from wizard.drafts.blocks.from_schema import PAPERS, PAPERS_WORDING, PREFIX, SECTIONS, WORDING

NAMES = uuid.UUID("6f1d7c0e-2f3b-5c8e-9a51-26c2025b4d10")
"""Namespace of block ids: the same place in the same rules has the same id."""

Raw = list[dict[str, Any]]


def to_streams(mapping: Mapping[str, Any]) -> dict[str, Raw]:
    """Write a rule set's mapping as one stream a section."""
    wording = {
        key: _write(hints(RuleSet)[spec.name], mapping[key], f"wording.{key}")
        for spec, key in schema(RuleSet)
        if key in WORDING and key in mapping
    }
    streams = {"wording": [_item("wording", "wording", wording)]}
    for section, cls in SECTIONS.items():
        items = mapping.get(section, [])
        if isinstance(items, Mapping):
            items = [{"key": key, **item} for key, item in items.items()]
        streams[section] = [
            _item(section, place, _write_object(cls, item, place))
            for place, item in _places(section, items)
        ]
    return streams | _papers_to_streams(mapping.get("papers"))


def _papers_to_streams(papers: Mapping[str, Any] | None) -> dict[str, Raw]:
    """Write the papers as one stream a section; empty ones where the rules have none."""
    if papers is None:
        return {f"{PREFIX}{section}": [] for section in ("wording", *PAPERS)}
    single = {key: papers[key] for key in PAPERS_WORDING if key in papers}
    written = _write_object(Kit, single, "papers")
    streams = {f"{PREFIX}wording": [_item("papers", "papers.wording", written)]}
    for section, cls in PAPERS.items():
        streams[f"{PREFIX}{section}"] = [
            _item(section, place, _write_object(cls, item, place))
            for place, item in _places(f"papers.{section}", papers.get(section, []))
        ]
    return streams


def from_streams(streams: Mapping[str, Raw]) -> dict[str, Any]:
    """Read the mapping back; what was left empty and may be absent is absent."""
    mapping: dict[str, Any] = {}
    for child in streams["wording"]:
        for spec, key in schema(RuleSet):
            if key in WORDING:
                item = _read(hints(RuleSet)[spec.name], child["value"].get(key))
                if spec.default is MISSING or item:
                    mapping[key] = item
    for section, cls in SECTIONS.items():
        values = [child["value"] for child in streams.get(section, [])]
        items = [_read_object(cls, value) for value in values]
        if section == "outcome":
            keys = [value.get("key", "") for value in values]
            mapping[section] = dict(zip(keys, items, strict=True))
        elif items:
            mapping[section] = items
    papers = _papers_from_streams(streams)
    return {**mapping, "papers": papers} if papers else mapping


def _papers_from_streams(streams: Mapping[str, Raw]) -> dict[str, Any]:
    """Read the papers back; nothing where every section of theirs is empty."""
    papers: dict[str, Any] = {}
    for child in streams.get(f"{PREFIX}wording", []):
        papers = _read_object(Kit, child["value"], only=PAPERS_WORDING)
    for section, cls in PAPERS.items():
        if children := streams.get(f"{PREFIX}{section}", []):
            papers[section] = [_read_object(cls, child["value"]) for child in children]
    return papers


def keys_in(value: Any) -> Iterator[str]:
    """Find every key in a stream, however deep."""
    if isinstance(value, Mapping):
        if value.get("key"):
            yield value["key"]
        for item in value.values():
            yield from keys_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from keys_in(item)


def _places(place: str, items: list[Any]) -> Iterator[tuple[str, Any]]:
    """Name the place of each item, by its key where it has one."""
    for index, item in enumerate(items):
        name = item.get("key", index) if isinstance(item, Mapping) else index
        yield f"{place}[{name}]", item


def _item(kind: str, place: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid5(NAMES, place))}


def _write_object(cls: type, item: Mapping[str, Any], place: str) -> dict[str, Any]:
    written = {"key": item["key"]} if "key" in item else {}
    for spec, key in schema(cls):
        if key in item:
            written[key] = _write(hints(cls)[spec.name], item[key], f"{place}.{key}")
    return written


def _write(hint: Any, value: Any, place: str) -> Any:
    """Write one value as its block stores it."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return _write(typing.get_args(hint)[0], value, place)
    if is_dataclass(hint):
        return _write_object(typing.cast("type", hint), value, place)
    if _is_rows(hint):
        return [
            _item("item", f"{place}[{index}]", _write_row(row, f"{place}[{index}]"))
            for index, row in enumerate(value)
        ]
    inner = _listed(hint)
    if inner is not None:
        return [
            _item("item", where, _write_object(inner, item, where))
            for where, item in _places(place, value)
        ]
    if _is_texts(hint):
        return [_item("item", where, dict(item)) for where, item in _places(place, value)]
    return value.isoformat() if isinstance(value, date) else value


def _write_row(row: Mapping[str, list[str]], place: str) -> Raw:
    return [
        _item("item", f"{place}.{question}", {"question": question, "choices": list(choices)})
        for question, choices in row.items()
    ]


def _read_object(cls: type, value: Mapping[str, Any], only: tuple[str, ...] = ()) -> dict[str, Any]:
    """Read a value object; an empty field that has a default counts as left out."""
    content = {}
    for spec, key in schema(cls):
        if only and key not in only:
            continue
        item = _read(hints(cls)[spec.name], value.get(key))
        if spec.default is MISSING or (item is not False and item not in (None, "", [], {})):
            content[key] = item
    return content


def _read(hint: Any, value: Any) -> Any:
    """Read one value from what its block stores."""
    optional = typing.get_origin(hint) in (types.UnionType, typing.Union)
    if optional:
        hint = typing.get_args(hint)[0]
    if is_dataclass(hint):
        item = _read_object(typing.cast("type", hint), value or {})
        return item if any(item.values()) or not optional else None
    if _is_rows(hint):
        return [_read_row(row["value"]) for row in value or ()]
    inner = _listed(hint)
    if inner is not None:
        return [_read_object(inner, item["value"]) for item in value or ()]
    if _is_texts(hint):
        text = typing.get_args(hint)[0]
        return [_read_plain(text, item["value"]) for item in value or ()]
    return _read_plain(hint, value)


def _read_plain(hint: Any, value: Any) -> Any:
    """Read texts, keys, numbers and dates; browsers send line ends of their own."""
    origin = typing.get_origin(hint)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        texts = {language: text for language, text in (value or {}).items() if text}
        return {language: text.replace("\r\n", "\n") for language, text in texts.items()}
    if origin is tuple:
        return list(value or ())
    if hint is date and isinstance(value, str):
        return _read_day(value)
    return value


def _read_day(value: str) -> date | str | None:
    """Read a day; what is none stays as it is, for whoever reads the rules to say so."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return value


def _read_row(conditions: Raw) -> dict[str, list[str]]:
    """Read a row; a question named twice must satisfy both conditions at once."""
    row: dict[str, list[str]] = {}
    for condition in conditions:
        question = condition["value"].get("question") or ""
        choices = list(condition["value"].get("choices") or ())
        both = [choice for choice in row.get(question, choices) if choice in choices]
        row[question] = both
    return row


def _listed(hint: Any) -> type | None:
    """Give the value object that a list holds, if it holds any."""
    inner = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None
    is_form = is_dataclass(inner) and inner is not Citation
    return typing.cast("type", inner) if is_form else None


def _is_rows(hint: Any) -> bool:
    if typing.get_origin(hint) is not tuple:
        return False
    inner = typing.get_args(typing.get_args(hint)[0])
    return bool(inner) and inner[0] is Condition


def _is_texts(hint: Any) -> bool:
    """Whether it is a list of texts, each in every language."""
    inner = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None
    origin = typing.get_origin(inner)
    return isinstance(origin, type) and issubclass(origin, Mapping)
