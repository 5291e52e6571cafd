"""A rule set small enough to reason about, and ways to spoil it."""

from __future__ import annotations

from datetime import date
from typing import Any

from wizard.decision.parse import parse
from wizard.decision.ruleset import RuleSet

ON = date(2026, 11, 22)
LAW = frozenset({"act:art-1"})
OUTCOMES: dict[str, dict[str, Any]] = {
    "not-covered": {"tone": "good", "tier": 2},
    "permit-required": {"tone": "permit", "tier": 1, "several": True},
    "ask-authority": {"tone": "ask", "tier": 3, "doubtful": True},
    "prohibited": {"tone": "stop", "tier": 4, "otherwise": True},
    "more-information": {"tone": "more", "open": True},
}
TIERS = [
    *(("coverage", key) for key in ("not-covered", "ask-authority", "prohibited")),
    *(
        ("opening", key)
        for key in ("permit-required", "not-covered", "ask-authority", "prohibited")
    ),
]
"""Stages with the outcomes of cases, in the order of authority."""


def text(words: str = "words") -> dict[str, str]:
    """A text in every language."""
    return {"vi": words, "en": words, "fr": words}


def statement() -> dict[str, Any]:
    """A sentence with its source."""
    return {"text": text(), "basis": ["act:art-1"]}


def question(key: str, *choices: str) -> dict[str, Any]:
    """A question whose last choice words a change."""
    return {
        "key": key,
        "kind": "choice",
        "text": text(f"{key}?"),
        "label": text(key),
        "help": text(),
        "asks": "fact",
        "where": text(),
        "basis": ["act:art-1"],
        "choice": [{"key": choice, "text": text(choice), "change": text()} for choice in choices],
    }


def ticks(key: str, *choices: str, alone: str = "none") -> dict[str, Any]:
    """A question with several answers, and one that stands alone."""
    found = question(key, *choices, alone)
    found["kind"] = "choices"
    found["choice"][-1]["alone"] = True
    return found


def term(asked: dict[str, Any], doubt: str = "meaning") -> dict[str, Any]:
    """A question that hangs on a term in doubt."""
    return {**asked, "asks": "term", "doubt": doubt}


def doubt(key: str = "meaning") -> dict[str, Any]:
    """A point of law with two readings."""
    reading = {"label": text(), "text": text(), "basis": ["act:art-1"]}
    return {
        "key": key,
        "title": text(key),
        "text": text(),
        "reading": [reading, dict(reading)],
        "ask": ["ministry"],
        "settled_by": text(),
        "basis": ["act:art-1"],
    }


def case(key: str, stage: str, outcome: str, **row: str) -> dict[str, Any]:
    """A case with one row; the choices of a condition are split at commas."""
    return {
        "key": key,
        "stage": stage,
        "outcome": outcome,
        "title": text(key),
        "summary": text(),
        "when": [{name.replace("_", "-"): value.split(",") for name, value in row.items()}],
        "basis": ["act:art-1"],
        "documents": ["letter"] if outcome == "permit-required" else [],
    }


def mapping() -> dict[str, Any]:
    """New goods are free; used goods need a permit if moved, must be asked about if shown."""
    return {
        "key": "small",
        "version": 1,
        "languages": ["vi", "en", "fr"],
        "reviewed": date(2026, 11, 22),
        "goods_list": "none",
        "in_force_from": date(2025, 1, 1),
        "title": text(),
        "change_note": text(),
        "legal_status": statement(),
        "outcome": {
            key: {"label": text(), "sentence": text(), "basis": ["act:art-1"], **how}
            for key, how in OUTCOMES.items()
        },
        "authority": [{"key": "ministry", "name": text(), "note": text(), "basis": ["act:art-1"]}],
        "document": [
            {
                "key": "letter",
                "name": text(),
                "says": text(),
                "issuer": text(),
                "form": "original",
                "copies": text(),
                "lead_time": text(),
                "basis": ["act:art-1"],
            }
        ],
        "question": [
            question("state", "new", "used"),
            question("purpose", "move", "show", "sell"),
            question("owner", "same", "other"),
        ],
        "case": [
            case("fresh", "coverage", "not-covered", state="new"),
            case("moved", "opening", "permit-required", purpose="move", owner="same"),
            case("shown", "opening", "ask-authority", purpose="show"),
        ],
    }


def small() -> RuleSet:
    """The small rule set."""
    return parse(mapping())


def given(**answers: str) -> dict[str, frozenset[str]]:
    """Answers by keyword, each certain."""
    return {key: frozenset({value}) for key, value in answers.items()}
