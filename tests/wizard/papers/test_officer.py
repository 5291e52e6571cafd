"""The sheet of a result for an officer: one A4, two languages, and an address to check it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from guidance.models import frame
from guidance.models.frame import Frame
from guidance.text.languages import LANGUAGES
from tests.wizard.assessment.stories import PERMITTED, STORIES, check
from tests.wizard.papers.filled import squeezed
from wizard.assessment.situation import JOIN
from wizard.papers import pdf
from wizard.papers.officer import OfficerSheet
from wizard.rules import assessments, registry
from wizard.rules.snapshot import shipped_situations

TODAY = date(2026, 11, 30)
A4 = (595, 842)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "today", lambda: TODAY)


def read(body: bytes) -> PdfReader:
    """A PDF, opened again."""
    return PdfReader(io.BytesIO(body))


def text(body: bytes) -> str:
    """All words of a PDF."""
    return squeezed(" ".join(page.extract_text() for page in read(body).pages))


def sheet(client: Client, answers: dict[str, str], language: str = "en", **more: str) -> bytes:
    """The sheet of a result."""
    response = client.get(check("result.pdf", {**answers, **more}, language))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return bytes(response.content)


def test_a_sheet_says_the_name_of_the_site_in_both_languages(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editors' own, not the shipped one."""
    made = Frame(name="", tagline="", description="", menu=[], foot=[])
    monkeypatch.setattr(frame._frames, "read", lambda code: replace(made, name=f"Guide {code}"))

    said = text(sheet(client, PERMITTED, "fr"))

    assert squeezed("Guide vi") in said
    assert squeezed("Guide fr") in said


@pytest.mark.parametrize("outcome", STORIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_is_one_sheet_in_vietnamese_and_the_readers_language(
    client: Client, outcome: str, language: str
) -> None:
    body = sheet(client, STORIES[outcome], language)

    ruleset = registry.in_force("circular-26-2025", TODAY)
    label = ruleset.outcomes[outcome].label
    assert len(read(body).pages) == 1
    assert squeezed(label["vi"]) in text(body)
    assert squeezed(label[language]) in text(body)
    assert (
        round(read(body).pages[0].mediabox.width),
        round(read(body).pages[0].mediabox.height),
    ) == A4


def test_the_sheet_says_answers_days_provisions_and_how_to_check_it(client: Client) -> None:
    said = text(sheet(client, PERMITTED, filed="2026-12-07"))

    for words in (
        "Rules of 30 November 2026, version 2",
        "Đã qua sử dụng",
        "8471",
        "14/12/2026",
        "by 14 December 2026",
        "26/2025/TT-BKHCN",
        "How sure: settled in part.",
        "filed=2026-12-07",
        "1 / 1",
    ):
        assert squeezed(words) in said


def test_the_proof_follows_as_an_annex_where_it_is_asked_for(client: Client) -> None:
    alone, whole = (read(sheet(client, PERMITTED, **more)) for more in ({}, {"annex": "1"}))

    assert len(alone.pages) == 1
    assert len(whole.pages) > 1
    assert whole.pages[0].extract_text()[:200] == alone.pages[0].extract_text()[:200]
    assert squeezed("Annex: the proof, case by case") in squeezed(whole.pages[1].extract_text())


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["circular-26-2025", "co-issuer"])
def test_the_longest_results_still_fit_one_sheet(client: Client, key: str) -> None:
    """Of both assessments, the situations of the most cases and of the most answers."""
    situations = sorted(shipped_situations(key), key=size)[-3:]
    slug = assessments.slug_of(key, "fr")
    for situation in situations:
        answers = {
            name: JOIN.join(value) if isinstance(value, list) else value
            for name, value in situation["answers"].items()
        }
        response = client.get(f"/fr/check/{slug}/result.pdf", answers)
        assert response.status_code == 200
        assert len(read(response.content).pages) == 1, situation["name"]


def size(situation: dict[str, Any]) -> int:
    """How much there is to show of a situation."""
    return 2 * len(situation.get("cases", ())) + len(situation["answers"])


def test_a_sign_that_the_font_lacks_never_loses_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OfficerSheet, "_lines", lambda _self: iter([{"text": "漢字", "also": ""}]))

    client = Client()

    assert len(read(sheet(client, PERMITTED)).pages) == 1
    assert pdf.SUBSTITUTE in text(sheet(client, PERMITTED))


def test_an_open_situation_has_no_sheet(client: Client) -> None:
    assert client.get(check("result.pdf", {"state": "used"})).status_code == 302
