"""Where somebody stands in the middle of the questions, and the name by which futures are equal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from .compiled_rules import UNDECIDED, CompiledRuleSet, Need, Row, Rule
from .ruleset import DONT_KNOW, Question

MOST_TICKS = 2
"""Ticks of one question that are walked together."""

JOIN = "."
"""Between the ticks of one answer: ``move.show``; no key has a full stop."""

Name = int
"""What is left of a row, as a number: equal within one walk for rows with one future."""


class OpenRow(NamedTuple):
    """A row that is not decided yet, with its tier and all rows (bits) of its case."""

    tier: int
    row: Row
    siblings: int
    names: dict[tuple[int, Collection[str]], tuple[Name | None, bool]]
    """What `_named` found, by what is possible of the row's facts and what is still to come."""
    numbered: dict[tuple[object, ...], Name]
    """The names given so far, shared by all rows: numbers are faster to compare than meanings."""


OpenNeeds = list[tuple[OpenRow, tuple[Need, ...]]]


class Standing(NamedTuple):
    """What is possible, the rows still open, the rows that hold (bits), the best tier that does.

    `several` is the tier of which all cases that hold are looked for.
    """

    possible: int
    rows: tuple[OpenRow, ...]
    held: int
    tier: int
    several: int

    def then(self, possible: int) -> Standing:
        """Judge the open rows anew, now that less is possible."""
        gone = self.possible & ~possible
        if not gone:
            return self
        held, tier = self.held, self.tier
        undecided = []
        for item in self.rows:
            row = item.row
            if not gone & row.facts_mask:
                undecided.append(item)
            elif not possible & row.excluded_mask:
                held |= 1 << row.number
                tier = min(tier, item.tier)
            elif row.may_hold(possible):
                undecided.append(item)
        if held != self.held:
            undecided = [
                item
                for item in undecided
                if (item.tier <= tier or 0 <= self.several <= tier) and not held & item.siblings
            ]
        return Standing(possible, tuple(undecided), held, tier, self.several)

    def open_needs(self) -> OpenNeeds:
        """List the open rows with the needs on which each still hangs."""
        possible = self.possible
        return [(item, item.row.unsettled(possible)) for item in self.rows]

    def deciding(self, open_needs: OpenNeeds) -> set[str]:
        """Collect the questions on which the verdict, or another permitted case, still hangs."""
        tier = self.tier
        return {
            need.question
            for item, needs in open_needs
            if item.tier < tier or item.tier == tier == self.several
            for need in needs
        }

    def residual(
        self, open_needs: OpenNeeds, later: Collection[str]
    ) -> tuple[tuple[int, int, int], dict[int, Name]]:
        """Name what is left of the rules: equal names, equal futures.

        `later` are the questions still to come. Of a row that waits for one of them count its case
        and the needs that are not met yet, also those behind an unknown gate: they are not asked
        for its sake, but for another's, and may then rule it out. It may besides hang on an answer
        that nobody knew, a fact or a term: then it can only fail.

        A row that waits for nothing stays undecided for good. Of all of these the first tier is
        enough, and the first that is kept open by nothing but terms: no later tier is looked at.
        """
        names: dict[int, Name] = {}
        stuck = on_term_only = UNDECIDED
        for item, needs in open_needs:
            name, on_fact = _named(item, needs, self.possible & item.row.facts_mask, later)
            if name is not None:
                names[item.row.number] = name
            elif on_fact:
                stuck = min(stuck, item.tier)
            else:
                on_term_only = min(on_term_only, item.tier)
        return (self.tier, stuck, min(stuck, on_term_only)), names


def _named(
    item: OpenRow, needs: Sequence[Need], bits: int, later: Collection[str]
) -> tuple[Name | None, bool]:
    """Name a row that waits (None for one that does not), and say whether a fact is missing."""
    key = (bits, later)
    found = item.names.get(key)
    if found is None:
        passed = [need for need in needs if need.question not in later]
        on_fact = not all(need.is_term for need in passed)
        unmet = item.row.unmet(bits)
        waits = any(need.question in later for need in unmet)
        steps = tuple((need.step, need.allowed_mask) for need in unmet)
        left = (item.siblings, steps, on_fact, bool(passed))
        name = item.numbered.setdefault(left, len(item.numbered)) if waits else None
        found = item.names[key] = name, on_fact
    return found


def initial_standing(table: CompiledRuleSet, possible: int) -> Standing:
    """Stand where this is possible and nothing has been judged yet."""
    numbered: dict[tuple[object, ...], Name] = {}
    rows = tuple(
        OpenRow(rule.tier, row, _siblings(rule), {}, numbered)
        for rule in table.rules
        for row in rule.rows
    )
    return Standing(-1, rows, 0, UNDECIDED, table.several).then(possible)


def _siblings(rule: Rule) -> int:
    return sum(1 << row.number for row in rule.rows)


def answers_to(question: Question) -> dict[frozenset[str], str]:
    """Give every answer that is walked, with its words: a choice, a pair of ticks, not knowing."""
    single = [frozenset({item.key}) for item in question.choices]
    if question.kind == "choices":
        mixed = [item.key for item in question.choices if not item.alone]
        for number in range(2, MOST_TICKS + 1):
            single += [frozenset(ticks) for ticks in combinations(mixed, number)]
    return {answer: _words(question, answer) for answer in (*single, frozenset({DONT_KNOW}))}


def _words(question: Question, answer: frozenset[str]) -> str:
    """Write an answer as an address does: ticks in the order of the question."""
    return JOIN.join(item.key for item in question.choices if item.key in answer) or DONT_KNOW


def later_steps(questions: Sequence[str]) -> list[frozenset[str]]:
    """Give, before each question and at the end, the questions still to come."""
    later = [frozenset[str]()]
    for question in reversed(questions):
        later.append(later[-1] | {question})
    return later[::-1]


def bits(mask: int) -> Iterator[int]:
    """Yield the bits of a mask, each by itself."""
    while mask:
        bit = mask & -mask
        mask ^= bit
        yield bit


def numbers(mask: int) -> Iterator[int]:
    """Yield the positions of the bits of a mask."""
    return (bit.bit_length() - 1 for bit in bits(mask))
