"""The register of the goods after the licence: a sheet with the columns of the yearly report."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from guidance.text.languages import LANGUAGES
from tests.wizard.assessment.stories import PERMITTED, STORIES, check
from wizard.rules.snapshot import shipped_papers

PLACE = "papers/register.xlsx"


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_columns_are_what_the_report_asks(client: Client, language: str) -> None:
    response = client.get(check(PLACE, PERMITTED, language))

    page = load_workbook(io.BytesIO(response.content)).active
    heads = [[cell.value for cell in row] for row in page.iter_rows(max_row=2)]
    kit = shipped_papers("circular-26-2025")
    assert kit is not None
    fields = kit.topic("licensed").fields
    assert heads[0][1:] == [item.label["vi"] for item in fields]
    below = [None] * len(fields) if language == "vi" else [item.label[language] for item in fields]
    assert heads[1][1:] == below
    # A serial number keeps its leading zeros.
    assert page.cell(5, 2 + [item.key for item in fields].index("serial")).number_format == "@"


def test_it_is_offered_where_a_report_is_due(client: Client) -> None:
    assert PLACE in client.get(check("result/", PERMITTED), follow=True).content.decode()
    for outcome in ("prohibited", "not-covered"):
        shown = client.get(check("result/", STORIES[outcome]), follow=True).content.decode()
        assert PLACE not in shown
        assert client.get(check(PLACE, STORIES[outcome])).status_code == 302
