"""From the first question to the verdict, back, and across languages, as the server answers."""

from __future__ import annotations

from unittest import mock

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from tests.checking import MAIN
from tests.wizard.assessment.pages import Page, plain
from tests.wizard.assessment.stories import (
    LANGUAGES,
    PERMITTED,
    STORIES,
    asked,
    check,
    judged,
    result,
    walk,
    ways,
)
from wizard.assessment.situation import read
from wizard.rules import registry

outcomes = pytest.mark.parametrize("outcome", STORIES)
languages = pytest.mark.parametrize("language", LANGUAGES)
ANSWERED = {
    "state": "used",
    "goods": "8471",
    "purpose": "relocation",
    "same-organisation": "same-group",
}
WAYS = ways()


@languages
@outcomes
def test_answers_by_form_lead_to_the_verdict(client: Client, outcome: str, language: str) -> None:
    address = walk(client, STORIES[outcome], language)

    response = client.get(address)

    assert asked(address)[0] == "result"
    assert response.status_code == 200
    assert response.context["verdict"].outcome == outcome


def test_the_ways_reach_every_question() -> None:
    assert set(WAYS) == set(registry.in_force(MAIN, registry.today()).question_by_key)


@languages
@pytest.mark.parametrize("question", WAYS)
def test_each_question_is_a_page_of_its_own(client: Client, question: str, language: str) -> None:
    response = client.get(check(f"{question}/", WAYS[question], language))

    page = Page(response)
    asks = registry.in_force(MAIN, registry.today()).question_by_key[question]
    assert response.status_code == 200
    assert page.title.startswith(plain(asks.text[language]))
    assert page.heading == plain(asks.text[language])
    told = [asks.where] if asks.where else []
    if asks.asks == "term":
        told.append(registry.in_force(MAIN, registry.today()).doubt_by_key[asks.doubt or ""].text)
    assert told
    assert all(plain(text[language]) in page.text for text in told)
    assert len(page.ids) == len(set(page.ids))


def test_the_start_page_leads_to_the_first_question(client: Client) -> None:
    page = Page(client.get(check()))

    assert check("state/") in page.hrefs("button")


def test_an_address_is_read_once(client: Client) -> None:
    addresses = [check("purpose/", PERMITTED), result(PERMITTED), check("result.json", PERMITTED)]
    for address in addresses:
        with mock.patch("wizard.assessment.storage.read", wraps=read) as reading:
            response = client.get(address)

        assert response.status_code == 200
        assert reading.call_count == 1


def test_the_bare_address_with_answers_goes_on_where_they_end(client: Client) -> None:
    page = Page(client.get(check("", {"state": "used", "goods": "8471"})))

    assert check("purpose/", {"state": "used", "goods": "8471"}) in page.hrefs("button")


def test_the_bare_address_with_all_answers_leads_to_the_result(client: Client) -> None:
    page = Page(client.get(check("", PERMITTED)))

    (go,) = page.hrefs("button")
    assert asked(go)[0] == "result"


def test_the_back_link_shows_the_question_before_with_its_answer(client: Client) -> None:
    page = Page(client.get(check("purpose/", {"state": "used", "goods": "laptop"})))
    (back,) = page.hrefs("back-link")

    before = Page(client.get(back))

    assert asked(back)[0] == "goods"
    assert before.chosen("pick") == ["laptop"]
    assert asked(before.hrefs("back-link")[0])[0] == "state"


def test_the_first_question_goes_back_to_the_start(client: Client) -> None:
    page = Page(client.get(check("state/")))

    assert page.hrefs("back-link") == [check()]


def test_a_changed_answer_keeps_the_others_that_still_matter(client: Client) -> None:
    response = client.post(check("goods/", ANSWERED), {"text": "8517"})

    step, answers = asked(response["Location"])
    assert step == "means-of-production"
    assert answers == {**ANSWERED, "goods": "8517"}


def test_a_changed_answer_drops_what_no_longer_matters(client: Client) -> None:
    response = client.post(check("purpose/", ANSWERED), {"answer": "research"})

    step, answers = asked(response["Location"])
    assert step == "research-activity"
    assert answers == {"state": "used", "goods": "8471", "purpose": "research"}


def test_every_answer_so_far_can_be_changed_from_the_page(client: Client) -> None:
    page = Page(client.get(check("means-of-production/", ANSWERED)))

    changes = [link["href"] for link in page.links if "Change" in link["text"]]
    assert [asked(address) for address in changes] == [(key, ANSWERED) for key in ANSWERED]


def test_a_skipped_question_is_asked_first(client: Client) -> None:
    response = client.get(check("purpose/", {"state": "used"}))

    assert response.status_code == 302
    assert response["Location"] == check("goods/", {"state": "used"})


@pytest.mark.parametrize(
    "step",
    ["nothing-of-the-kind", "STATE", "done", "a" * 900],
    ids=["strange", "capitals", "done", "endless"],
)
def test_an_unknown_step_leads_to_the_first_open_question(client: Client, step: str) -> None:
    response = client.get(check(f"{step}/", {"state": "used"}))

    assert response["Location"] == check("goods/", {"state": "used"})


def test_a_step_that_does_not_apply_leads_on(client: Client) -> None:
    response = client.get(check("print-kind/", {"state": "used", "goods": "8471"}))

    assert response["Location"] == check("purpose/", {"state": "used", "goods": "8471"})


def test_a_result_without_all_answers_leads_to_the_first_open_question(client: Client) -> None:
    response = client.get(check("result/", {"state": "used"}))

    assert response["Location"] == check("goods/", {"state": "used"})


@languages
def test_the_language_switch_stays_on_the_step_with_its_answers(
    client: Client, language: str
) -> None:
    page = Page(client.get(check("purpose/", {"state": "used", "goods": "8471"}, language)))

    switch = {link["hreflang"]: link["href"] for link in page.links if "hreflang" in link}
    assert switch == {
        code: check("purpose/", {"state": "used", "goods": "8471"}, code) for code in LANGUAGES
    }


def test_a_purpose_set_before_the_start_survives_the_questions_before_it(client: Client) -> None:
    first = client.post(check("state/", {"purpose": "research"}), {"answer": "used"})
    second = client.post(first["Location"], {"text": "8471"})

    step, answers = asked(second["Location"])
    assert step == "research-activity"
    assert answers["purpose"] == "research"


@pytest.mark.django_db
def test_the_province_travels_to_the_result_and_decides_nothing(client: Client) -> None:
    address = walk(client, PERMITTED, query="?province=dong-nai")

    assert asked(address)[1]["province"] == "dong-nai"
    assert judged(PERMITTED).verdict.outcome == "permit-required"
    assert "/en/localities/dong-nai/" in Page(client.get(address)).hrefs()


@languages
def test_no_answer_is_shown_as_an_error_with_a_way_to_the_field(
    client: Client, language: str
) -> None:
    page = Page(client.post(check("state/", language=language), {}))

    with override(language):
        assert page.title.startswith(plain(gettext("Error:")))
    assert "#id_answer_0" in page.hrefs()
    assert "id_answer_0" in page.ids


def test_an_answer_that_cannot_be_taken_stays_as_it_was_typed(client: Client) -> None:
    page = Page(client.post(check("goods/", {"state": "used"}), {"text": "84711"}))

    assert page.title.startswith("Error:")
    assert page.fields["text"][0]["value"] == "84711"
    assert "#id_text" in page.hrefs()
    assert page.fields["text"][0]["id"] == "id_text"
    assert "id_text-error" in page.fields["text"][0]["aria-describedby"].split()
