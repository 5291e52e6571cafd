"""Changes that tests make to the draft of a rule set."""

from __future__ import annotations

from typing import Any

from wizard.models import RuleSetDocument


def change(document: RuleSetDocument, section: str, key: str, **values: Any) -> None:
    """Give the fields of one entry other values, and save the draft."""
    raw = getattr(document, section).get_prep_value()
    entry = next(item for item in raw if item["value"].get("key") == key)
    entry["value"].update(values)
    setattr(document, section, raw)
    document.save()
    document.save_revision()


def drop_condition(document: RuleSetDocument, case: str, question: str) -> None:
    """Take one condition out of every row of a case."""
    rows = [
        item["value"] for item in document.case.get_prep_value() if item["value"]["key"] == case
    ]
    kept = [
        {**row, "value": [item for item in row["value"] if item["value"]["question"] != question]}
        for row in rows[0]["when"]
    ]
    change(document, "case", case, when=kept)


def expect(document: RuleSetDocument, name: str, answers: str, outcome: str, *cases: str) -> None:
    """Add one expected situation, and save the draft."""
    value = {"name": name, "answers": answers, "outcome": outcome, "cases": list(cases)}
    document.expected = [{"type": "situation", "value": value}]
    document.save()
    document.save_revision()
