"""Where somebody stands in the middle of the questions, and the name by which futures are equal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from .ruleset import Question
from .table import OPENINGS, TIERS, Row, Rule, Table

Key = tuple[object, ...]


class OpenRow(NamedTuple):
    """A row that is not decided yet, with its tier and all rows (bits) of its case."""

    tier: int
    row: Row
    siblings: int


class Standing(NamedTuple):
    """What is possible, the rows still open, the rows that hold (bits), the best tier that does."""

    possible: int
    rows: tuple[OpenRow, ...]
    held: int
    tier: int

    def then(self, possible: int) -> Standing:
        """Judge the open rows anew, now that less is possible."""
        held, tier = self.held, self.tier
        undecided = []
        for item in self.rows:
            row = item.row
            if not possible & row.spoiling:
                held |= 1 << row.number
                tier = min(tier, item.tier)
            elif all(possible & need.fits for need in row.needs):
                undecided.append(item)
        rows = tuple(
            item
            for item in undecided
            if (item.tier <= tier or tier == OPENINGS) and not held & item.siblings
        )
        return Standing(possible, rows, held, tier)

    def deciding(self) -> set[str]:
        """Collect the questions on which the verdict, or another permitted case, still hangs."""
        tier, possible = self.tier, self.possible
        return {
            need.question
            for item in self.rows
            if item.tier < tier or item.tier == tier == OPENINGS
            for need in item.row.unsettled(possible)
        }

    def residual(self, later: Collection[str]) -> Key:
        """Name a situation by what is left of the rules: equal names, equal futures.

        `later` are the steps still to come. A row on which nothing more will be learnt stays
        undecided for good; that it does, in which tier, and whether for a fact or for a term in
        doubt, is all the future needs to know of it.
        """
        left = set()
        for item in self.rows:
            waits = on_fact = on_term = False
            for need in item.row.unsettled(self.possible):
                if need.step in later:
                    waits = True
                elif need.is_term:
                    on_term = True
                else:
                    on_fact = True
            left.add((item.tier, item.row.number if waits else None, on_fact, on_term))
        return self.tier, frozenset(left)


def outset(table: Table, possible: int) -> Standing:
    """Stand where this is possible and nothing has been judged yet."""
    rows = tuple(
        OpenRow(rule.tier, row, _siblings(rule)) for rule in table.rules for row in rule.rows
    )
    return Standing(possible, rows, 0, len(TIERS)).then(possible)


def _siblings(rule: Rule) -> int:
    return sum(1 << row.number for row in rule.rows)


def alone(question: Question) -> tuple[str, ...]:
    """Give the choices that are an answer by themselves."""
    ticks = question.kind == "choices"
    return tuple(item.key for item in question.choices if item.alone or not ticks)


def together(question: Question) -> tuple[str, ...]:
    """Give the choices that may be ticked together."""
    ticks = question.kind == "choices"
    return tuple(item.key for item in question.choices if ticks and not item.alone)


def later_steps(questions: Sequence[Question]) -> list[frozenset[str]]:
    """Give, before each question and at the end, the steps at which something is still learnt."""
    later = [frozenset[str]()]
    for question in reversed(questions):
        steps = {f"{question.key}.{choice.key}" for choice in question.choices}
        later.append(later[-1] | (steps if question.kind == "choices" else {question.key}))
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
