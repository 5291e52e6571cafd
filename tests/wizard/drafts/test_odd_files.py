"""Every key of the format with what does not belong there: refused in words, or kept and proved."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, Literal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from guidance.text.languages import LANGUAGES
from wizard.decision.parse import hints, schema
from wizard.decision.ruleset import Condition, RuleSet
from wizard.decision.sources import Citation
from wizard.drafts.importing import import_rule_set
from wizard.drafts.issue_texts import worded
from wizard.editor.new_assessment import RulesFileForm
from wizard.rules.toml_files import write

ODD: tuple[Any, ...] = (
    *("", "words", "Ü/²]. [", "x" * 300, 0, -1, 10**30, True, 0.5, float("nan")),
    *(date.min, date.max, datetime(2026, 1, 1, tzinfo=UTC), time(1)),
    *([], ["words"], ["words", "words"], [[]], [{}], [1], {}, {"vi": 1}, {"": ""}, {"xx": "words"}),
)
Path = tuple[str | int, ...]


def sample(hint: Any) -> Any:
    """A value of a kind, with everything in it that there may be."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return sample(inner[0])
    if origin is tuple and typing.get_args(inner[0])[:1] == (Condition,):
        return [{"words": ["words"]}]
    if origin is tuple:
        return [sample(inner[0])]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        keys = ("words",) if is_dataclass(inner[1]) else LANGUAGES
        return {key: sample(inner[1]) for key in keys}
    if origin is Literal:
        return inner[0]
    if is_dataclass(hint) and hint is not Citation:
        cls = typing.cast("type", hint)
        return {key: sample(hints(cls)[spec.name]) for spec, key in schema(cls)}
    plain: dict[Any, Any] = {str: "words", int: 1, bool: True, date: date(2026, 1, 1)}
    return plain.get(hint, "words:words")


@cache
def whole() -> dict[str, Any]:
    """A file in which every key of the format stands, however little sense it makes."""
    mapping: dict[str, Any] = sample(RuleSet)
    return mapping


def places(value: Any, at: Path = ()) -> Iterator[Path]:
    """Every place of a file, each table and list before what is in it."""
    if at:
        yield at
    items: Any = dict(enumerate(value)) if isinstance(value, list) else value
    for key, item in items.items() if isinstance(items, dict) else ():
        yield from places(item, (*at, key))


def _is_name(part: str | int) -> bool:
    return isinstance(part, str)


def put(place: Path, odd: Any) -> dict[str, Any]:
    """The whole file with something else at one place."""
    mapping = deepcopy(whole())
    found: Any = mapping
    for part in place[:-1]:
        found = found[part]
    found[place[-1]] = odd
    return mapping


def taken(mapping: dict[str, Any]) -> list[str]:
    """Why a file is not taken, as its form says; nothing if it is."""
    file = SimpleUploadedFile("rules.toml", write(mapping).encode())
    form = RulesFileForm({}, {"file": file})
    return [] if form.is_valid() else list(form.errors["file"])


@pytest.mark.django_db
def test_the_whole_format_is_taken() -> None:
    assert not taken(whole())


@pytest.mark.django_db
@pytest.mark.parametrize("turn", range(2))
def test_what_does_not_belong_to_a_key_is_refused_in_words_or_proved(turn: int) -> None:
    # Of places that are called alike one is enough.
    alike = {tuple(filter(_is_name, place))[-2:]: place for place in places(whole())}
    for number, place in enumerate(alike.values()):
        # Each place meets another share of what is odd each turn; all of it meets every kind.
        odd = ODD[(number * 7 + turn * 9) % len(ODD)]
        with override("vi"):
            said = taken(put(place, odd))
            assert all("expected" not in line and "is missing" not in line for line in said)
        if said:
            continue
        try:
            document = import_rule_set(put(place, odd))
        except ValidationError:
            # As the page of the import says it.
            continue
        # Provisions that no register has, at least.
        found = list(worded(document.validation(), document.streams()))
        assert found
        assert all(issue.words and issue.element for issue in found)
        document.delete()
