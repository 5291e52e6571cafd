"""Situations that a rule set must judge as a lawyer expects, whoever changes it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from wizard.assessment.situation import DECLARED, FILED, MADE_ON, VERSION, Situation, read
from wizard.decision.ruleset import RuleSet
from wizard.decision.standing import JOIN
from wizard.rules import registry, snapshot

from .stream_codec import NAMES

DAYS = (FILED, DECLARED)


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


def to_stream(situations: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Write situations of a file as the form stores them."""
    return [
        {
            "type": "situation",
            "id": str(uuid.uuid5(NAMES, f"expected[{item['name']}]")),
            "value": {
                "name": item["name"],
                "on": item["on"].isoformat() if "on" in item else None,
                "answers": "\n".join(map("=".join, parameters_of(item))),
                "outcome": item["outcome"],
                "cases": list(item.get("cases", ())),
            },
        }
        for item in situations
    ]


def parameters_of(situation: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write the answers and the days of a situation of a file as an address has them."""
    answers = situation["answers"].items()
    pairs = [
        (key, JOIN.join([value] if isinstance(value, str) else value)) for key, value in answers
    ]
    return pairs + [(key, situation[key].isoformat()) for key in DAYS if key in situation]


@registry.held()
def shipped(ruleset: RuleSet) -> list[dict[str, Any]]:
    """Give the situations that come with a version: those of its days that it is asked about.

    A situation with an answer that nobody is asked for says how the wizard behaves, not what the
    law is; editors are not shown it.
    """
    own = [
        item
        for item in snapshot.shipped_situations(ruleset.key)
        if _rules_of(ruleset, item.get("on", ruleset.reviewed)) is ruleset
    ]
    found = zip(own, from_stream(to_stream(own)), strict=True)
    asked = [item for item, wanted in found if not judge(ruleset, wanted, ruleset.reviewed).dropped]
    return to_stream(asked)


def _rules_of(ruleset: RuleSet, on: date) -> RuleSet | None:
    """Give the shipped version in force on a day."""
    others = [item for item in snapshot.shipped() if item.key == ruleset.key and item.in_force(on)]
    return max(others, key=lambda item: item.version, default=None)


def judge(ruleset: RuleSet, expectation: Expectation, on: date) -> Judged:
    """Judge a situation by a rule set on its own day, or else on the given one."""
    situation = situation_of(ruleset, expectation, on)
    verdict = situation.verdict
    cases = tuple(case.key for case in verdict.cases)
    return Judged(expectation, verdict.outcome, cases, situation.dropped)


def situation_of(ruleset: RuleSet, expectation: Expectation, on: date) -> Situation:
    """Read the answers as the wizard would, by a rule set that need not be published.

    It is judged as if it held on every day: a next version takes over what is expected of days
    before its first one, and must still know what the law was then.
    """
    day = expectation.on or on
    with registry.override(_held_always(ruleset), day):
        return read(expectation.answers, ruleset.key, day)


@lru_cache(maxsize=8)
def _held_always(ruleset: RuleSet) -> RuleSet:
    """The rules without their first and last day; one object for all, since each is compiled."""
    return replace(ruleset, in_force_from=None, in_force_until=None)
