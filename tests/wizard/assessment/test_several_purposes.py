"""Several answers at once, terms in doubt and days that a reader gives: page and data alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.checking import MAIN, check_at
from wizard.assessment.results import Result
from wizard.assessment.situation import read
from wizard.decision.ruleset import DONT_KNOW
from wizard.rules import registry

USED = {"state": "used", "goods": "8471"}
FEW = {**USED, "purpose": "research.resale", "research-activity": "yes"}


def result(client: Client, **query: str) -> Any:
    """The page of a result."""
    return client.get(check_at("en", "result/"), query, follow=True)


def data(client: Client, **query: str) -> Any:
    """The same address as data."""
    return client.get(check_at("en", "result.json"), query).json()


def test_ticks_are_sent_without_javascript_and_become_one_answer(client: Client) -> None:
    page = client.get(check_at("en", "purpose/"), USED)
    html = page.content.decode()

    response = client.post(
        check_at("en", "purpose/?state=used&goods=8471"), {"answer": ["resale", "research"]}
    )

    assert 'type="checkbox"' in html
    # How to tick stands in the help of the question, and once.
    assert "Tick all" in html
    assert "Choose all that apply." not in html
    for group in registry.versions(MAIN)[-1].question_by_key["purpose"].groups:
        assert group.text["en"].replace("’", "’") in html
    assert "purpose=research.resale" in response.headers["Location"]


@pytest.mark.parametrize("apart", ["other", DONT_KNOW])
def test_what_stands_alone_is_refused_beside_another(client: Client, apart: str) -> None:
    response = client.post(
        check_at("en", "purpose/?state=used&goods=8471"), {"answer": [apart, "research"]}
    )

    assert response.status_code == 200
    assert response.context["form"].errors["answer"]


def test_ticks_may_be_repeated_keys_and_are_written_one_way() -> None:
    many = read(
        [("state", ["used"]), ("goods", ["8471"]), ("purpose", ["resale", "research"])], MAIN
    )
    alone = read([("state", ["used"]), ("goods", ["8471"]), ("purpose", ["other.research"])], MAIN)

    assert many.given["purpose"] == "research.resale"
    assert alone.dropped == 1


def test_what_was_not_ticked_is_not_chosen_and_never_not_met() -> None:
    verdict = read([(key, [value]) for key, value in FEW.items()], MAIN).verdict

    states = {item.case.key: item.state for item in verdict.proof}
    assert verdict.outcome == "permit-required"
    assert states["research"] == "met"
    assert states["processing"] == states["line-control"] == "not-chosen"
    assert {case.key for case in verdict.other_openings} == {"resale"}


def test_page_and_data_name_the_other_purpose(client: Client) -> None:
    page = result(client, **FEW).content.decode()

    assert [case["key"] for case in data(client, **FEW)["beside"]] == ["resale"]
    assert "Beside this, for other answers of yours" in page
    assert "not chosen" in page


def test_not_knowing_a_term_goes_to_the_authority_with_the_doubt(client: Client) -> None:
    query = {**USED, "purpose": "research", "research-activity": DONT_KNOW, "other-case": "none"}
    found = data(client, **query)

    assert (found["outcome"], found["unsettled"]) == ("ask-authority", True)
    assert found["doubts"][0]["key"] == "research-term"
    assert len(found["doubts"][0]["readings"]) >= 2
    assert "The published law does not settle this." in result(client, **query).content.decode()


def test_not_knowing_a_fact_leaves_it_open(client: Client) -> None:
    query = {**USED, "purpose": "processing", "foreign-trader": DONT_KNOW, "consumed-abroad": "yes"}

    assert data(client, **query)["outcome"] == "more-information"


def test_page_and_data_go_by_the_days_given(client: Client) -> None:
    days = {"filed": "2026-09-04", "declared": "2026-12-31"}
    page = result(client, **FEW, **days)

    assert page.context["situation"].filed == date(2026, 9, 4)
    assert {key: data(client, **FEW, **days)[key] for key in days} == days
    assert "File received on" in page.content.decode()
    routes = [item.procedure.key for item in page.context["result"].routes]
    assert routes == [item["key"] for item in data(client, **FEW, **days)["procedure"]]
    assert routes != [item["key"] for item in data(client, **FEW)["procedure"]]


def test_a_day_asked_about_is_the_day_judged_by_and_is_not_stamped(client: Client) -> None:
    page = result(client, **FEW, on="2026-06-30")

    assert page.context["situation"].on == date(2026, 6, 30)
    assert page.context["recheck"] is None
    assert "v=" not in page.context["own_address"]
    assert "not for today" in page.content.decode()


@pytest.mark.parametrize("key", ["on", "filed", "declared"])
def test_a_day_before_the_rules_says_so_everywhere(client: Client, key: str) -> None:
    page = client.get(check_at("en", "result/"), {**FEW, key: "2024-01-01"})
    step = client.get(check_at("en", "purpose/"), {**USED, key: "2024-01-01"})
    found = client.get(check_at("en", "result.json"), {**FEW, key: "2024-01-01"})

    assert [page.status_code, step.status_code, found.status_code] == [400, 400, 400]
    assert "31 October 2025" in page.content.decode()
    assert found.json()["in_force_from"] == "2025-10-31"


def test_a_result_of_version_1_lives_on_and_says_what_changed(client: Client) -> None:
    old = {**USED, "purpose": "research", "research-activity": "yes", "v": "1", "on": "2026-11-22"}
    page = result(client, **old)

    assert page.status_code == 200
    assert page.context["recheck"].made_version == 1
    assert page.context["result"].ruleset.version == 2


def test_every_doubt_of_a_result_is_shown_with_who_settles_it(client: Client) -> None:
    situation = read([(key, [value]) for key, value in FEW.items()], MAIN)
    page = result(client, **FEW).content.decode()

    shown = Result(situation).doubts
    assert shown
    for doubt in shown:
        assert f'id="doubt-{doubt.key}"' in page
