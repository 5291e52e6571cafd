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

Of several ticks each is a step of its own ("move: yes or no", then "show: yes or no" …), so that
2^n combinations become n steps wherever the combinations amount to the same.

What merging must not lose is which case can decide where. `Tally.gained` carries the rows that come
to hold further on, and every arrival, walked anew or not, is noted with the rows that held on its
own way. tests/wizard/decision/test_brute_force.py holds all of it against plain enumeration.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from .assess import conclude
from .ruleset import DONT_KNOW, RuleSet
from .standing import Key, Standing, alone, bits, later_steps, numbers, outset, together
from .table import OPENINGS, Table, compiled

JOIN = "."
"""Between the ticks of one answer: ``move.show``; no key has a full stop."""

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

    `tiers` has a bit for each tier that decides some end; `gained` are the rows (bits) that come
    to hold on the way to some end, `permitted` those that do so where a permitted case decides.
    """

    paths: int = 0
    longest: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    unsettled: int = 0
    tiers: int = 0
    gained: int = 0
    permitted: int = 0

    def add(self, other: Tally, gained: int, *, is_question: bool) -> None:
        """Count the paths through one more answer (or tick of one), by which rows came to hold."""
        self.paths += other.paths
        self.longest = max(self.longest, other.longest + is_question)
        self.outcomes += other.outcomes
        self.unsettled += other.unsettled
        self.tiers |= other.tiers
        self.gained |= gained | other.gained
        self.permitted |= other.permitted | (gained if other.tiers >> OPENINGS & 1 else 0)


class Walk:
    """One exhaustive walk over a rule set on one day, and what it met."""

    def __init__(self, ruleset: RuleSet, on: date) -> None:
        """Stand before the first question; results stand in the attributes after the steps."""
        self.table = compiled(ruleset, on)
        self.questions = ruleset.questions
        self.later = later_steps(ruleset.questions)
        self.seen: dict[Key, Tally] = {}
        self.asked: set[str] = set()
        self.used: set[tuple[int, str, str]] = set()
        self.arrivals = Arrivals(self.table)
        self.dead_ends: list[Trail] = []
        self.shifts: list[Trail] = []
        self.total = Tally()

    def steps(self) -> Steps[None]:
        """Walk, one situation after the other; raise TooManyError when there are too many."""
        start = outset(self.table, self.table.everything)
        self.total = yield from self._visit(0, start, ())
        self.arrivals.note(start.held, self.total, ())

    def _visit(self, index: int, standing: Standing, trail: Trail) -> Steps[Tally]:
        """Count what lies ahead, before the question of an index is put."""
        deciding = standing.deciding()
        while index < len(self.questions) and self.questions[index].key not in deciding:
            index += 1
        key = (index, standing.residual(self.later[index]))
        if key not in self.seen:
            self._make_room()
            if index == len(self.questions):
                self.seen[key] = self._leaf(standing, trail)
            else:
                self.seen[key] = yield from self._fork(index, standing, trail)
            yield len(self.seen)
        return self.seen[key]

    def _make_room(self) -> None:
        if len(self.seen) >= MOST_SITUATIONS:
            raise TooManyError

    def _fork(self, index: int, standing: Standing, trail: Trail) -> Steps[Tally]:
        """Give every answer to one question."""
        question = self.questions[index]
        self.asked.add(question.key)
        tally = Tally()
        for answer in (*alone(question), DONT_KNOW):
            possible = self.table.narrow(standing.possible, question.key, frozenset({answer}))
            further, onward = standing.then(possible), (*trail, (question.key, answer))
            ahead = yield from self._visit(index + 1, further, onward)
            self._add(tally, ahead, (standing, further), onward, is_question=True)
        if question.kind == "choices":
            further = standing.then(self.table.unmixed(standing.possible, question.key))
            ahead = yield from self._tick(index, together(question), further, trail, "")
            self._add(tally, ahead, (standing, further), (*trail, (question.key, "")))
        return tally

    def _tick(
        self, index: int, choices: tuple[str, ...], standing: Standing, trail: Trail, ticked: str
    ) -> Steps[Tally]:
        """Decide the ticks of one question: the first of the choices ticked or not, then the rest.

        No tick at all is no answer.
        """
        question = self.questions[index].key
        if not choices:
            if not ticked:
                return Tally()
            ahead = yield from self._visit(index + 1, standing, (*trail, (question, ticked)))
            return replace(ahead, longest=ahead.longest + 1)
        to_come = self.later[index + 1].union(f"{question}.{choice}" for choice in choices)
        key = (index, len(choices), bool(ticked), standing.residual(to_come))
        if key not in self.seen:
            self._make_room()
            tally, (choice, *rest) = Tally(), choices
            for is_ticked in (True, False):
                further = standing.then(
                    self.table.tick(standing.possible, question, choice, is_ticked=is_ticked)
                )
                chosen = JOIN.join(filter(None, (ticked, choice if is_ticked else "")))
                ahead = yield from self._tick(index, tuple(rest), further, trail, chosen)
                step = (question, choice if is_ticked else "")
                self._add(tally, ahead, (standing, further), (*trail, step))
            self.seen[key] = tally
            yield len(self.seen)
        return self.seen[key]

    def _add(
        self,
        tally: Tally,
        ahead: Tally,
        way: tuple[Standing, Standing],
        trail: Trail,
        *,
        is_question: bool = False,
    ) -> None:
        """Add what lies ahead of one answer, and note what holds there."""
        if not ahead.paths:
            return
        before, after = way
        gained = after.held & ~before.held
        tally.add(ahead, gained, is_question=is_question)
        self.arrivals.note(after.held, ahead, trail)
        for number in numbers(gained | ahead.gained):
            self.used.add((number, *trail[-1]))

    def _leaf(self, standing: Standing, trail: Trail) -> Tally:
        """Give the verdict at the end of a path."""
        outcome, _ = conclude(self.table, standing.possible)
        if outcome == "more-information":
            if all(answer != DONT_KNOW for _, answer in trail):
                self.dead_ends.append(trail)
            if standing.deciding() <= self.table.terms.keys():
                return Tally(1, 0, Counter({"ask-authority": 1}), unsettled=1)
        elif self._shifts(standing.possible, outcome):
            self.shifts.append(trail)
        is_held = outcome not in ("more-information", "prohibited")
        return Tally(1, 0, Counter({outcome: 1}), tiers=1 << standing.tier if is_held else 0)

    def _shifts(self, possible: int, outcome: str) -> bool:
        """Say whether learning more would overturn a verdict already given."""
        return any(
            conclude(self.table, possible & ~span | bit)[0] != outcome
            for span in self.table.facts
            for bit in bits(span & possible)
        )


class Arrivals:
    """The cases that decide some end, and the pairs of them that say two things of the same."""

    def __init__(self, table: Table) -> None:
        """Begin with none."""
        self._concluded = 0
        self._clashes: dict[tuple[int, int], Trail] = {}
        self._case = {row.number: rule.case.key for rule in table.rules for row in rule.rows}
        self._row = {row.number: row for rule in table.rules for row in rule.rows}
        self._tiers = [
            sum(1 << row.number for rule in tier for row in rule.rows) for tier in table.tiers
        ]

    def note(self, held: int, ahead: Tally, trail: Trail) -> None:
        """Note what the rows that hold come to at the ends ahead."""
        for tier, rows in enumerate(self._tiers):
            if ahead.tiers >> tier & 1:
                self._concluded |= held & rows
        if ahead.tiers >> OPENINGS & 1:
            met = held | ahead.permitted
            for permit in numbers(met & self._tiers[OPENINGS]):
                for asking in numbers(met & self._tiers[OPENINGS + 1]):
                    if (1 << permit | 1 << asking) & held and self._clash(permit, asking):
                        self._clashes.setdefault((permit, asking), trail)

    def _clash(self, permit: int, asking: int) -> bool:
        """Say whether two rows speak of the same ticks; two purposes may well have two answers."""
        ticks = {need.question: need.choice for need in self._row[permit].needs if need.choice}
        others = {need.question: need.choice for need in self._row[asking].needs if need.choice}
        return all(others[key] == ticks[key] for key in ticks.keys() & others.keys())

    @property
    def concluded(self) -> set[str]:
        """The cases (keys) that carry the verdict of some path."""
        return {self._case[number] for number in numbers(self._concluded)}

    @property
    def contradictions(self) -> dict[tuple[str, str], Trail]:
        """Pairs of a case that permits and one that asks of the same ticks, with a way to both."""
        return {
            (self._case[permit], self._case[asking]): trail
            for (permit, asking), trail in self._clashes.items()
        }
