"""Rule sets of any length, on whose last question the verdict still hangs."""

from __future__ import annotations

from typing import Any

from tests.wizard.decision.small import case, mapping, question
from wizard.decision.parse import parse
from wizard.decision.ruleset import RuleSet

CHOICES = ("a", "b", "c", "d")


def name(number: int) -> str:
    """The key of a question."""
    return f"fact-{number:02}"


def ruleset(questions: int) -> RuleSet:
    """As dense as the law: each question may end the matter, and bears on three openings.

    As long as nobody answers "d", every question stays on the path, and so do the cases.
    """
    cases: list[dict[str, Any]] = []
    for number in range(questions):
        ends = {name(number): "d"}
        opens = {name(near): "a,b" for near in range(max(0, number - 2), number)}
        opens[name(number)] = "a"
        cases += [
            case(f"ends-{number:02}", "coverage", "not-covered", **ends),
            case(f"opens-{number:02}", "opening", "permit-required", **opens),
        ]
    return parse(
        {
            **mapping(),
            "goods_list": "circular-11-2018",
            "question": [question(name(number), *CHOICES) for number in range(questions)],
            "case": cases,
        }
    )
