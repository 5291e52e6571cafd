"""Situations that a rule set must judge as a lawyer expects, whoever changes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from wizard.assessment.situation import MADE_ON, VERSION, Situation, read
from wizard.decision.ruleset import RuleSet
from wizard.rules import registry


@dataclass(frozen=True, slots=True)
class Expectation:
    """One situation, told by its answers, and the verdict it must have."""

    name: str
    answers: tuple[tuple[str, list[str]], ...]
    outcome: str
    cases: tuple[str, ...]
    on: date | None = None
    block: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """An expectation with what the rules say of it instead, if they do."""

    expectation: Expectation
    outcome: str
    cases: tuple[str, ...]
    dropped: int

    @property
    def agrees(self) -> bool:
        """Whether the verdict is the expected one."""
        wanted = self.expectation
        return (self.outcome, sorted(self.cases)) == (wanted.outcome, sorted(wanted.cases))

    @property
    def holds(self) -> bool:
        """Whether the rules say what is expected, of exactly these answers."""
        return self.agrees and not self.dropped


def read_answers(text: str) -> tuple[tuple[str, list[str]], ...]:
    """Read the address of a result, or lines of question=answer."""
    query = urlsplit(text.strip()).query or "&".join(text.split())
    pairs = parse_qs(query)
    return tuple((key, pairs[key]) for key in pairs if key not in (VERSION, MADE_ON))


def from_stream(raw: list[dict[str, Any]]) -> Iterator[Expectation]:
    """Read the expectations as the form stores them."""
    for item in raw:
        value: Mapping[str, Any] = item["value"]
        day = value.get("on") or None
        yield Expectation(
            name=value.get("name") or "",
            answers=read_answers(value.get("answers") or ""),
            outcome=value.get("outcome") or "",
            cases=tuple(value.get("cases") or ()),
            on=date.fromisoformat(day) if isinstance(day, str) else day,
            block=item.get("id") or "",
        )


def judge(ruleset: RuleSet, expectation: Expectation, on: date) -> Judged:
    """Judge a situation by a rule set on its own day, or else on the given one."""
    situation = situation_of(ruleset, expectation, on)
    verdict = situation.verdict
    cases = tuple(case.key for case in verdict.cases)
    return Judged(expectation, verdict.outcome, cases, situation.dropped)


def situation_of(ruleset: RuleSet, expectation: Expectation, on: date) -> Situation:
    """Read the answers as the wizard would, by a rule set that need not be published."""
    day = expectation.on or on
    with registry.using(ruleset, day):
        return read(expectation.answers, day)
