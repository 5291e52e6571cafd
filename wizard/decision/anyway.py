"""What an open verdict can say all the same: the cases that hold whatever the open facts are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .assess import Verdict
from .compiled_rules import NO, UNKNOWN, YES, CompiledRuleSet, Need, Rule, compiled
from .ruleset import Case, Condition

RARE = 3
"""An answer spoils a case in rare cases only: so many times more answers let it hold."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A case that holds, unless the answer to one open question is one of a few (`unless`)."""

    case: Case
    unless: Condition | None


@dataclass(frozen=True, slots=True)
class Anyway:
    """The cases that hold whatever comes out, and those that would come before all of them.

    In every way in which the open facts can turn out, either one of `overruled_by` holds, or every
    one of `holding` does, but for its own exception.
    """

    holding: tuple[Holding, ...] = ()
    overruled_by: tuple[Case, ...] = ()


def anyway(verdict: Verdict) -> Anyway:
    """Find the first tier with a case that holds in every way; nothing once a verdict is settled.

    A case holds though none of its rows does, where each answer still possible meets one of them.
    """
    if not verdict.is_open:
        return Anyway()
    table = compiled(verdict.ruleset, verdict.on)
    possible = table.possible(verdict.answers)
    before: list[Case] = []
    for tier in table.tiers:
        holding = [found for rule in tier if (found := _holding(table, rule, possible))]
        if holding:
            return Anyway(tuple(holding), tuple(before))
        before += [rule.case for rule in tier if rule.truth(possible) is UNKNOWN]
    return Anyway()


def _holding(table: CompiledRuleSet, rule: Rule, possible: int) -> Holding | None:
    """Say how a case holds, if it does for most answers to the one question it waits for."""
    truth = rule.truth(possible)
    if truth is YES:
        return Holding(rule.case, None)
    waiting = dict(_waiting(rule, possible)) if truth is not NO else {}
    for question, spoiling in waiting.items():
        allowing = possible & table.question_mask[question] & ~spoiling
        if spoiling.bit_count() * RARE <= allowing.bit_count():
            choices = (key for key, bit in table.bits[question].items() if bit & spoiling)
            unless = Condition(question=question, choices=frozenset(choices))
            return Holding(rule.case, unless if unless.choices else None)
    return None


def _waiting(rule: Rule, possible: int) -> Iterator[tuple[str, int]]:
    """Yield each question for which alone rows wait, with the bits that spoil all of these rows."""
    spoiling: dict[str, int] = {}
    for row in rule.rows:
        unmet = row.unmet(possible)
        if len(unmet) == 1 and row.may_hold(possible) and not _is_tick(unmet[0]):
            (need,) = unmet
            spoiling[need.question] = spoiling.get(need.question, possible) & need.excluded_mask
    yield from spoiling.items()


def _is_tick(need: Need) -> bool:
    """Whether it is one of several answers: of these any may be ticked besides."""
    return need.choice is not None
