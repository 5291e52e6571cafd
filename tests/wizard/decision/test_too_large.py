"""Rules with more situations than can be walked are refused, in bounded time."""

from __future__ import annotations

import pytest

from bench.rules_generated import adversarial
from tests.wizard.decision.small import LAW, ON
from wizard.decision import diff, walk
from wizard.decision.diff import difference
from wizard.decision.verify import verify


def test_too_many_situations_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_SITUATIONS", 50)

    report = verify(adversarial(1, questions=12, cases=20), ON, LAW)

    assert "too-many-situations" in [issue.code for issue in report.issues]


def test_too_many_situations_are_not_taken_for_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "MOST_PAIRS", 50)
    rules = adversarial(1, questions=12, cases=20)

    assert not difference(rules, rules, ON).is_complete
