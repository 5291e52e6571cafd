"""What a result shows: dated law, its sources, what changed since, two languages, what is open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from tests.checking import FIRST, MAIN
from tests.wizard.assessment.pages import Page, plain
from tests.wizard.assessment.stories import (
    LANGUAGES,
    PERMITTED,
    STORIES,
    asked,
    check,
    judged,
    result,
)
from wizard.rules import registry
from wizard.rules.snapshot import shipped_situations

SITUATIONS = shipped_situations(MAIN)
TODAY = date(2026, 11, 22)
PARTS = ["papers", "routes", "proof", "changes", "unknowns", "meaning", "penalties", "sources"]
languages = pytest.mark.parametrize("language", LANGUAGES)
outcomes = pytest.mark.parametrize("outcome", STORIES)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "today", lambda: TODAY)


def data(client: Client, answers: dict[str, str], on: str) -> dict[str, Any]:
    """The result of a day as data."""
    found: dict[str, Any] = client.get(check("result.json", {**answers, "on": on})).json()
    return found


def shown(client: Client, outcome: str, language: str = "en", **more: str) -> Page:
    """The page of a result, made today unless the stamp says otherwise."""
    return Page(client.get(result(STORIES[outcome], language, **more)))


@pytest.mark.parametrize("on", ["2025-10-31", "2026-09-04"])
def test_until_4_september_2026_annex_x_is_the_procedure(client: Client, on: str) -> None:
    found = data(client, PERMITTED, on)

    (route,) = found["procedure"]
    assert route["key"] == "annex-x-import"
    assert route["last_verified"] is None
    assert found["documents"]
    assert all(document["current"] for document in found["documents"])


@pytest.mark.parametrize("on", ["2026-09-05", "2026-11-22"])
def test_from_5_september_2026_article_5_of_decree_292_is_the_procedure(
    client: Client, on: str
) -> None:
    before = data(client, PERMITTED, "2026-09-04")

    found = data(client, PERMITTED, on)

    (route,) = found["procedure"]
    assert route["key"] == "decree-292-import"
    assert route["last_verified"] is None
    # A file that is incomplete is told of in 3 days; a complete one is decided on in 5.
    assert [step["working_days"] for step in route["steps"] if step["working_days"]] == [3, 5]
    assert {basis.partition(":")[0] for step in route["steps"] for basis in step["basis"]} == {
        "decree-292-2026-nd-cp"
    }
    papers = {document["key"] for document in found["documents"]}
    assert {"form-01", "explanatory-documents", "earlier-licences-report"} <= papers
    assert not papers & {document["key"] for document in before["documents"]}
    assert all(document["current"] for document in found["documents"])
    assert [item["key"] for item in found["ask"]] == ["mst"]


def test_a_file_received_before_keeps_the_procedure_of_its_day(client: Client) -> None:
    found = data(client, {**PERMITTED, "filed": "2026-09-04"}, "2026-11-22")

    assert [route["key"] for route in found["procedure"]] == ["annex-x-import"]
    assert all(document["current"] for document in found["documents"])


@pytest.mark.django_db
@pytest.mark.parametrize("on", ["2026-09-05", "2026-11-22"])
def test_rules_without_the_procedure_in_force_show_what_was_last_verified(
    client: Client, on: str
) -> None:
    # Version 1 was written before Decree 292 had been read.
    with registry.override(FIRST, TODAY):
        found = data(client, PERMITTED, on)

    (route,) = found["procedure"]
    assert route["key"] == "after-annex-x-import"
    assert "Annex X" in route["notice"]
    assert route["last_verified"]["key"] == "annex-x-import"
    assert route["last_verified"]["in_force_until"] == "2026-09-04"
    assert found["documents"]
    assert not any(document["current"] for document in found["documents"])
    assert [item["key"] for item in found["ask"]] == ["mst"]


@pytest.mark.parametrize("outcome", ["prohibited", "permit-required", "ask-authority"])
def test_penalties_are_those_in_force_from_1_july_2026(client: Client, outcome: str) -> None:
    before = data(client, STORIES[outcome], "2026-06-30")
    after = data(client, STORIES[outcome], "2026-07-01")

    assert before["penalties"] == []
    assert len(after["penalties"]) == 5
    assert all(
        basis.startswith("decree-169-2026-nd-cp:")
        for row in after["penalties"]
        for basis in row["basis"]
    )


def test_goods_outside_the_circular_carry_no_fine(client: Client) -> None:
    assert data(client, STORIES["not-covered"], "2026-11-22")["penalties"] == []


@languages
def test_a_result_made_earlier_says_what_changed(client: Client, language: str) -> None:
    page = shown(client, "permit-required", language, on="2026-06-30")

    assert "recheck-title" in page.ids
    with override(language):
        for changed in (
            "the documents, or whether their source is still in force",
            "the procedure",
            "the fines",
        ):
            assert plain(gettext(changed)) in page.text


def test_a_result_made_earlier_that_still_holds_says_so(client: Client) -> None:
    page = shown(client, "prohibited", on="2026-11-21")

    assert "recheck-title" in page.ids
    assert "Nothing has changed" in page.text


@pytest.mark.parametrize("on", ["2026-11-22", "1999-01-01", "2031-01-01"])
def test_a_result_of_today_or_of_no_day_of_the_rules_has_nothing_to_compare(
    client: Client, on: str
) -> None:
    page = shown(client, "permit-required", on=on)

    assert "recheck-title" not in page.ids


def test_the_verdict_of_an_old_address_is_that_of_today(client: Client) -> None:
    old = client.get(result(PERMITTED, on="2026-06-30"))

    assert [route.procedure.key for route in old.context["result"].routes] == ["decree-292-import"]


@pytest.mark.parametrize("language", ["en", "fr"])
@outcomes
def test_the_vietnamese_can_stand_beside_the_reader_s_language(
    client: Client, outcome: str, language: str
) -> None:
    alone = shown(client, outcome, language)
    both = shown(client, outcome, language, both="1")

    official = plain(both_sentence(outcome)["vi"])
    assert any(asked(link["href"])[1].get("both") == "1" for link in alone.links)
    assert official in both.text
    assert both.html.count('class="app-official"') > 5
    assert 'class="app-official"' not in alone.html


@outcomes
def test_the_vietnamese_does_not_stand_beside_itself(client: Client, outcome: str) -> None:
    assert 'class="app-official"' not in shown(client, outcome, "vi", both="1").html


def both_sentence(outcome: str) -> Any:
    """The sentence of a verdict, in every language."""
    situation = judged(STORIES[outcome])
    cases = situation.verdict.cases
    return cases[0].summary if cases else situation.ruleset.outcomes[outcome].sentence


@languages
@outcomes
def test_a_result_reads_top_down_and_says_what_it_is(
    client: Client, outcome: str, language: str
) -> None:
    page = shown(client, outcome, language)

    ruleset = registry.in_force(MAIN, TODAY)
    assert page.title.startswith(plain(ruleset.outcomes[outcome].label[language]))
    assert page.heading == plain(both_sentence(outcome)[language])
    # Who decides stands in the case where another body does, and then the general words do not.
    own = next((case.legal_status for case in judged(STORIES[outcome]).verdict.cases), None)
    assert (own is not None) == (outcome == "not-covered")
    assert plain((own or ruleset.legal_status).text[language]) in page.text
    assert (plain(ruleset.legal_status.text[language]) in page.text) == (own is None)
    order = [name for name in page.ids if name in PARTS]
    assert order == [name for name in PARTS if name in order]
    assert {"meaning", "proof", "sources"} <= set(order)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda item: str(item["name"]))
def test_every_citation_on_a_result_leads_to_its_source(
    client: Client, situation: dict[str, Any]
) -> None:
    response = client.get(check("result/", situation["answers"]), follow=True)

    page = Page(response)
    anchors = [href[1:] for href in page.hrefs() if href.startswith("#")]
    assert set(anchors) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    if "result" in response.context:
        assert any(anchor.startswith("source-") for anchor in anchors)


@languages
@outcomes
def test_every_sentence_of_law_carries_a_source(
    client: Client, outcome: str, language: str
) -> None:
    found = client.get(
        check("result.json", {**STORIES[outcome], "on": "2026-11-22"}, language)
    ).json()

    known = {source["citation"] for source in found["sources"]}
    stated = [*found["means"], *found["regimes"], *found["actions"], *found["documents"]]
    assert found["basis"]
    assert all(item["basis"] and set(item["basis"]) <= known for item in stated)


@outcomes
def test_the_code_to_scan_is_drawn_without_a_style(client: Client, outcome: str) -> None:
    page = shown(client, outcome)

    drawings = [
        attrs for tag, attrs in page.tags if tag == "svg" and "qr" in attrs.get("class", "")
    ]
    assert len(drawings) == 1
    assert not [tag for tag, attrs in page.tags if "style" in attrs]
    assert "<style" not in page.html


def test_paper_carries_address_day_and_version(client: Client) -> None:
    page = shown(client, "permit-required")

    assert f"http://testserver{result(PERMITTED)}" in page.text
    assert "Version of the rules: 2" in page.text
