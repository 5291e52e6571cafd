"""The assessment: answers in, verdict with its proof out. Every door calls this one function."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .compiled_rules import (
    STAGES,
    UNKNOWN,
    YES,
    Answers,
    CompiledRuleSet,
    compiled,
    judge,
)
from .ruleset import DONT_KNOW, Case, Condition, RuleSet
from .truth import Truth

MOST_TRIALS = 4000
"""Completions tried before the search for possible outcomes stops: no address costs more."""

State = Literal["met", "not-met", "not-chosen", "not-known", "not-asked"]
"""How a condition stands. What nobody was asked, or did not tick, is never "not met"."""


@dataclass(frozen=True, slots=True)
class ConditionProof:
    """One condition with its truth, how it came about, and the choices the answer left possible."""

    condition: Condition
    truth: Truth
    answer: frozenset[str] | None
    is_tick: bool = False

    @property
    def state(self) -> State:
        """Met, not met, not among what was ticked, not known, or not asked."""
        if self.truth is Truth.YES:
            return "met"
        if self.truth is Truth.NO:
            return "not-chosen" if self.is_tick else "not-met"
        return "not-asked" if self.answer is None else "not-known"


@dataclass(frozen=True, slots=True)
class CaseProof:
    """One case with its truth and the proof of each of its rows."""

    case: Case
    truth: Truth
    rows: tuple[tuple[ConditionProof, ...], ...]

    @property
    def state(self) -> State:
        """How the case stands: not chosen if every row of it waits for a tick nobody made."""
        if self.truth is Truth.YES:
            return "met"
        if self.truth is Truth.UNKNOWN:
            return "not-known"
        is_chosen = any(all(item.state != "not-chosen" for item in row) for row in self.rows)
        return "not-met" if is_chosen else "not-chosen"

    @property
    def failed(self) -> Condition | None:
        """The first condition that is not met, if any; what was not asked does not fail."""
        conditions = (item for row in self.rows for item in row)
        return next((item.condition for item in conditions if item.state == "not-met"), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules of a day say of some answers; `cases` are those that carry the outcome.

    An unsettled verdict is the doubtful outcome without a case: everything that still decides
    hangs on terms that the visitor, like everybody, could not tell the meaning of.
    """

    ruleset: RuleSet
    on: date
    answers: Answers
    outcome: str
    cases: tuple[Case, ...]
    is_unsettled: bool = False

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
            for rule in table.rules
        )

    def _condition_proof(
        self, table: CompiledRuleSet, possible: int, condition: Condition
    ) -> ConditionProof:
        return ConditionProof(
            condition,
            table.holds_some(possible, condition),
            self.answers.get(condition.question),
            is_tick=condition.question in table.unticked,
        )

    @property
    def is_open(self) -> bool:
        """Whether further knowledge could still lead to another outcome."""
        return self.is_unsettled or self.outcome == self.ruleset.outcome_that("open")

    @property
    def possible_outcomes(self) -> tuple[str, ...]:
        """The outcomes that further answers could still lead to; just the outcome once settled."""
        if not self.is_open:
            return (self.outcome,)
        table = compiled(self.ruleset, self.on)
        return completions(table, table.possible(self.answers))

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The questions whose answers still decide, in the order of the rule set."""
        if not self.is_open:
            return ()
        table = compiled(self.ruleset, self.on)
        deciding = table.deciding(table.possible(self.answers))
        return tuple(key for key in self.ruleset.question_by_key if key in deciding)

    @property
    def doubts(self) -> tuple[str, ...]:
        """The doubts (keys) that still decide: of terms answered "I don't know"."""
        table = compiled(self.ruleset, self.on)
        in_doubt = doubted(table, self.answers)
        found = (table.terms[key] for key in self.open_questions if key in in_doubt)
        return tuple(dict.fromkeys(found))

    @property
    def other_openings(self) -> tuple[Case, ...]:
        """Openings that say something else and apply as well: of another purpose, for instance."""
        table = compiled(self.ruleset, self.on)
        possible, carrying = table.possible(self.answers), {case.key for case in self.cases}
        if table.several < 0 or not any(case.stage == STAGES[-1] for case in self.cases):
            return ()
        return tuple(
            rule.case
            for tier in table.tiers[table.several :]
            for rule in tier
            if rule.case.key not in carrying and rule.truth(possible) is Truth.YES
        )


def assess(ruleset: RuleSet, answers: Answers, on: date) -> Verdict:
    """Judge the answers (possible choices per question) by the rules in force on a day.

    Never raises: questions and choices that the rules do not know are passed over. The order in
    which the tiers are asked is STAGES, and in each the order of outcomes. For example, with rows
    ``move AND same owner -> permitted``:

        {"purpose": {"move"}}                         more-information
        {"purpose": {"move"}, "owner": {"same"}}      permit-required, by the case of that row
        {"purpose": {"move"}, "owner": {DONT_KNOW}}   more-information, or ask-authority if
                                                      "same owner" is a term in doubt
    """
    table = compiled(ruleset, on)
    failed, undecided, possible = table.outcome_rows(answers)
    outcome, cases = _conclude(table, failed, undecided)
    if outcome == table.open and is_unsettled(table, possible, doubted(table, answers)):
        return Verdict(ruleset, on, answers, table.doubtful, (), is_unsettled=True)
    return Verdict(ruleset, on, answers, outcome, cases)


def _conclude(table: CompiledRuleSet, failed: int, undecided: int) -> tuple[str, tuple[Case, ...]]:
    """Do as `conclude` does, by the written rows (bits) that are ruled out and left open."""
    for outcome, numbers, tier in zip(table.outcomes, table.tier_numbers, table.tiers, strict=True):
        left = numbers & ~failed
        if holding := left & ~undecided:
            return outcome, tuple(rule.case for rule in tier if rule.numbers & holding)
        if left:
            return table.open, ()
    return table.otherwise, ()


def doubted(table: CompiledRuleSet, answers: Answers) -> set[str]:
    """Collect the terms (question keys) that were asked about and answered "I don't know"."""
    return {
        key
        for key in table.terms
        if key in answers
        and (DONT_KNOW in answers[key] or len(answers[key]) == len(table.bits[key]))
    }


def is_unsettled(table: CompiledRuleSet, possible: int, doubted: set[str]) -> bool:
    """Say whether all that still decides an undecided verdict are terms in doubt.

    One fact that is missing is enough for "more information": a paper may show it.
    """
    return bool(doubted) and all(
        need.question in doubted
        for _, row in table.open_rows(possible)
        for need in row.unsettled(possible)
    )


def conclude(table: CompiledRuleSet, possible: int) -> tuple[str, tuple[Case, ...]]:
    """Find the first tier that holds; an undecided tier on the way leaves it open.

    `possible` are the bits of `CompiledRuleSet.possible`. The cases are those of that tier that
    hold, in the order of the rule set; none where nothing is settled.
    """
    for outcome, tier in zip(table.outcomes, table.tiers, strict=True):
        truths = [judge(rule.written, possible) for rule in tier]
        if YES in truths:
            return outcome, tuple(
                rule.case for rule, truth in zip(tier, truths, strict=True) if truth is YES
            )
        if UNKNOWN in truths:
            return table.open, ()
    return table.otherwise, ()


def completions(table: CompiledRuleSet, possible: int) -> tuple[str, ...]:
    """Find the outcomes that some completion of the answers leads to, by trying the open facts.

    Gives them in the order in which the rules declare them. Stops after MOST_TRIALS trials; what
    was found by then is true, though perhaps not all.
    """
    found: set[str] = set()
    settled = [key for key in table.ruleset.outcomes if key != table.open]
    tried: set[int] = set()
    waiting = [possible]
    while waiting and len(found) < len(settled) and len(tried) < MOST_TRIALS:
        current = waiting.pop()
        if current in tried:
            continue
        tried.add(current)
        outcome, _ = conclude(table, current)
        if outcome != table.open:
            found.add(outcome)
            continue
        waiting += table.alternatives(current)
    return tuple(outcome for outcome in settled if outcome in found)


def path(ruleset: RuleSet, answers: Answers, on: date) -> tuple[str, ...]:
    """List the questions that matter (keys), in order, each judged by the answers before it.

    A question is asked if and only if it can still matter to a case that is open; an answer to a
    question that is not on the path is never looked at.
    """
    table = compiled(ruleset, on)
    possible, decided = table.everything, table.decided_tier
    keys: list[str] = []
    for key in ruleset.question_by_key:
        if table.is_relevant(key, possible, decided):
            keys.append(key)
            if key in answers:
                possible = table.restrict(possible, key, answers[key])
                decided = table.decided_by(key, possible, decided)
    return tuple(keys)


def on_path(ruleset: RuleSet, answers: Answers, on: date) -> dict[str, frozenset[str]]:
    """Keep the answers to questions on the path, in canonical order."""
    return {key: answers[key] for key in path(ruleset, answers, on) if key in answers}
