"""What changes from one rule set to another: every combination of answers, judged by both.

The two rule sets are walked side by side. As in the proof, combinations after which the same
rows are left undecided on both sides have the same future and are visited once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from .assess import conclude
from .parse import dump
from .ruleset import DONT_KNOW, RuleSet
from .table import Table, compiled
from .walk import Key, Steps, TooManyError, Trail, finish, left_over

Verdicts = tuple[str, str]
"""The outcome before and the outcome after."""

MOST_EXAMPLES = 3
MOST_PAIRS = 4_400
"""Pairs of situations told apart before a comparison is given up: at most about ten seconds."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Combinations that lead from one outcome to another, or to the same by other cases."""

    before: str
    after: str
    count: int
    examples: tuple[Trail, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How many combinations were compared, and which change; none if they are too many."""

    compared: int
    situations: int
    shifts: tuple[Shift, ...]
    is_complete: bool = True

    @property
    def changed(self) -> int:
        """How many combinations change."""
        return sum(shift.count for shift in self.shifts)


@dataclass(frozen=True, slots=True)
class Wording:
    """One place that says something else, or that one side does not have."""

    place: str
    before: Any
    after: Any


@dataclass(slots=True)
class _Ahead:
    """What lies ahead of one pair of situations."""

    same: int = 0
    counts: Counter[Verdicts] = field(default_factory=Counter)
    examples: dict[Verdicts, tuple[Trail, ...]] = field(default_factory=dict)

    def add(self, step: tuple[str, str], other: _Ahead) -> None:
        """Count the combinations through one more answer; keep a few as examples."""
        self.same += other.same
        self.counts += other.counts
        for verdicts, trails in other.examples.items():
            kept = self.examples.get(verdicts, ())
            # One example of each branch says more than three of the first.
            room = max(MOST_EXAMPLES - len(kept), 0)
            longer = tuple((step, *trail) for trail in trails[: min(room, 1)])
            self.examples[verdicts] = (*kept, *longer)


class _SideBySide:
    """One exhaustive walk over two rule sets at once."""

    def __init__(self, before: RuleSet, after: RuleSet, on: date, known: str = "") -> None:
        self.tables = (compiled(before, on), compiled(after, on))
        self.questions = tuple(key for key in _merged(before, after) if key != known)
        self.choices = {
            key: tuple(
                dict.fromkeys(choice for table in self.tables for choice in table.bits.get(key, ()))
            )
            for key in self.questions
        }
        self.seen: dict[tuple[int, Key, Key], _Ahead] = {}

    def visit(self, index: int, before: int, after: int) -> Steps[_Ahead]:
        """Count what lies ahead of what is still possible on both sides."""
        deciding = self.tables[0].deciding(before) | self.tables[1].deciding(after)
        while index < len(self.questions) and self.questions[index] not in deciding:
            index += 1
        later = set(self.questions[index:])
        key = (
            index,
            left_over(self.tables[0], later, before),
            left_over(self.tables[1], later, after),
        )
        if key not in self.seen:
            if len(self.seen) >= MOST_PAIRS:
                raise TooManyError
            if index == len(self.questions):
                self.seen[key] = self._leaf(before, after)
            else:
                self.seen[key] = yield from self._fork(key, before, after)
            yield len(self.seen)
        return self.seen[key]

    def _fork(self, key: tuple[int, Key, Key], before: int, after: int) -> Steps[_Ahead]:
        ahead = _Ahead()
        index = key[0]
        question = self.questions[index]
        for choice in self.choices[question]:
            only = frozenset({choice})
            old = self.tables[0].narrow(before, question, only)
            new = self.tables[1].narrow(after, question, only)
            further = yield from self.visit(index + 1, old, new)
            ahead.add((question, choice), further)
        further = yield from self.visit(index + 1, before, after)
        ahead.add((question, DONT_KNOW), further)
        return ahead

    def _leaf(self, before: int, after: int) -> _Ahead:
        old, new = _judged(self.tables[0], before), _judged(self.tables[1], after)
        if old == new:
            return _Ahead(same=1)
        verdicts = (old[0], new[0])
        return _Ahead(counts=Counter({verdicts: 1}), examples={verdicts: ((),)})


def _judged(table: Table, possible: int) -> tuple[str, frozenset[str]]:
    outcome, cases = conclude(table, possible)
    return outcome, frozenset(case.key for case in cases)


def _merged(before: RuleSet, after: RuleSet) -> tuple[str, ...]:
    """Order the questions of both as the new rules do; each dropped one after its predecessor."""
    order = list(after.question_by_key)
    previous = -1
    for key in before.question_by_key:
        if key not in order:
            order.insert(previous + 1, key)
        previous = order.index(key)
    return tuple(order)


def difference(before: RuleSet, after: RuleSet, on: date) -> Difference:
    """Compare the verdicts of two rule sets on one day, over every combination of answers."""
    return finish(comparison(before, after, on))


def comparison(before: RuleSet, after: RuleSet, on: date) -> Steps[Difference]:
    """Do so step by step."""
    walk = _SideBySide(before, after, on)
    found = yield from _told(walk, walk.tables[0].everything, walk.tables[1].everything)
    return found


@lru_cache(maxsize=32)
def effect(
    ruleset: RuleSet, question: str, choices: tuple[frozenset[str], frozenset[str]], on: date
) -> Difference:
    """Compare what one answer leads to with what another does, over all answers to the rest.

    A list that is looked over, mended and confirmed asks the same of the same rules each time.
    """
    walk = _SideBySide(ruleset, ruleset, on, known=question)
    table = walk.tables[0]
    before, after = (table.narrow(table.everything, question, one) for one in choices)
    return finish(_told(walk, before, after))


def _told(walk: _SideBySide, before: int, after: int) -> Steps[Difference]:
    try:
        ahead = yield from walk.visit(0, before, after)
    except TooManyError:
        return Difference(0, len(walk.seen), (), is_complete=False)
    shifts = tuple(
        Shift(*verdicts, count, ahead.examples.get(verdicts, ()))
        for verdicts, count in ahead.counts.most_common()
    )
    return Difference(ahead.same + sum(ahead.counts.values()), len(walk.seen), shifts)


def wording(before: RuleSet, after: RuleSet) -> tuple[Wording, ...]:
    """List every place that differs, whether or not a verdict hangs on it."""
    old, new = dict(_flat(dump(before), "")), dict(_flat(dump(after), ""))
    places = dict.fromkeys((*old, *new))
    return tuple(
        Wording(place, old.get(place), new.get(place))
        for place in places
        if old.get(place) != new.get(place)
    )


def _flat(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Yield what stands at each place; items are named by their key where they have one."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flat(item, f"{place}.{key}" if place else key)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for index, item in enumerate(value):
            yield from _flat(item, f"{place}[{item.get('key', index)}]")
    else:
        yield place, value
