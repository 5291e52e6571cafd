"""Plain mapping (as TOML or JSON give it) <-> RuleSet, with errors that name the place.

The idea. The dataclasses are the schema: this module walks their annotations, so that a field added
there is read, written and checked here without another line. `_read` looks at the annotation of one
value and hands it to the reader of its kind; a reader that cannot make sense of a value notes an
Issue and gives None, so that one pass finds every issue of a file, each with its place:

    {"case": [{"key": "moved", "basis": ["act"], …}]}
        RuleSet.cases: tuple[Case, ...]      -> _read_items   place "case[moved]"
        Case.basis:    tuple[Citation, ...]  -> _read_items   place "case[moved].basis[0]"
        Citation                             -> _read_citation
    -> unreadable at case[moved].basis[0]: expected a citation like act:provision, found 'act'

Whether what can be read also makes sense (does the provision exist?) is for `verify` to say.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from .issues import Issue
from .ruleset import Condition, RuleSet
from .sources import Citation

UNREADABLE = "unreadable"
"""The code of every issue found here."""
IS_MISSING, IS_UNKNOWN = "is missing", "is not a known key"
"""Details of an issue where nothing stands, and where nothing may."""


class RuleSetError(ValueError):
    """A mapping that is no rule set; carries every issue found, not only the first."""

    def __init__(self, issues: list[Issue]) -> None:
        """Keep the issues and make them the message, one a line."""
        super().__init__("\n".join(map(str, issues)))
        self.issues = tuple(issues)


def parse(mapping: Mapping[str, Any]) -> RuleSet:
    """Read a rule set; raise RuleSetError with the place of each issue.

    `mapping` is what `tomllib.load` gives of a file of wizard/rulesets, or JSON of the same shape.
    """
    issues: list[Issue] = []
    ruleset = _read(RuleSet, mapping, "", issues)
    if issues:
        raise RuleSetError(issues)
    return typing.cast("RuleSet", ruleset)


def dump(value: Any) -> Any:
    """Write a rule set (or any part of it) as the plain mapping that `parse` reads back.

    Only dicts, lists, texts, numbers, truth values and dates; what has its default is left out.
    """
    if isinstance(value, Citation):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {
            key: dump(item)
            for spec, key in schema(type(value))
            if not _is_default(spec, item := getattr(value, spec.name))
        }
    if isinstance(value, Mapping):
        return {key: dump(item) for key, item in value.items()}
    if isinstance(value, tuple):
        if value and isinstance(value[0], Condition):
            return {condition.question: sorted(condition.choices) for condition in value}
        return [dump(item) for item in value]
    return value


@cache
def hints(cls: type) -> dict[str, Any]:
    """Give the type of each field of a value object, by the field's name."""
    return typing.get_type_hints(cls)


@cache
def schema(cls: type) -> tuple[tuple[Field[Any], str], ...]:
    """Pair each field of a value object with its key in the file."""
    return tuple((spec, str(spec.metadata.get("key", spec.name))) for spec in fields(cls))


def _is_default(spec: Field[Any], value: object) -> bool:
    return spec.default is not MISSING and value == spec.default


def _read(hint: Any, value: Any, place: str, issues: list[Issue]) -> Any:
    """Read one value as the annotation says; on failure note the issue and return None."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _read(typing.get_args(hint)[0], value, place, issues)
    if origin is tuple:
        return _read_items(typing.get_args(hint)[0], value, place, issues)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _read_mapping(typing.get_args(hint)[1], value, place, issues)
    if hint is Citation:
        return _read_citation(value, place, issues)
    if is_dataclass(hint):
        return _read_object(typing.cast("type", hint), value, place, issues)
    return _read_plain(hint, value, place, issues)


def _read_plain(hint: Any, value: Any, place: str, issues: list[Issue]) -> Any:
    """Read a text, number, date or one of a few fixed words."""
    if typing.get_origin(hint) is Literal:
        words = typing.get_args(hint)
        if value in words:
            return value
        return _fail(issues, place, f"one of {', '.join(words)}", value)
    # Not isinstance: true is no number of days, and a time of day is no date.
    if type(value) is hint and value != "" and not (hint is int and value < 0):
        return value
    expected = {str: "a text", int: "a whole number", bool: "true or false", date: "a date"}[hint]
    return _fail(issues, place, expected, value)


def _fail(issues: list[Issue], place: str, expected: str, value: Any) -> None:
    found = "nothing" if value in (None, "") else repr(value)[:60]
    issues.append(Issue(UNREADABLE, place, f"expected {expected}, found {found}"))


def _read_items(hint: Any, value: Any, place: str, issues: list[Issue]) -> Any:
    if typing.get_args(hint) and typing.get_args(hint)[0] is Condition:
        return _read_row(value, place, issues)
    if not isinstance(value, list | tuple):
        return _fail(issues, place, "a list", value)
    return tuple(
        _read(hint, item, f"{place}[{_name(item, index)}]", issues)
        for index, item in enumerate(value)
    )


def _name(item: Any, index: int) -> str:
    """Name a list item by its key where it has one: people count badly in long files."""
    return str(item["key"]) if isinstance(item, Mapping) and "key" in item else str(index)


def _read_row(value: Any, place: str, issues: list[Issue]) -> Any:
    """Read the rows of `when`: each a table of question = [choices]."""
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        return _fail(issues, place, "a list of tables", value)
    return tuple(tuple(_conditions(row, place, issues)) for row in value)


def _conditions(row: Mapping[str, Any], place: str, issues: list[Issue]) -> Iterator[Condition]:
    for question, choices in row.items():
        if (
            isinstance(choices, list | tuple)
            and choices
            and all(isinstance(choice, str) for choice in choices)
        ):
            yield Condition(question=question, choices=frozenset(choices))
        else:
            _fail(issues, f"{place}.{question}", "a list of choices", choices)


def _read_mapping(hint: Any, value: Any, place: str, issues: list[Issue]) -> Any:
    if not isinstance(value, Mapping):
        return _fail(issues, place, "a table", value)
    return {key: _read(hint, item, f"{place}.{key}", issues) for key, item in value.items()}


def _read_citation(value: Any, place: str, issues: list[Issue]) -> Any:
    source, colon, provision = value.partition(":") if isinstance(value, str) else ("", "", "")
    if source and colon and provision:
        return Citation(source=source, provision=provision)
    return _fail(issues, place, "a citation like act:provision", value)


def _read_object(cls: type, value: Any, place: str, issues: list[Issue]) -> Any:
    """Read a value object; unknown keys are issues, so that a typing slip is not lost."""
    if not isinstance(value, Mapping):
        return _fail(issues, place, "a table", value)
    before = len(issues)
    content: dict[str, Any] = {}
    for spec, key in schema(cls):
        where = f"{place}.{key}" if place else key
        if key in value:
            content[spec.name] = _read(hints(cls)[spec.name], value[key], where, issues)
        elif spec.default is MISSING:
            issues.append(Issue(UNREADABLE, where, IS_MISSING))
    unknown = sorted(value.keys() - {key for _, key in schema(cls)})
    issues.extend(
        Issue(UNREADABLE, f"{place}.{key}" if place else key, IS_UNKNOWN) for key in unknown
    )
    return cls(**content) if len(issues) == before else None
