"""What changes from one rule set to another: every combination of answers, judged by both.

The two rule sets are walked side by side, with the ticks that the proof walks. Combinations after
which the same cases hold and the same rows are left undecided on both sides have the same future
and are visited once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from .assess import conclude
from .compiled_rules import CompiledRuleSet, compiled
from .parse import dump
from .ruleset import RuleSet
from .standing import OpenNeeds, Standing, answers_to, initial_standing, later_steps, numbers
from .walk import Steps, TooManyError, Trail, finish

Verdicts = tuple[str, str]
"""The outcome before and the outcome after."""

MOST_EXAMPLES = 3
MOST_PAIRS = 20_000
"""Pairs of situations told apart before a comparison is given up.

Versions 1 and 2 of the rules on used goods are 11,406 pairs, and take 0.4 s.
"""


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """Combinations that lead from one outcome to another, or to the same by other cases."""

    before: str
    after: str
    count: int
    examples: tuple[Trail, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How many combinations were compared, and which change; none if they are too many.

    The one shape for what becomes of verdicts: of another version, of another list of goods.
    `situations` counts the pairs of situations told apart.
    """

    compared: int
    situations: int
    verdict_changes: tuple[VerdictChange, ...]
    is_complete: bool = True

    @property
    def changed(self) -> int:
        """How many combinations change."""
        return sum(change.count for change in self.verdict_changes)


@dataclass(frozen=True, slots=True)
class Wording:
    """One place that says something else, or that one side does not have."""

    place: str
    before: Any
    after: Any


@dataclass(slots=True)
class _PairTally:
    """What lies ahead of one pair of situations."""

    same: int = 0
    counts: Counter[Verdicts] = field(default_factory=Counter)
    examples: dict[Verdicts, tuple[Trail, ...]] = field(default_factory=dict)

    def add(self, step: tuple[str, str], other: _PairTally) -> None:
        """Count the combinations through one more answer; keep a few as examples."""
        self.same += other.same
        self.counts.update(other.counts)
        for verdicts, trails in other.examples.items():
            kept = self.examples.get(verdicts, ())
            # One example of each branch says more than three of the first.
            room = max(MOST_EXAMPLES - len(kept), 0)
            longer = tuple((step, *trail) for trail in trails[: min(room, 1)])
            self.examples[verdicts] = (*kept, *longer)


Both = tuple[Standing, Standing]
"""Where one combination of answers stands under either rule set."""


class _PairedWalk:
    """One exhaustive walk over two rule sets at once."""

    def __init__(self, before: RuleSet, after: RuleSet, on: date, known: str = "") -> None:
        self.tables = (compiled(before, on), compiled(after, on))
        self.questions = tuple(key for key in _merged(before, after) if key != known)
        self.later = later_steps(self.questions)
        self.answers = {key: _answers(before, after, key) for key in self.questions}
        self.cases = tuple(
            {
                (rule.tier, row.number): 1 << place
                for place, rule in enumerate(table.rules)
                for row in rule.rows
            }
            for table in self.tables
        )
        self.seen: dict[tuple[object, ...], _PairTally] = {}

    def initial_standing(self, before: int, after: int) -> Both:
        """Stand where this is possible on either side."""
        return initial_standing(self.tables[0], before), initial_standing(self.tables[1], after)

    def visit(self, index: int, both: Both) -> Steps[_PairTally]:
        """Count what lies ahead of where both sides stand."""
        open_needs = [side.open_needs() for side in both]
        deciding = both[0].deciding(open_needs[0]) | both[1].deciding(open_needs[1])
        while index < len(self.questions) and self.questions[index] not in deciding:
            index += 1
        key = (index, self._names(both, open_needs, self.later[index]))
        if key not in self.seen:
            self._make_room()
            if index == len(self.questions):
                self.seen[key] = self._leaf(both)
            else:
                self.seen[key] = yield from self._fork(index, both)
            yield len(self.seen)
        return self.seen[key]

    def _names(
        self, both: Both, open_needs: list[OpenNeeds], later: frozenset[str]
    ) -> tuple[object, ...]:
        """Name where both stand: what is left of the rules, and the cases that hold so far."""
        found: list[object] = []
        for cases, side, open_rows in zip(self.cases, both, open_needs, strict=True):
            left, names = side.residual(open_rows, later)
            holding = reduce(or_, (cases.get((side.tier, row), 0) for row in numbers(side.held)), 0)
            found += [holding, left, frozenset(names.values())]
        return tuple(found)

    def _make_room(self) -> None:
        if len(self.seen) >= MOST_PAIRS:
            raise TooManyError

    def _fork(self, index: int, both: Both) -> Steps[_PairTally]:
        ahead = _PairTally()
        question = self.questions[index]
        for answer, words in self.answers[question]:
            old, new = (
                side.then(table.restrict(side.possible, question, answer))
                for table, side in zip(self.tables, both, strict=True)
            )
            further = yield from self.visit(index + 1, (old, new))
            ahead.add((question, words), further)
        return ahead

    def _leaf(self, both: Both) -> _PairTally:
        old, new = (_judged(*item) for item in zip(self.tables, both, strict=True))
        if old == new:
            return _PairTally(same=1)
        verdicts = (old[0], new[0])
        return _PairTally(counts=Counter({verdicts: 1}), examples={verdicts: ((),)})


