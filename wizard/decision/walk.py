"""Every path a visitor can take, each situation that amounts to the same visited once.

The idea. A path is a way through the questions: at each one that still matters a visitor gives one
of its choices, ticks some of them, or says "I don't know". There are hundreds of thousands of
paths; but two of them after which the same undecided rows are left, under the same standing
verdict, go on alike. `Standing.residual` names what is left, and a name seen before is not walked
again: its figures are added as they are. So the walk stays exhaustive and takes under a second.

For example, with rows ``move AND same owner -> permitted`` and ``show -> ask``:

    purpose = move            leaves  {move-row, waiting for owner}
    purpose = sell            leaves  {}                       -> prohibited
    purpose = I don't know    leaves  {move-row waiting and stuck on a fact, show-row stuck}

Of several ticks every single one and every pair is walked, and no more: a row names one tick of a
question, so whatever two rows can do to each other they do under two ticks, and a third only adds
rows that hold as well.

What merging must not lose is which case can decide where. `Tally.gained` carries the names of the
rows that come to hold further on, and every arrival, walked anew or not, is noted with the rows
that hold, or bear such a name, on its own way. tests/wizard/decision/test_brute_force.py holds all
of it against plain enumeration.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from .assess import conclude
from .compiled_rules import UNDECIDED, CompiledRuleSet, compiled
from .ruleset import DONT_KNOW, RuleSet
from .standing import Name, Standing, answers_to, bits, initial_standing, later_steps, numbers

Trail = tuple[tuple[str, str], ...]
Found = TypeVar("Found")
Steps = Generator[int, None, Found]
"""A long computation: after each step it says how many situations were walked so far."""

MOST_SITUATIONS = 12_000
"""Situations told apart before a walk is given up: a few seconds."""


class TooManyError(Exception):
    """There are more situations than can be walked; nothing is known of those left out."""


def finish(steps: Steps[Found]) -> Found:
    """Take all steps at once, and give what they find."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Found = end.value
            return found


@dataclass(slots=True)
class Tally:
    """What lies ahead of one situation: paths, the longest of them, and where they end.

    `tiers` has a bit for each tier that decides some end; `gained` names the rows that come to
    hold on the way to some end, `permitted` those that do so where a permitted case decides.
    """

    paths: int = 0
    longest: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    unsettled: int = 0
    tiers: int = 0
    gained: set[Name] = field(default_factory=set)
    permitted: set[Name] = field(default_factory=set)

    def add(self, other: Tally) -> None:
        """Count the paths through one more answer."""
        self.paths += other.paths
        self.longest = max(self.longest, other.longest + 1)
        self.outcomes.update(other.outcomes)
        self.unsettled += other.unsettled
        self.tiers |= other.tiers


class WalkState(NamedTuple):
    """A situation, what is left of the rules as a whole, and the names of the rows that wait."""

    standing: Standing
    left: tuple[int, int, int]
    names: Mapping[int, Name]

    def bearing(self, names: Collection[Name]) -> int:
        """Give the open rows (bits) that bear one of these names."""
        if not names:
            return 0
        return sum(1 << number for number, name in self.names.items() if name in names)


