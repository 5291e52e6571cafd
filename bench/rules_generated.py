"""Rule sets of 40 questions, 6 choices and 60 cases: one as laws are made, one drawn by lot."""

from __future__ import annotations

import random
from typing import Any

from tests.wizard.decision.small import case, mapping, question
from wizard.decision.parse import parse
from wizard.decision.ruleset import RuleSet

CHOICES = "abcdef"
EXITS = 8
TIERS = (
    ("coverage", "not-covered"),
    ("coverage", "ask-authority"),
    ("opening", "permit-required"),
    ("opening", "ask-authority"),
)


def name(number: int) -> str:
    """The key of a question."""
    return f"fact-{number:02}"


def realistic(seed: int, questions: int = 40, cases: int = 60) -> RuleSet:
    """A few ways out of scope, then a purpose on which everything else waits, as in the law."""
    draw = random.Random(seed)  # noqa: S311 - measurements, not secrets
    found = [
        case(f"exit-{number:02}", "coverage", "not-covered", **{name(number): CHOICES[number % 6]})
        for number in range(EXITS)
    ]
    purposes: dict[str, list[int]] = {choice: [] for choice in CHOICES}
    for number in range(EXITS + 1, questions):
        purposes[CHOICES[number % 6]].append(number)
    for number in range(cases - EXITS):
        purpose = CHOICES[number % 6]
        facts = draw.sample(purposes[purpose], min(3, len(purposes[purpose])))
        row = {name(EXITS): purpose} | {name(fact): _some(draw) for fact in facts}
        found.append(case(f"open-{number:02}", *TIERS[3 if number % 5 == 4 else 2], **row))
    return _parse(questions, found, gate=name(EXITS))


def adversarial(seed: int, questions: int = 40, cases: int = 60) -> RuleSet:
    """Every case hangs on three to five questions drawn by lot, in a tier drawn by lot."""
    draw = random.Random(seed)  # noqa: S311 - measurements, not secrets
    found = []
    for number in range(cases):
        facts = draw.sample(range(questions), draw.randint(3, 5))
        row = {name(fact): _some(draw) for fact in facts}
        found.append(case(f"case-{number:02}", *draw.choice(TIERS), **row))
    return _parse(questions, found)


def _some(draw: random.Random) -> str:
    return ",".join(draw.sample(CHOICES, draw.randint(1, 3)))


def _parse(questions: int, cases: list[dict[str, Any]], gate: str = "") -> RuleSet:
    asked = [question(name(number), *CHOICES) for number in range(questions)]
    for item in asked:
        item["gate"] = item["key"] == gate
    return parse({**mapping(), "question": asked, "case": cases})
