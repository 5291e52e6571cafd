"""The named situations, judged by the engine and by every door of the web alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.checking import ALL, check_at
from wizard.assessment.results import Result
from wizard.assessment.situation import MADE_ON, Situation, read
from wizard.drafts.expected_verdicts import parameters_of
from wizard.rules.snapshot import shipped_situations

pytestmark = pytest.mark.django_db

SITUATIONS = [(key, situation) for key in ALL for situation in shipped_situations(key)]
each = pytest.mark.parametrize(
    ("key", "expected"), SITUATIONS, ids=[situation["name"] for _key, situation in SITUATIONS]
)
of_each_assessment = pytest.mark.parametrize("key", ALL)


def address(key: str, expected: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the answers and the days of a situation as the pairs of an address."""
    on = expected.get("on", ALL[key].reviewed)
    return [*parameters_of(expected), (MADE_ON, on.isoformat())]


def judged(key: str, expected: dict[str, Any]) -> Situation:
    """Judge the answers of a named situation on its days."""
    return read([(name, [value]) for name, value in address(key, expected)], key)


def query(key: str, expected: dict[str, Any]) -> str:
    """Write the answers and the days as an address."""
    return urlencode(address(key, expected))


@of_each_assessment
def test_there_are_situations_enough_and_none_twice(key: str) -> None:
    names = [situation["name"] for situation in shipped_situations(key)]

    assert len(names) >= 60
    assert len(set(names)) == len(names)


@of_each_assessment
def test_every_outcome_and_every_case_is_met_by_a_situation(key: str) -> None:
    situations = shipped_situations(key)
    ruleset = judged(key, dict(situations[0])).ruleset

    assert {item["outcome"] for item in situations} == set(ruleset.outcomes)
    assert {name for item in situations for name in item.get("cases", ())} == {
        case.key for case in ruleset.cases
    }


EXACT: dict[str, Callable[[Result], object]] = {
    "open": lambda result: list(result.verdict.open_questions),
    "procedures": lambda result: [route.procedure.key for route in result.routes],
    "decides": lambda result: [decider.authority.key for decider in result.decides],
    "documents": lambda result: [paper.document.key for paper in result.papers],
    "penalties": lambda result: len(result.penalties),
}
"""What a situation may say beside its verdict, and must then say in full."""


@each
def test_the_engine_judges_as_the_lawyer_does(key: str, expected: dict[str, Any]) -> None:
    result = Result(judged(key, expected))
    doubts = {doubt.key for doubt in result.doubts}

    assert result.verdict.outcome == expected["outcome"]
    assert [case.key for case in result.cases] == expected.get("cases", [])
    for name in EXACT.keys() & expected.keys():
        assert EXACT[name](result) == expected[name], name
    if "possible" in expected:
        assert set(result.verdict.possible_outcomes) == set(expected["possible"])
    assert doubts >= set(expected.get("doubts", ()))
    assert not doubts & set(expected.get("no_doubts", ()))


@each
def test_the_data_say_the_same(key: str, expected: dict[str, Any], client: Client) -> None:
    data = client.get(check_at("en", f"result.json?{query(key, expected)}", key)).json()

    assert data["outcome"] == expected["outcome"]
    assert [case["key"] for case in data["cases"]] == expected.get("cases", [])


@each
def test_the_page_says_the_same(key: str, expected: dict[str, Any], client: Client) -> None:
    situation = judged(key, expected)

    response = client.get(check_at("vi", f"result/?{query(key, expected)}", key), follow=True)

    assert response.status_code == 200
    if situation.first_open is None:
        assert response.context["verdict"].outcome == expected["outcome"]
        assert response.context["situation"].on == situation.on
    else:
        assert response.context["question"].key == situation.first_open
