"""Which day each part of a result counts by, told alike on the page, in the data and on paper."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.checking import check_at
from tests.wizard.assessment.pages import Page, plain
from tests.wizard.assessment.stories import LANGUAGES, PERMITTED, STORIES, check

USED_RECORDER = {"state": "used", "goods": "8521", "part": "no", "purpose": "resale"}
PROCESSING = {
    "state": "used",
    "goods": "8471",
    "purpose": "processing",
    "foreign-trader": "yes",
    "consumed-abroad": "yes",
}
PRINTING = {"state": "used", "goods": "8441", "part": "no", "neighbour": "printing-equipment"}
MEDICAL = {**PRINTING, "goods": "9018", "neighbour": "medical-device"}
languages = pytest.mark.parametrize("language", LANGUAGES)


def data(client: Client, answers: dict[str, str], on: str, **days: str) -> dict[str, Any]:
    """A result as data."""
    found = client.get(check("result.json", {**answers, "on": on, **days}))
    assert found.status_code == 200, found.content
    result: dict[str, Any] = found.json()
    return result


def page(client: Client, answers: dict[str, str], on: str, **days: str) -> Page:
    """The same result as a page."""
    return Page(client.get(check("result/", {**answers, "on": on, **days})))


def keys(items: list[dict[str, Any]]) -> list[str]:
    """The keys of a list of parts."""
    return [item["key"] for item in items]


@pytest.mark.parametrize(
    ("days", "case"),
    [
        ({"on": "2026-08-01"}, "consumer-list-before"),
        ({"on": "2026-11-30"}, "moit-list"),
        ({"on": "2026-11-30", "declared": "2026-08-01"}, "consumer-list-before"),
        ({"on": "2026-08-01", "declared": "2026-09-05"}, "moit-list"),
        # Whoever files later declares later, unless something else is said.
        ({"on": "2026-08-01", "filed": "2026-09-05"}, "moit-list"),
        ({"on": "2026-11-30", "filed": "2026-08-01"}, "moit-list"),
    ],
    ids=str,
)
def test_what_is_banned_goes_by_the_day_of_the_declaration(
    client: Client, days: dict[str, str], case: str
) -> None:
    found = data(client, USED_RECORDER, **days)
    shown = client.get(check("result/", {**USED_RECORDER, **days}))

    assert keys(found["cases"]) == [case]
    assert [item.key for item in shown.context["result"].cases] == [case]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "cases"),
    [
        ({"on": "2026-11-30"}, {"form-uae-vn"}),
        ({"on": "2026-11-30", "filed": "2026-05-29"}, {"form-uae-vn"}),
        ({"on": "2026-11-30", "filed": "2026-05-28"}, {"uae-before"}),
        ({"on": "2026-05-28"}, {"uae-before"}),
        # Nothing is declared to customs by whom the rules ask about a file only.
        ({"on": "2026-11-30", "declared": "2026-05-28"}, {"form-uae-vn"}),
        ({"on": "2026-05-28", "declared": "2026-11-30"}, {"uae-before"}),
    ],
    ids=str,
)
def test_who_issues_goes_by_the_day_of_the_file(
    client: Client, days: dict[str, str], cases: set[str]
) -> None:
    answers = {
        "market": "AE",
        "request": "not-shipped",
        "registered": "ha-noi",
        "before": "other-product",
        "also": "none",
    }
    query = urlencode({**answers, **days})

    found = client.get(check_at("en", f"result.json?{query}", "co-issuer")).json()

    assert set(keys(found["cases"])) & {"form-uae-vn", "uae-before"} == cases


@pytest.mark.parametrize(
    ("days", "doubts"),
    [
        ({"on": "2026-12-31"}, []),
        ({"on": "2027-01-01"}, ["decider-2027", "list-and-openings-2027"]),
        ({"on": "2026-11-30", "declared": "2027-01-15"}, ["list-and-openings-2027"]),
        (
            {"on": "2026-11-30", "filed": "2027-01-10"},
            ["decider-2027", "list-and-openings-2027"],
        ),
        ({"on": "2027-01-05", "filed": "2026-12-01", "declared": "2026-12-20"}, []),
    ],
    ids=str,
)
def test_a_doubt_stands_on_the_day_by_which_it_counts(
    client: Client, days: dict[str, str], doubts: list[str]
) -> None:
    dated = {"list-and-openings-2027", "decider-2027"}

    found = data(client, PERMITTED, **days)
    shown = page(client, PERMITTED, **days)

    assert sorted(set(keys(found["doubts"])) & dated) == doubts
    said = {name.removeprefix("doubt-") for name in shown.ids if name.startswith("doubt-")}
    assert sorted(said & dated) == doubts
    # The sentence about the List goes by the same day as the doubt about it.
    words = "From 1 January 2027 it is in doubt whether the List"
    told = any(words in item["text"] for item in found["means"])
    assert told == ("list-and-openings-2027" in doubts) == (words in shown.text)


@pytest.mark.parametrize(
    ("filed", "report"), [("2026-09-04", "earlier-permits-report"), ("2026-09-05", "form-01")]
)
def test_what_a_licence_allows_goes_by_the_day_of_the_file(
    client: Client, filed: str, report: str
) -> None:
    found = data(client, PERMITTED, "2026-11-30", filed=filed)

    at_most_two_years = [item for item in found["means"] if "at most 2 years" in item["text"]]
    assert report in keys(found["documents"])
    assert bool(at_most_two_years) == (filed == "2026-09-05")


def test_the_notice_about_files_under_way_waits_for_the_decree_it_rests_on(client: Client) -> None:
    before = data(client, PERMITTED, "2026-06-30")
    after = data(client, PERMITTED, "2026-11-30", filed="2026-09-04")

    assert [route["notice"] for route in before["procedure"]] == [None]
    assert "4 September 2026" in after["procedure"][0]["notice"]
    assert "are finished under this procedure" not in page(client, PERMITTED, "2026-06-30").text


@pytest.mark.parametrize(
    ("answers", "on", "decides"),
    [
        (PRINTING, "2026-09-04", []),
        (PRINTING, "2026-09-05", ["moc"]),
        (PRINTING, "2027-03-02", ["moc"]),
        (MEDICAL, "2026-09-04", []),
        (MEDICAL, "2026-09-05", ["moh"]),
        (USED_RECORDER, "2026-09-04", ["moit"]),
        (USED_RECORDER, "2027-03-02", ["moit"]),
        (PERMITTED, "2025-11-15", ["mst"]),
        (PERMITTED, "2027-03-02", ["mst"]),
        # The managing ministry licensed processing; who does is in doubt since Decree 292/2026.
        (PROCESSING, "2026-06-30", ["mst-processing"]),
        (PROCESSING, "2026-09-05", []),
    ],
)
def test_who_decides_is_named_from_the_day_a_text_names_it(
    client: Client, answers: dict[str, str], on: str, decides: list[str]
) -> None:
    found = data(client, answers, on)
    shown = page(client, answers, on)

    assert keys(found["decides"]) == decides
    assert ("Who decides:" in shown.text) == bool(decides)
    for item in found["decides"]:
        assert item["power"]
        assert all(plain(statement["text"]) in shown.text for statement in item["power"])


@pytest.mark.parametrize(
    ("answers", "doubts"),
    [(PERMITTED, ["decider-2027"]), (USED_RECORDER, ["decider-2027"]), (PRINTING, [])],
)
def test_from_2027_on_a_power_that_rests_on_decree_146_stands_beside_its_doubt(
    client: Client, answers: dict[str, str], doubts: list[str]
) -> None:
    before = data(client, answers, "2026-12-31")
    after = data(client, answers, "2027-03-02")

    assert [item["doubts"] for item in before["decides"]] == [[]]
    assert [item["doubts"] for item in after["decides"]] == [doubts]


def test_the_doubt_about_powers_leads_nobody_to_the_wrong_ministry(client: Client) -> None:
    found = data(client, USED_RECORDER, "2027-03-02")

    (doubt,) = [item for item in found["doubts"] if item["key"] == "decider-2027"]
    assert doubt["ask"] == ["legislature"]
    assert set(keys(found["ask"])) == {"moit", "customs"}
    assert "Ministry of Science" not in str(doubt)


def test_nobody_is_said_to_decide_on_processing_by_the_power_to_permit_import(
    client: Client,
) -> None:
    for on in ("2026-06-30", "2026-09-05", "2027-03-02"):
        text = page(client, PROCESSING, on).text

        assert "decides on permission to import" not in text
        assert "Who licenses the processing of banned goods?" in text or on == "2026-06-30"
    assert (
        "for IT products, the Ministry of Science and Technology"
        in page(client, PROCESSING, "2026-06-30").text
    )


@languages
@pytest.mark.parametrize("story", STORIES)
def test_the_verdict_names_what_is_in_doubt_about_it(
    client: Client, story: str, language: str
) -> None:
    """A label ("prohibited") is read first: from 2027 on it must not stand alone."""
    answers = {**STORIES[story], "on": "2027-01-01"}
    shown = client.get(check("result/", answers, language))

    card, _stub, rest = shown.content.decode().partition('<div class="ticket__stub">')
    doubts = shown.context["result"].doubts
    # That new goods are not banned is what the List says as well.
    assert doubts
    for doubt in doubts[:1]:
        assert f'href="#doubt-{doubt.key}"' in card
    assert ('href="#doubts"' in card) == (len(doubts) > 1)
    for doubt in doubts:
        assert f'id="doubt-{doubt.key}"' in rest


LISTED = {"state": "used", "goods": "8471"}
ON_THE_LIST = ["decider-2027", "list-and-openings-2027"]


@pytest.mark.parametrize(
    ("answers", "on", "doubts"),
    [
        ({"state": "new"}, "2027-03-02", ["list-and-openings-2027"]),
        ({"state": "waste"}, "2027-03-02", ["list-and-openings-2027"]),
        (USED_RECORDER, "2027-03-02", ["decider-2027"]),
        ({**USED_RECORDER, "purpose": "event"}, "2027-03-02", []),
        ({**USED_RECORDER, "purpose": "luggage"}, "2027-03-02", ["private-goods-moit"]),
        # Nothing is settled: what is in doubt about any outcome that is still possible.
        ({**USED_RECORDER, "purpose": "unknown"}, "2027-03-02", ["decider-2027"]),
        ({**LISTED, "purpose": "unknown"}, "2027-03-02", ON_THE_LIST),
        ({**LISTED, "purpose": "unknown"}, "2026-11-30", []),
        (
            {**LISTED, "purpose": "own-use", "other-case": "unknown"},
            "2027-03-02",
            ["cases-unread", *ON_THE_LIST],
        ),
        (PERMITTED, "2027-03-02", ON_THE_LIST),
        ({**LISTED, "purpose": "transit"}, "2027-03-02", ["list-and-openings-2027"]),
        ({"state": "opened", "goods": "8521", "purpose": "resale"}, "2026-11-30", []),
    ],
    ids=str,
)
def test_a_result_names_the_doubts_that_matter_to_it_and_no_other(
    client: Client, answers: dict[str, str], on: str, doubts: list[str]
) -> None:
    found = data(client, answers, on)

    assert sorted(keys(found["doubts"])) == doubts
    # What follows from the doubt about the List is told with it, and ahead of it, of goods on it.
    told = any("whether the List" in item["text"] for item in found["means"])
    assert told == (answers.get("goods") == "8471")


def test_paper_carries_every_day_that_was_given(client: Client) -> None:
    given = page(client, PERMITTED, "2026-11-30", filed="2026-12-01", declared="2027-01-15")
    plainly = page(client, PERMITTED, "2026-11-30")

    for text in (
        "Date: 30 November 2026",
        "Day on which the file is received: 1 December 2026",
        "Day on which the customs declaration is registered: 15 January 2027",
    ):
        assert text in given.text
    assert "Day on which the file is received:" not in plainly.text
