"""What a result leaves open: facts that decide, facts that would change it, what is not known."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.checking import MAIN
from tests.wizard.assessment.pages import Page, plain
from tests.wizard.assessment.stories import LANGUAGES, STORIES, asked, check, judged, result
from wizard.decision.ruleset import Question
from wizard.decision.sources import Text
from wizard.rules import registry

SPECIALISED = {
    "state": "used",
    "goods": "8525",
    "purpose": "specialised",
    "specialised-product": "yes",
}
AGE = re.compile(r"\b(3|three|trois|ba)[ -](năm|years?|ans)\b", re.IGNORECASE)
OPEN = {
    "the purpose": STORIES["more-information"],
    "the goods": {**STORIES["prohibited"], "goods": "unknown"},
    "the condition": {"state": "unknown", "fta-remanufactured": "unknown", "goods": "unknown"},
    "one condition of a case": {**STORIES["permit-required"], "line-role": "unknown"},
}
languages = pytest.mark.parametrize("language", LANGUAGES)


def complete(answers: dict[str, str]) -> dict[str, str]:
    """Say "I don't know" to every question still asked."""
    answers = dict(answers)
    while (key := judged(answers).first_open) is not None:
        answers[key] = "unknown"
    return answers


def _told(question: Question) -> Text:
    """What helps to answer: where a fact is found, or what is in doubt of a term without a paper.

    A term that stands in no paper is what the law leaves open, and the result says so.
    """
    if question.where:
        return question.where
    assert question.asks == "term"
    return registry.in_force(MAIN, registry.today()).doubt_by_key[question.doubt or ""].text


@languages
@pytest.mark.parametrize("answers", OPEN.values(), ids=OPEN)
def test_an_open_result_names_the_facts_that_decide_and_where_to_find_each(
    client: Client, answers: dict[str, str], language: str
) -> None:
    response = client.get(result(complete(answers), language))

    page = Page(response)
    verdict = response.context["verdict"]
    questions = registry.in_force(MAIN, registry.today()).question_by_key
    assert verdict.outcome == "more-information"
    assert verdict.open_questions
    assert len(verdict.possible_outcomes) > 1
    for key in verdict.open_questions:
        assert plain(questions[key].text[language]) in page.text
        assert plain(_told(questions[key])[language]) in page.text
        assert [href for href in page.hrefs() if asked(href)[0] == key]


@pytest.mark.parametrize("answers", OPEN.values(), ids=OPEN)
def test_answering_an_open_fact_is_one_click_away_and_keeps_the_rest(
    client: Client, answers: dict[str, str]
) -> None:
    address = result(complete(answers))
    key = client.get(address).context["verdict"].open_questions[0]
    page = Page(client.get(address))

    (link, *_) = [href for href in page.hrefs() if asked(href)[0] == key]
    response = client.get(link)

    assert response.status_code == 200
    assert response.context["question"].key == key
    assert dict(response.context["situation"].given) == complete(answers)


def test_the_data_of_an_open_result_list_the_same_facts(client: Client) -> None:
    answers = complete(STORIES["more-information"])

    found = client.get(check("result.json", answers)).json()

    assert found["outcome"] == "more-information"
    assert [item["key"] for item in found["open_questions"]] == ["purpose"]
    assert found["open_questions"][0]["answered"]
    assert found["open_questions"][0]["where"]
    assert set(found["possible_outcomes"]) == {
        # Some purposes lie outside the ban: goods of one's own that come back, for instance.
        "not-covered",
        "permit-required",
        "ask-authority",
        "prohibited",
    }


@languages
def test_a_prohibition_says_which_facts_would_change_it(client: Client, language: str) -> None:
    answers = {
        "state": "used",
        "goods": "8471",
        "purpose": "processing",
        "foreign-trader": "yes",
        "consumed-abroad": "no",
        "other-case": "none",
    }

    response = client.get(result(answers, language))

    found = response.context["result"]
    page = Page(response)
    questions = registry.in_force(MAIN, registry.today()).question_by_key
    assert found.changes
    assert ("consumed-abroad", "yes") in [change.facts[0] for change in found.changes]
    for change in found.changes:
        for key, choice in change.facts:
            offered = questions[key].choice(choice)
            assert offered is not None
            assert offered.change
            assert plain(offered.change[language]) in page.text


@pytest.mark.parametrize("outcome", STORIES)
def test_a_change_named_in_the_data_really_leads_there(client: Client, outcome: str) -> None:
    found = client.get(check("result.json", STORIES[outcome])).json()

    for change in found["would_change"]:
        answers = {**found["answers"], **change["facts"]}
        there = client.get(check("result.json", answers)).json()
        assert there["outcome"] == change["outcome"] != outcome
        assert [case["key"] for case in there["cases"]] == change["cases"]


@languages
@pytest.mark.parametrize("outcome", STORIES)
def test_what_is_not_known_is_said_with_whom_to_ask(
    client: Client, outcome: str, language: str
) -> None:
    response = client.get(result(STORIES[outcome], language))

    page = Page(response)
    unknowns = response.context["result"].unknowns
    assert unknowns
    assert all(item.ask for item in unknowns)
    assert all(plain(item.text[language]) in page.text for item in unknowns)


@languages
@pytest.mark.parametrize("answers", [*STORIES.values(), SPECIALISED], ids=[*STORIES, "specialised"])
def test_no_three_year_age_limit_is_stated_as_current_law(
    client: Client, answers: dict[str, str], language: str
) -> None:
    page = Page(client.get(result(answers, language)))

    (not_law,) = (
        plain(item.text[language])
        for item in registry.in_force(MAIN, registry.today()).unknowns
        if item.key == "age-limit"
    )
    assert AGE.search(not_law)
    assert not AGE.search(page.text.replace(not_law, ""))
