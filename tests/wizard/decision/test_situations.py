"""The named situations, judged by the engine and by every door of the web alike."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.checking import MAIN, RULES, check_at
from wizard.assessment.results import Result
from wizard.assessment.situation import MADE_ON, Situation, read
from wizard.drafts.expected_verdicts import parameters_of
from wizard.rules.snapshot import shipped_situations

SITUATIONS = shipped_situations(MAIN)
NAMES = [situation["name"] for situation in SITUATIONS]
each = pytest.mark.parametrize("expected", SITUATIONS, ids=NAMES)


def address(expected: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the answers and the days of a situation as the pairs of an address."""
    on = expected.get("on", RULES.reviewed)
    return [*parameters_of(expected), (MADE_ON, on.isoformat())]


def judged(expected: dict[str, Any]) -> Situation:
    """Judge the answers of a named situation on its days."""
    return read([(key, [value]) for key, value in address(expected)], MAIN)


def query(expected: dict[str, Any]) -> str:
    """Write the answers and the days as an address."""
    return urlencode(address(expected))


def test_there_are_situations_enough_and_none_twice() -> None:
    assert len(SITUATIONS) >= 60
    assert len(set(NAMES)) == len(NAMES)


def test_every_outcome_and_every_case_is_met_by_a_situation() -> None:
    ruleset = judged(SITUATIONS[0]).ruleset

    assert {item["outcome"] for item in SITUATIONS} == set(ruleset.outcomes)
    assert {key for item in SITUATIONS for key in item.get("cases", ())} == {
        case.key for case in ruleset.cases
    }


@each
def test_the_engine_judges_as_the_lawyer_does(expected: dict[str, Any]) -> None:
    result = Result(judged(expected))

    assert result.verdict.outcome == expected["outcome"]
    assert [case.key for case in result.cases] == expected.get("cases", [])
    if "open" in expected:
        assert list(result.verdict.open_questions) == expected["open"]
    if "possible" in expected:
        assert set(result.verdict.possible_outcomes) == set(expected["possible"])
    if "procedure" in expected:
        assert [route.procedure.key for route in result.routes] == [expected["procedure"]]
    if "doubts" in expected:
        assert set(expected["doubts"]) <= {doubt.key for doubt in result.doubts}
    if "no_doubts" in expected:
        assert not set(expected["no_doubts"]) & {doubt.key for doubt in result.doubts}
    if "documents" in expected:
        assert [paper.document.key for paper in result.papers] == expected["documents"]
    if "penalties" in expected:
        assert len(result.penalties) == expected["penalties"]


@each
def test_the_data_say_the_same(expected: dict[str, Any], client: Client) -> None:
    data = client.get(check_at("en", f"result.json?{query(expected)}")).json()

    assert data["outcome"] == expected["outcome"]
    assert [case["key"] for case in data["cases"]] == expected.get("cases", [])


@each
def test_the_page_says_the_same(expected: dict[str, Any], client: Client) -> None:
    situation = judged(expected)

    response = client.get(check_at("vi", f"result/?{query(expected)}"), follow=True)

    assert response.status_code == 200
    if situation.first_open is None:
        assert response.context["verdict"].outcome == expected["outcome"]
        assert response.context["situation"].on == situation.on
    else:
        assert response.context["question"].key == situation.first_open
