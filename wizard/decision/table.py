"""The rule set as bit masks: every choice of every question is one bit.

What is known about a situation is one integer: the bits of the choices still possible. A
condition is YES when no bit outside its choices is left, NO when none inside is left, else
UNKNOWN. That makes an assessment a few dozen integer operations, and "I don't know" simply all
bits of a question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from .ruleset import Case, Outcome, RuleSet, Stage
from .truth import Truth

Answers = Mapping[str, frozenset[str]]
"""Per question key, the choices still possible; a question left out is wholly open."""

TIERS: tuple[tuple[Stage, Outcome], ...] = (
    ("coverage", "not-covered"),
    ("coverage", "ask-authority"),
    ("opening", "permit-required"),
    ("opening", "ask-authority"),
)
"""The order of authority: an outcome stands only if every tier before it is NO."""

OPENINGS = TIERS.index(("opening", "permit-required"))
"""The one tier that goes on being asked about once settled: other permitted cases may fit too."""

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


@dataclass(frozen=True, slots=True)
class Row:
    """One AND row of a case: the bits that spoil it, and per question the bits that save it."""

    spoiling: int
    saving: tuple[tuple[str, int], ...]

    def truth(self, possible: int) -> Truth:
        """Judge the row by the choices still possible."""
        if not possible & self.spoiling:
            return YES
        for _, bits in self.saving:
            if not possible & bits:
                return NO
        return UNKNOWN


@dataclass(frozen=True, slots=True)
class Rule:
    """A case with its rows in bits."""

    case: Case
    rows: tuple[Row, ...]

    def truth(self, possible: int) -> Truth:
        """Judge the case: the strongest of its rows."""
        truth = NO
        for row in self.rows:
            found = row.truth(possible)
            if found is YES:
                return YES
            if found is UNKNOWN:
                truth = UNKNOWN
        return truth


class Hanging(NamedTuple):
    """A row that names a question: its tier and rule, what would spoil it, the gates before."""

    tier: int
    rule: Rule
    row: Row
    spoiling: int
    gates: tuple[int, ...]


class Table:
    """A rule set on one day, compiled: bits per choice and rules per tier."""

    def __init__(self, ruleset: RuleSet, on: date) -> None:
        """Number the choices and translate the conditions of the cases in force."""
        self.ruleset = ruleset
        self.bits: dict[str, dict[str, int]] = {}
        self.span: dict[str, int] = {}
        position = 0
        for question in ruleset.questions:
            keys = [choice.key for choice in question.choices]
            self.bits[question.key] = {key: 1 << (position + i) for i, key in enumerate(keys)}
            self.span[question.key] = ((1 << len(keys)) - 1) << position
            position += len(keys)
        self.everything = (1 << position) - 1
        self.gates = frozenset(question.key for question in ruleset.questions if question.gate)
        rules = [self._rule(case) for case in ruleset.cases if case.in_force(on)]
        self.tiers: tuple[tuple[Rule, ...], ...] = tuple(
            tuple(rule for rule in rules if (rule.case.stage, rule.case.outcome) == tier)
            for tier in TIERS
        )
        self.hanging: dict[str, list[Hanging]] = {key: [] for key in self.bits}
        for number, tier in enumerate(self.tiers):
            for rule in tier:
                for row in rule.rows:
                    self._hang(number, rule, row)

    @property
    def settled(self) -> int:
        """The first tier with a case that holds before anything is answered, if there is one."""
        holding = (
            number
            for number, tier in enumerate(self.tiers)
            if any(rule.truth(self.everything) is YES for rule in tier)
        )
        return next(holding, len(TIERS))

    def _rule(self, case: Case) -> Rule:
        order = list(self.span)
        rows = []
        for conditions in case.when:
            saving = tuple(
                (condition.question, self.mask(condition.question, condition.choices))
                for condition in sorted(conditions, key=lambda item: order.index(item.question))
            )
            spoiling = 0
            for question, bits in saving:
                spoiling |= self.span[question] & ~bits
            rows.append(Row(spoiling=spoiling, saving=saving))
        return Rule(case=case, rows=tuple(rows))

    def _hang(self, number: int, rule: Rule, row: Row) -> None:
        """File a row under each question it names, with the gates that come before."""
        gates: tuple[int, ...] = ()
        for question, bits in row.saving:
            span = self.span[question]
            self.hanging[question].append(Hanging(number, rule, row, span & ~bits, gates))
            if question in self.gates and span & ~bits:
                gates += (span,)

    def mask(self, question: str, choices: frozenset[str]) -> int:
        """Turn choices of a question into bits; choices it does not have count for nothing."""
        bits = self.bits[question]
        mask = 0
        for choice in choices:
            mask |= bits.get(choice, 0)
        return mask

    def narrow(self, possible: int, question: str, choices: frozenset[str]) -> int:
        """Leave only these choices of a question possible; ignore what the rules do not know."""
        span = self.span.get(question)
        if span is None:
            return possible
        mask = self.mask(question, choices)
        return possible & (~span | mask) if mask else possible

    def possible(self, answers: Answers) -> int:
        """Turn answers into the bits still possible."""
        possible = self.everything
        for question, choices in answers.items():
            possible = self.narrow(possible, question, choices)
        return possible

    def open_rows(self, possible: int) -> list[tuple[Case, Row]]:
        """List the undecided rows that can still change the verdict or add a permitted case."""
        found: list[tuple[Case, Row]] = []
        for tier in self.tiers:
            settled, undecided = False, []
            for rule in tier:
                truth = rule.truth(possible)
                if truth is YES:
                    settled = True
                elif truth is UNKNOWN:
                    undecided.append(rule)
            if not settled or tier is self.tiers[OPENINGS]:
                found += [
                    (rule.case, row)
                    for rule in undecided
                    for row in rule.rows
                    if row.truth(possible) is UNKNOWN
                ]
            if settled:
                break
        return found

    def unsettled(self, row: Row, possible: int) -> list[str]:
        """List the questions on which an undecided row still hangs, up to an unknown gate."""
        found = []
        for question, bits in row.saving:
            span = self.span[question]
            if possible & span & ~bits:
                found.append(question)
                if question in self.gates and possible & span == span:
                    break
        return found

    def decides(self, question: str, possible: int, settled: int) -> bool:
        """Say whether a question still matters, looking only at the rows that name it."""
        for tier, rule, row, spoiling, gates in self.hanging[question]:
            if (
                possible & spoiling
                and (tier < settled or tier == settled == OPENINGS)
                and row.truth(possible) is UNKNOWN
                and rule.truth(possible) is UNKNOWN
                and not any(possible & span == span for span in gates)
            ):
                return True
        return False

    def settled_by(self, question: str, possible: int, settled: int) -> int:
        """Give the first tier with a case that holds, once a question has been answered."""
        return min(
            (
                hanging.tier
                for hanging in self.hanging[question]
                if hanging.tier < settled and hanging.rule.truth(possible) is YES
            ),
            default=settled,
        )

    def deciding(self, possible: int) -> set[str]:
        """Collect the questions on which the verdict, or another permitted case, still hangs."""
        return {
            question
            for _, row in self.open_rows(possible)
            for question in self.unsettled(row, possible)
        }


@lru_cache(maxsize=64)
def compiled(ruleset: RuleSet, on: date) -> Table:
    """Give the table of a rule set (told apart by identity) on a day, made once."""
    return Table(ruleset, on)
