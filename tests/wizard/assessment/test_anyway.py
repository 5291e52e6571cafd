"""One “I don’t know” leaves standing what is certain without it: forms, bodies, papers, steps."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests import checking
from tests.wizard.assessment.pages import Page, plain
from tests.wizard.assessment.stories import LANGUAGES
from wizard.rules import registry

KEY = "co-issuer"
PROVINCE_UNKNOWN = {
    "market": "CN",
    "request": "not-shipped",
    "registered": "unknown",
    "before": "same-product",
    "also": "none",
}
REQUEST_UNKNOWN = {
    "market": "CN",
    "request": "unknown",
    "registered": "bac-ninh",
    "before": "same-product",
    "also": "none",
}
ON = "2026-11-29"

pytestmark = pytest.mark.django_db


def at(answers: dict[str, str], language: str = "en", place: str = "result/") -> str:
    """The address of a result on a day."""
    return checking.check_at(language, f"{place}?{urlencode({**answers, 'on': ON})}", KEY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_e_is_the_provinces_whatever_province_it_is(client: Client, language: str) -> None:
    rules = registry.in_force(KEY, date.fromisoformat(ON))
    form_e = next(case for case in rules.cases if case.key == "form-e")

    response = client.get(at(PROVINCE_UNKNOWN, language))

    result = response.context["result"]
    page = Page(response)
    assert result.verdict.outcome == "more-information"
    assert plain(form_e.title[language]) in page.text
    assert plain(form_e.summary[language]) in page.text
    overruling = {case.key for case in result.anyway.overruled_by}
    assert {"not-registered", "private-person"} <= overruling
    for key in overruling:
        assert f"#case-{key}" in page.hrefs()


def test_hours_fee_steps_and_papers_stay_marked_as_for_what_holds_anyway(client: Client) -> None:
    response = client.get(at(PROVINCE_UNKNOWN))

    result = response.context["result"]
    page = Page(response)
    (route,) = result.routes
    assert route.procedure.key == "issue"
    for statement in (route.procedure.total, route.procedure.fee):
        assert plain(statement.text["en"]) in page.text
    assert [paper.document.key for paper in result.papers][:2] == ["form-04", "co-form"]
    assert page.hrefs().count("#anyway") == 2


def test_an_answer_that_would_spoil_a_form_is_named_with_it(client: Client) -> None:
    page = Page(client.get(at(REQUEST_UNKNOWN)))
    data = client.get(at(REQUEST_UNKNOWN, place="result.json")).json()

    held = {item["key"]: item["unless"] for item in data["anyway"]["holding"]}
    assert held["form-e"] == {
        "question": "request",
        "choices": ["cnm", "shipped-over-year"],
    }
    assert held["province-bac-ninh"] is None
    assert "Unless your answer is:" in page.text


def test_papers_are_not_made_before_the_facts_are_there(client: Client) -> None:
    response = client.get(at(PROVINCE_UNKNOWN, place="papers/"))

    assert response.status_code in (302, 404)
