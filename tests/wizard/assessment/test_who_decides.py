"""Who issues, on the first lines of a result: by name, with what is in doubt about it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests import checking
from tests.wizard.assessment.pages import Page

KEY = "co-issuer"
CNM = {"market": "SG", "request": "cnm", "registered": "lam-dong", "also": "none"}
OWN = {"request": "own-declaration", "registered": "ha-noi", "also": "none"}
MOVE = {"market": "KR", "request": "change-office", "registered": "ha-noi", "also": "none"}

pytestmark = pytest.mark.django_db


def shown(client: Client, answers: dict[str, str], on: str) -> Page:
    """A result in English for a day."""
    query = urlencode({**answers, "on": on})
    return Page(client.get(checking.check_at("en", f"result/?{query}", KEY)))


def first_lines(page: Page) -> str:
    """What is read before the cases one by one."""
    return page.text.partition("What applies to you")[0]


@pytest.mark.parametrize(("on", "is_doubted"), [("2026-11-29", False), ("2027-03-02", True)])
def test_who_decides_is_marked_from_the_day_on_which_it_is_in_doubt(
    client: Client, on: str, is_doubted: bool
) -> None:
    lines = first_lines(shown(client, CNM, on))

    assert "Decides Department of Industry and Trade of the province" in lines
    doubt = "of the province In doubt: Do the provinces still issue C/O after 28 February 2027?"
    assert (doubt in lines) is is_doubted


def test_where_nobody_knows_who_issues_the_first_lines_say_so(client: Client) -> None:
    timor = {"market": "TL", "request": "not-shipped", "registered": "ha-noi", "also": "none"}

    lines = first_lines(shown(client, {**timor, "before": "same-product"}, "2026-11-29"))

    assert "Decides Form of the agreement: not known; form B: the bodies named here" in lines


@pytest.mark.parametrize(
    ("market", "sentence"),
    [
        ({"market": "IL", "lot-value": "within"}, "Yes: for a lot up to USD 1,000 any exporter"),
        ({"market": "JP"}, "RCEP, CPTPP: exports from Viet Nam need a C/O; no own declaration."),
        ({"market": "TH"}, "Yes for form D markets, with the written approval."),
    ],
)
def test_an_own_declaration_is_answered_before_forms_are_named(
    client: Client, market: dict[str, str], sentence: str
) -> None:
    page = shown(client, {**OWN, **market}, "2026-11-29")

    assert page.heading.startswith(sentence)


def test_a_change_of_office_names_the_forms_and_one_body_to_file_with(client: Client) -> None:
    page = shown(client, MOVE, "2026-11-29")

    assert page.heading.startswith("File Form 03 with the present body")
    assert "Form AK (ASEAN–Korea)" in page.text
    assert "Receiving body The body with which your trader profile is now" in page.text
    assert "form and issuing body follow" not in page.text
