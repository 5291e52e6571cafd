"""What changes from one rule set to another: every combination of answers, judged by both.

The two rule sets are walked side by side, a tick at a time as in the proof. Combinations after
which the same cases hold and the same rows are left undecided on both sides have the same future
and are visited once.
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
from .standing import Key, Standing, alone, outset, together
from .table import Table, compiled
from .truth import Truth
from .walk import JOIN, Steps, TooManyError, Trail, finish

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

    def add(self, step: tuple[str, str] | None, other: _Ahead) -> None:
        """Count the combinations through one more answer (or tick of one); keep some examples."""
        self.same += other.same
        self.counts += other.counts
        for verdicts, trails in other.examples.items():
            kept = self.examples.get(verdicts, ())
            # One example of each branch says more than three of the first.
            room = max(MOST_EXAMPLES - len(kept), 0)
            longer = (trails[:1] if step is None else [(step, *trail) for trail in trails[:1]])[
                :room
            ]
            self.examples[verdicts] = (*kept, *longer)


Both = tuple[Standing, Standing]
"""Where one combination of answers stands under either rule set."""


class _SideBySide:
    """One exhaustive walk over two rule sets at once."""

    def __init__(self, before: RuleSet, after: RuleSet, on: date, known: str = "") -> None:
        self.tables = (compiled(before, on), compiled(after, on))
        self.questions = tuple(key for key in _merged(before, after) if key != known)
        self.singles = {key: _offered(before, after, key, ticks=False) for key in self.questions}
        self.ticks = {key: _offered(before, after, key, ticks=True) for key in self.questions}
        self.later = self._later()
        self.seen: dict[tuple[object, Key, Key], _Ahead] = {}

    def _later(self) -> list[frozenset[str]]:
        """Give, before each question and at the end, the steps still to come on either side."""
        later = [frozenset[str]()]
        for key in reversed(self.questions):
            choices = {choice for table in self.tables for choice in table.bits.get(key, ())}
            later.append(later[-1] | {key} | {f"{key}.{choice}" for choice in choices})
        return later[::-1]

    def outset(self, before: int, after: int) -> Both:
        """Stand where this is possible on either side."""
        return outset(self.tables[0], before), outset(self.tables[1], after)

    def visit(self, index: int, both: Both) -> Steps[_Ahead]:
        """Count what lies ahead of where both sides stand."""
        deciding = both[0].deciding() | both[1].deciding()
        while index < len(self.questions) and self.questions[index] not in deciding:
            index += 1
        key = (index, self._names(both, self.later[index]))
        if key not in self.seen:
            self._make_room()
            if index == len(self.questions):
                self.seen[key] = self._leaf(both)
            else:
                self.seen[key] = yield from self._fork(index, both)
            yield len(self.seen)
        return self.seen[key]

    def _names(self, both: Both, later: frozenset[str]) -> Key:
        """Name where both stand: what is left of the rules, and the cases that hold so far."""
        old, new = both
        holding = (_holding(table, side) for table, side in zip(self.tables, both, strict=True))
        return (*holding, old.residual(later), new.residual(later))

    def _make_room(self) -> None:
        if len(self.seen) >= MOST_PAIRS:
            raise TooManyError

    def _narrow(self, both: Both, question: str, answer: str) -> Both:
        old, new = (
            side.then(table.narrow(side.possible, question, frozenset({answer})))
            for table, side in zip(self.tables, both, strict=True)
        )
        return old, new

    def _fork(self, index: int, both: Both) -> Steps[_Ahead]:
        ahead = _Ahead()
        question = self.questions[index]
        for answer in (*self.singles[question], DONT_KNOW):
            further = yield from self.visit(index + 1, self._narrow(both, question, answer))
            ahead.add((question, answer), further)
        if self.ticks[question]:
            further = yield from self._tick(index, self.ticks[question], both, "")
            ahead.add(None, further)
        return ahead

    def _tick(self, index: int, choices: tuple[str, ...], both: Both, ticked: str) -> Steps[_Ahead]:
        """Decide the ticks of one question, one choice after the other; none at all is none."""
        question = self.questions[index]
        if not choices:
            if not ticked:
                return _Ahead()
            return (yield from self.visit(index + 1, self._unmixed(both, question)))
        later = self.later[index + 1].union(f"{question}.{choice}" for choice in choices)
        key = (index, len(choices), bool(ticked), self._names(both, later))
        if key not in self.seen:
            self._make_room()
            self.seen[key] = yield from self._both_ways(index, choices, both, ticked)
            yield len(self.seen)
        return self.seen[key]

    def _both_ways(
        self, index: int, choices: tuple[str, ...], both: Both, ticked: str
    ) -> Steps[_Ahead]:
        """Tick the first of the choices, then do not."""
        question, (choice, *rest) = self.questions[index], choices
        ahead = _Ahead()
        for is_ticked in (True, False):
            old, new = (
                side.then(table.tick(side.possible, question, choice, is_ticked=is_ticked))
                if question in table.unticked
                else side
                for table, side in zip(self.tables, both, strict=True)
            )
            is_any = ticked or (choice if is_ticked else "")
            further = yield from self._tick(index, tuple(rest), (old, new), is_any)
            ahead.add((question, choice) if is_ticked else None, further)
        return ahead

    def _unmixed(self, both: Both, question: str) -> Both:
        """Untick what stands alone, once something else is ticked."""
        old, new = (
            side.then(table.unmixed(side.possible, question))
            for table, side in zip(self.tables, both, strict=True)
        )
        return old, new

    def _leaf(self, both: Both) -> _Ahead:
        old, new = (_judged(*item) for item in zip(self.tables, both, strict=True))
        if old == new:
            return _Ahead(same=1)
        verdicts = (old[0], new[0])
        return _Ahead(counts=Counter({verdicts: 1}), examples={verdicts: ((),)})


def _holding(table: Table, standing: Standing) -> frozenset[str]:
    """The cases that would carry the verdict if nothing better came to hold."""
    return frozenset(
        rule.case.key
        for rule in table.rules
        if rule.tier == standing.tier and rule.truth(standing.possible) is Truth.YES
    )


def _judged(table: Table, standing: Standing) -> tuple[str, frozenset[str]]:
    """Give the outcome and the cases that carry it; a term in doubt goes to the authority."""
    outcome, cases = conclude(table, standing.possible)
    if outcome == "more-information" and standing.deciding() <= table.terms.keys():
        outcome = "ask-authority"
    return outcome, frozenset(case.key for case in cases)


def _offered(before: RuleSet, after: RuleSet, key: str, *, ticks: bool) -> tuple[str, ...]:
    """Give the choices of a question on either side that are one answer, or that go together.

    A question that takes one answer on one side and several on the other is compared by one.
    """
    asked = [item for item in (r.question_by_key.get(key) for r in (before, after)) if item]
    several = all(question.kind == "choices" for question in asked)
    if not several:
        found = () if ticks else (choice.key for item in asked for choice in item.choices)
    else:
        found = (choice for item in asked for choice in (together(item) if ticks else alone(item)))
    return tuple(dict.fromkeys(found))


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
    everything = (table.everything for table in walk.tables)
    return (yield from _compared(walk, walk.outset(*everything)))


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
    return finish(_compared(walk, walk.outset(before, after)))


def _compared(walk: _SideBySide, both: Both) -> Steps[Difference]:
    try:
        ahead = yield from walk.visit(0, both)
    except TooManyError:
        return Difference(0, len(walk.seen), (), is_complete=False)
    shifts = tuple(
        Shift(*verdicts, count, tuple(map(_joined, ahead.examples.get(verdicts, ()))))
        for verdicts, count in ahead.counts.most_common()
    )
    return Difference(ahead.same + sum(ahead.counts.values()), len(walk.seen), shifts)


def _joined(trail: Trail) -> Trail:
    """Write the ticks of one question as one answer."""
    answers: dict[str, list[str]] = {}
    for question, answer in trail:
        answers.setdefault(question, []).append(answer)
    return tuple((question, JOIN.join(ticked)) for question, ticked in answers.items())


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
