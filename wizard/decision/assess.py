"""The assessment: answers in, verdict with its proof out. Every door calls this one function."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .ruleset import Case, Condition, Outcome, RuleSet
from .table import TIERS, Answers, Table, compiled
from .truth import Truth

SETTLED: tuple[Outcome, ...] = (
    "not-covered",
    "permit-required",
    "ask-authority",
    "prohibited",
)
"""The outcomes that end an assessment, best first."""

MOST_TRIALS = 4000
"""Completions tried before the search for possible outcomes stops: no address costs more."""


@dataclass(frozen=True, slots=True)
class ConditionProof:
    """One condition: met, not met or not known, and the choices the answer left possible."""

    condition: Condition
    truth: Truth
    answer: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class CaseProof:
    """One case with its truth and the proof of each of its rows."""

    case: Case
    truth: Truth
    rows: tuple[tuple[ConditionProof, ...], ...]

    @property
    def failed(self) -> Condition | None:
        """The first condition that is not met, if any."""
        conditions = (item for row in self.rows for item in row)
        return next((item.condition for item in conditions if item.truth is Truth.NO), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules of a day say of some answers; `cases` are those that carry the outcome."""

    ruleset: RuleSet
    on: date
    answers: Answers
    outcome: Outcome
    cases: tuple[Case, ...]

    @property
    def proof(self) -> tuple[CaseProof, ...]:
        """Every case in force, condition by condition, in the order of authority."""
        table = compiled(self.ruleset, self.on)
        possible = table.possible(self.answers)
        return tuple(
            CaseProof(
                case=rule.case,
                truth=rule.truth(possible),
                rows=tuple(
                    tuple(self._condition_proof(table, possible, item) for item in row)
                    for row in rule.case.when
                ),
            )
            for tier in table.tiers
            for rule in tier
        )

    def _condition_proof(self, table: Table, possible: int, condition: Condition) -> ConditionProof:
        left = possible & table.span[condition.question]
        wanted = table.mask(condition.question, condition.choices)
        truth = Truth.YES if not left & ~wanted else Truth.UNKNOWN if left & wanted else Truth.NO
        return ConditionProof(condition, truth, self.answers.get(condition.question))

    @property
    def possible_outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that further answers could still lead to; just the outcome once settled."""
        if self.outcome != "more-information":
            return (self.outcome,)
        table = compiled(self.ruleset, self.on)
        return completions(table, table.possible(self.answers))

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The questions whose answers still decide, in the order of the rule set."""
        if self.outcome != "more-information":
            return ()
        table = compiled(self.ruleset, self.on)
        deciding = table.deciding(table.possible(self.answers))
        return tuple(key for key in self.ruleset.question_by_key if key in deciding)


def assess(ruleset: RuleSet, answers: Answers, on: date) -> Verdict:
    """Judge the answers (possible choices per question) by the rules in force on a day."""
    table = compiled(ruleset, on)
    outcome, cases = conclude(table, table.possible(answers))
    return Verdict(ruleset, on, answers, outcome, cases)


def conclude(table: Table, possible: int) -> tuple[Outcome, tuple[Case, ...]]:
    """Find the first tier that holds; an undecided tier on the way leaves it open."""
    for (_, outcome), tier in zip(TIERS, table.tiers, strict=True):
        holding, undecided = [], False
        for rule in tier:
            truth = rule.truth(possible)
            if truth is Truth.YES:
                holding.append(rule.case)
            elif truth is Truth.UNKNOWN:
                undecided = True
        if holding:
            return outcome, tuple(holding)
        if undecided:
            return "more-information", ()
    return "prohibited", ()


def completions(table: Table, possible: int) -> tuple[Outcome, ...]:
    """Find the outcomes that some completion of the answers leads to, by trying the open facts."""
    found: set[Outcome] = set()
    tried: set[int] = set()
    waiting = [possible]
    while waiting and len(found) < len(SETTLED) and len(tried) < MOST_TRIALS:
        current = waiting.pop()
        if current in tried:
            continue
        tried.add(current)
        outcome, _ = conclude(table, current)
        if outcome != "more-information":
            found.add(outcome)
            continue
        question = min(table.deciding(current))
        waiting += [
            current & ~table.span[question] | bit
            for bit in table.bits[question].values()
            if bit & current
        ]
    return tuple(outcome for outcome in SETTLED if outcome in found)


def path(ruleset: RuleSet, answers: Answers, on: date) -> tuple[str, ...]:
    """List the questions that matter, in order, each judged by the answers before it.

    A question is asked if and only if it can still matter to a case that is open; an answer to a
    question that is not on the path is never looked at.
    """
    table = compiled(ruleset, on)
    possible, settled = table.everything, table.settled
    keys: list[str] = []
    for key in ruleset.question_by_key:
        if table.decides(key, possible, settled):
            keys.append(key)
            if key in answers:
                possible = table.narrow(possible, key, answers[key])
                settled = table.settled_by(key, possible, settled)
    return tuple(keys)


def on_path(ruleset: RuleSet, answers: Answers, on: date) -> dict[str, frozenset[str]]:
    """Keep the answers to questions on the path, in canonical order."""
    return {key: answers[key] for key in path(ruleset, answers, on) if key in answers}