def _judged(table: CompiledRuleSet, standing: Standing) -> tuple[str, frozenset[str]]:
    """Give the outcome and the cases that carry it; a term in doubt goes to the authority."""
    outcome, cases = conclude(table, standing.possible)
    if outcome == table.open and standing.deciding(standing.open_needs()) <= table.terms.keys():
        outcome = table.doubtful
    return outcome, frozenset(case.key for case in cases)


def _answers(before: RuleSet, after: RuleSet, key: str) -> list[tuple[frozenset[str], str]]:
    """Give the answers that either side walks, each with its words.

    A question that takes one answer on one side and several on the other is compared by one.
    """
    asked = [item for item in (r.question_by_key.get(key) for r in (before, after)) if item]
    several = all(question.kind == "choices" for question in asked)
    found = {answer: words for item in asked for answer, words in answers_to(item).items()}
    return [(answer, words) for answer, words in found.items() if several or len(answer) == 1]


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
    """Compare the verdicts of two rule sets on one day, over every combination of answers.

    Combinations are counted by the outcomes before and after; those that the same cases lead to the
    same outcome are counted as the same. Never raises: too many pairs give an incomplete one.
    """
    return finish(comparison(before, after, on))


def comparison(before: RuleSet, after: RuleSet, on: date) -> Steps[Difference]:
    """Do so step by step: each step gives how many pairs of situations were walked so far."""
    walk = _PairedWalk(before, after, on)
    everything = (table.everything for table in walk.tables)
    return (yield from _compared(walk, walk.initial_standing(*everything)))


@lru_cache(maxsize=32)
def effect(
    ruleset: RuleSet, question: str, choices: tuple[frozenset[str], frozenset[str]], on: date
) -> Difference:
    """Compare what one answer leads to with what another does, over all answers to the rest.

    A list that is looked over, mended and confirmed asks the same of the same rules each time.
    """
    walk = _PairedWalk(ruleset, ruleset, on, known=question)
    table = walk.tables[0]
    before, after = (table.restrict(table.everything, question, one) for one in choices)
    return finish(_compared(walk, walk.initial_standing(before, after)))


def _compared(walk: _PairedWalk, both: Both) -> Steps[Difference]:
    try:
        ahead = yield from walk.visit(0, both)
    except TooManyError:
        return Difference(0, len(walk.seen), (), is_complete=False)
    verdict_changes = tuple(
        VerdictChange(*verdicts, count, ahead.examples.get(verdicts, ()))
        for verdicts, count in ahead.counts.most_common()
    )
    return Difference(ahead.same + sum(ahead.counts.values()), len(walk.seen), verdict_changes)


def wording(before: RuleSet, after: RuleSet) -> tuple[Wording, ...]:
    """List every place that differs (``case[moved].title.en``), whatever hangs on it."""
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