class Walk:
    """One exhaustive walk over a rule set on one day, and what it met."""

    def __init__(self, ruleset: RuleSet, on: date) -> None:
        """Stand before the first question; results stand in the attributes after the steps."""
        self.table = compiled(ruleset, on)
        self.questions = ruleset.questions
        self.later = later_steps(tuple(ruleset.question_by_key))
        self.answers = [answers_to(question) for question in ruleset.questions]
        self.seen: dict[tuple[int, tuple[int, int, int], frozenset[Name]], Tally] = {}
        self.asked: set[str] = set()
        self.used: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.arrivals = Arrivals(self.table)
        self.dead_ends: list[Trail] = []
        self.non_monotone: list[Trail] = []
        self.total = Tally()

    def steps(self) -> Steps[None]:
        """Walk, one situation after the other; raise TooManyError when there are too many."""
        start = initial_standing(self.table, self.table.everything)
        self.total, _place = yield from self._visit(0, start, ())
        self.arrivals.note(start.held, 0, self.total, ())

    def _visit(
        self, index: int, standing: Standing, trail: Trail
    ) -> Steps[tuple[Tally, WalkState]]:
        """Count what lies ahead, before the question of an index is put."""
        open_needs = standing.open_needs()
        deciding = standing.deciding(open_needs)
        while index < len(self.questions) and self.questions[index].key not in deciding:
            index += 1
        place = WalkState(standing, *standing.residual(open_needs, self.later[index]))
        key = (index, place.left, frozenset(place.names.values()))
        if key not in self.seen:
            self._make_room()
            if index == len(self.questions):
                self.seen[key] = self._leaf(standing, trail)
            else:
                self.seen[key] = yield from self._fork(index, place, trail)
            yield len(self.seen)
        return self.seen[key], place

    def _make_room(self) -> None:
        if len(self.seen) >= MOST_SITUATIONS:
            raise TooManyError

    def _fork(self, index: int, place: WalkState, trail: Trail) -> Steps[Tally]:
        """Give every answer to one question."""
        question, standing = self.questions[index], place.standing
        self.asked.add(question.key)
        tally = Tally()
        for answer, words in self.answers[index].items():
            further = standing.then(self.table.restrict(standing.possible, question.key, answer))
            onward = (*trail, (question.key, words))
            ahead, after = yield from self._visit(index + 1, further, onward)
            gained = self._add(tally, ahead, (place, after), onward)
            for choice in answer:
                self.used[question.key, choice] |= gained
        return tally

    def _add(
        self, tally: Tally, ahead: Tally, way: tuple[WalkState, WalkState], trail: Trail
    ) -> int:
        """Add what lies ahead of one answer; give the rows that come to hold there."""
        before, after = way
        fresh = after.standing.held & ~before.standing.held
        gained = fresh | after.bearing(ahead.gained)
        permitted = after.bearing(ahead.permitted)
        self.arrivals.note(after.standing.held, permitted, ahead, trail)
        if ahead.tiers & self.arrivals.several:
            permitted |= fresh
        tally.add(ahead)
        tally.gained.update(before.names[number] for number in numbers(gained))
        tally.permitted.update(before.names[number] for number in numbers(permitted))
        return gained

    def _leaf(self, standing: Standing, trail: Trail) -> Tally:
        """Give the verdict at the end of a path."""
        outcome, _ = conclude(self.table, standing.possible)
        if outcome == self.table.open:
            if all(answer != DONT_KNOW for _, answer in trail):
                self.dead_ends.append(trail)
            if standing.deciding(standing.open_needs()) <= self.table.terms.keys():
                return Tally(1, 0, Counter({self.table.doubtful: 1}), unsettled=1)
        elif self._is_non_monotone(standing.possible, outcome):
            self.non_monotone.append(trail)
        is_held = outcome != self.table.open and standing.tier < UNDECIDED
        return Tally(1, 0, Counter({outcome: 1}), tiers=1 << standing.tier if is_held else 0)

    def _is_non_monotone(self, possible: int, outcome: str) -> bool:
        """Say whether learning more would overturn a verdict already given."""
        return any(
            conclude(self.table, possible & ~fact_mask | bit)[0] != outcome
            for fact_mask in self.table.facts
            for bit in bits(fact_mask & possible)
        )


class Arrivals:
    """The cases that decide some end, and the pairs of them that say two things of the same."""

    def __init__(self, table: CompiledRuleSet) -> None:
        """Begin with none."""
        self._concluded = 0
        self._clashes: dict[tuple[int, int], Trail] = {}
        self._case = {row.number: rule.case.key for rule in table.rules for row in rule.rows}
        self._row = {row.number: row for rule in table.rules for row in rule.rows}
        self._tiers = [
            sum(1 << row.number for rule in tier for row in rule.rows) for tier in table.tiers
        ]
        self.several = 1 << table.several if table.several >= 0 else 0
        self._side_by_side = self._tiers[table.several] if self.several else 0
        self._others = sum(self._tiers[table.several + 1 :]) if self.several else 0

    def note(self, held: int, permitted: int, ahead: Tally, trail: Trail) -> None:
        """Note what the rows that hold come to at the ends ahead.

        `permitted` are the rows that come to hold later, where a permitted case decides.
        """
        for tier in numbers(ahead.tiers):
            self._concluded |= held & self._tiers[tier]
        if ahead.tiers & self.several:
            met = held | permitted
            for permit in numbers(met & self._side_by_side):
                for other in numbers(met & self._others):
                    if (1 << permit | 1 << other) & held and self._clash(permit, other):
                        self._clashes.setdefault((permit, other), trail)

    def _clash(self, permit: int, other: int) -> bool:
        """Say whether two rows speak of the same ticks; two purposes may well have two answers."""
        ticks = {need.question: need.choice for need in self._row[permit].needs if need.choice}
        others = {need.question: need.choice for need in self._row[other].needs if need.choice}
        return all(others[key] == ticks[key] for key in ticks.keys() & others.keys())

    @property
    def concluded(self) -> set[str]:
        """The cases (keys) that carry the verdict of some path."""
        return {self._case[number] for number in numbers(self._concluded)}

    @property
    def contradictions(self) -> dict[tuple[str, str], Trail]:
        """Pairs of a case that permits and one that does not, of the same ticks, with a path."""
        return {
            (self._case[permit], self._case[other]): trail
            for (permit, other), trail in self._clashes.items()
        }
