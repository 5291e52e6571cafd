"""What a goods list changes: its lines, and the verdicts that hang on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wizard.decision.diff import Difference, effect
from wizard.decision.ruleset import RuleSet
from wizard.goods.codes import write_code
from wizard.goods.lookup import GoodsList
from wizard.rules import registry

from .expected_verdicts import Expectation, Judged, judge

NAMES = {"line": "code", "title_row": "code", "unlisted": "prefix", "notice": "prefix"}
"""By what the entries of each part are told apart; the rest by their key."""

PARTS = ("line", "title_row", "unlisted", "notice", "product")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list before and after; None where there is none."""

    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Part:
    """What changes in one part of the list."""

    name: str
    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """How many entries are not as before."""
        return len(self.added) + len(self.removed) + len(self.changed)


@dataclass(frozen=True, slots=True)
class ClassChange:
    """Goods that come into another class, and how verdicts go with it."""

    goods: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    difference: Difference


@dataclass(frozen=True, slots=True)
class GoodsChanges:
    """All that the dry run shows."""

    parts: tuple[Part, ...]
    class_changes: tuple[ClassChange, ...]
    situations: tuple[tuple[Judged, Judged], ...]


def entries(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Part]:
    """Compare the contents of two versions, part by part."""
    for part in PARTS:
        old, new = (_named(part, contents.get(part, ())) for contents in (before, after))
        found = [
            Entry(_shown(name), old.get(name), new.get(name))
            for name in dict.fromkeys((*old, *new))
            if old.get(name) != new.get(name)
        ]
        yield Part(
            name=part,
            added=tuple(entry for entry in found if entry.before is None),
            removed=tuple(entry for entry in found if entry.after is None),
            changed=tuple(entry for entry in found if entry.before and entry.after),
        )


def _named(part: str, items: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {item[NAMES.get(part, "key")]: item for item in items}


def class_changes(
    ruleset: RuleSet, before: GoodsList, after: GoodsList, on: date
) -> Iterator[ClassChange]:
    """Group the goods by the classes they leave and enter; judge each group by every answer."""
    question = next((item.key for item in ruleset.questions if item.kind == "goods"), None)
    if question is None:
        return
    groups: dict[tuple[frozenset[str], frozenset[str]], list[str]] = {}
    for value in _values(before, after):
        old, new = before.lookup(value), after.lookup(value)
        if old and new and old.classes != new.classes:
            groups.setdefault((old.classes, new.classes), []).append(value)
    for classes, goods in groups.items():
        yield ClassChange(
            goods=tuple(map(_shown, goods)),
            before=tuple(sorted(classes[0])),
            after=tuple(sorted(classes[1])),
            difference=effect(ruleset, question, classes, on),
        )


def _shown(name: str) -> str:
    """Write a code as the sheet has it, and a key as it is."""
    return write_code(name) if name.isdigit() else name


def _values(before: GoodsList, after: GoodsList) -> Iterator[str]:
    """Every code and name that either list knows, and the headings above its lines."""
    codes = {
        part
        for goods in (before, after)
        for code in (*(line.code for line in goods.lines), *goods.unlisted)
        for part in (code[:4], code[:6], code)
        if len(part) in (4, 6, 8)
    }
    yield from sorted(codes)
    yield from sorted({*before.products} & {*after.products})


def situations(
    ruleset: RuleSet, wanted: Sequence[Expectation], after: GoodsList, on: date
) -> Iterator[tuple[Judged, Judged]]:
    """Give the expected situations that are judged otherwise with the new list."""
    for expectation in wanted:
        if (expectation.on or on) < after.in_force_from:
            continue
        old = judge(ruleset, expectation, on)
        with registry.override(ruleset, on, after):
            new = judge(ruleset, expectation, on)
        if (old.outcome, old.cases) != (new.outcome, new.cases):
            yield old, new
