"""Every path a visitor can take, each situation that amounts to the same visited once.

Two sets of answers after which the same undecided rows are left have the same future. Merging them
turns hundreds of thousands of paths into a few thousand situations, so the proof stays exhaustive
and takes well under a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from .assess import conclude
from .ruleset import DONT_KNOW, RuleSet
from .table import Table, compiled
from .truth import Truth

Key = tuple[object, ...]
Trail = tuple[tuple[str, str], ...]
Found = TypeVar("Found")
Steps = Generator[int, None, Found]
"""A long computation: after each step it says how many situations were walked so far."""


MOST_SITUATIONS = 12_000
"""Situations told apart before a walk is given up: a few seconds, forty times the shipped rules."""


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
    """What lies ahead of one situation: paths, the longest of them, and where they end."""

    paths: int = 0
    longest: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Count the paths through one more answer."""
        self.paths += other.paths
        self.longest = max(self.longest, other.longest + 1)
        self.outcomes += other.outcomes


class Walk:
    """One exhaustive walk over a rule set on one day, and what it met."""

    def __init__(self, ruleset: RuleSet, on: date) -> None:
        """Stand before the first question; results stand in the attributes after the steps."""
        self.table = compiled(ruleset, on)
        self.questions = tuple(ruleset.question_by_key)
        self.seen: dict[Key, Tally] = {}
        self.asked: set[str] = set()
        self.concluded: set[str] = set()
        self.dead_ends: list[Trail] = []
        self.contradictions: dict[tuple[str, str], Trail] = {}
        self.shifts: list[Trail] = []
        self.total = Tally()

    def steps(self) -> Steps[None]:
        """Walk, one situation after the other; raise TooManyError when there are too many."""
        self.total = yield from self._visit(0, self.table.everything, ())

    def _visit(self, index: int, possible: int, trail: Trail) -> Steps[Tally]:
        deciding = self.table.deciding(possible)
        while index < len(self.questions) and self.questions[index] not in deciding:
            index += 1
        key = (index, *left_over(self.table, set(self.questions[index:]), possible))
        if key not in self.seen:
            if len(self.seen) >= MOST_SITUATIONS:
                raise TooManyError
            if index == len(self.questions):
                self.seen[key] = self._leaf(possible, trail)
            else:
                self.seen[key] = yield from self._fork(index, possible, trail)
            yield len(self.seen)
        return self.seen[key]

    def _fork(self, index: int, possible: int, trail: Trail) -> Steps[Tally]:
        question = self.questions[index]
        self.asked.add(question)
        tally = Tally()
        for answer, narrowed in self._answers(question, possible):
            ahead = yield from self._visit(index + 1, narrowed, (*trail, (question, answer)))
            tally.add(ahead)
        return tally

    def _answers(self, question: str, possible: int) -> Iterator[tuple[str, int]]:
        for choice in self.table.bits[question]:
            yield choice, self.table.narrow(possible, question, frozenset({choice}))
        yield DONT_KNOW, possible

    def _leaf(self, possible: int, trail: Trail) -> Tally:
        outcome, cases = conclude(self.table, possible)
        self.concluded.update(case.key for case in cases)
        if outcome == "more-information" and all(answer != DONT_KNOW for _, answer in trail):
            self.dead_ends.append(trail)
        if outcome == "permit-required":
            self._note_contradictions(possible, cases[0].key, trail)
        if outcome != "more-information" and self._shifts(possible, outcome):
            self.shifts.append(trail)
        return Tally(paths=1, longest=0, outcomes=Counter({outcome: 1}))

    def _note_contradictions(self, possible: int, permitted: str, trail: Trail) -> None:
        """Note a case that sends to the authority what another case permits."""
        for rule in self.table.tiers[3]:
            if rule.truth(possible) is Truth.YES:
                self.contradictions.setdefault((permitted, rule.case.key), trail)

    def _shifts(self, possible: int, outcome: str) -> bool:
        """Say whether learning more would overturn a verdict already given."""
        return any(
            conclude(self.table, possible & ~self.table.span[question] | bit)[0] != outcome
            for question in self.questions
            for bit in self.table.bits[question].values()
            if bit & possible
        )


def left_over(table: Table, later: set[str], possible: int) -> Key:
    """Name a situation by what is left of the rules: equal names, equal futures.

    `later` are the questions still to come. A row on which nothing more will be asked stays
    undecided for good; that it does, and in which tier, is all the future needs to know of it.
    """
    left = set()
    for case, row in table.open_rows(possible):
        unsettled = table.unsettled(row, possible)
        to_ask = later.intersection(unsettled)
        stuck = len(to_ask) < len(unsettled)
        left.add((case.stage, case.outcome, id(row) if to_ask else None, stuck))
    holding = tuple(
        rule.case.key for tier in table.tiers for rule in tier if rule.truth(possible) is Truth.YES
    )
    return holding, frozenset(left)
