"""What a newcomer wants to know is one link, or one search, away from the home page."""

from __future__ import annotations

import tomllib
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.browser.site_pages import LANGUAGES, page_address
from tests.prepared import ROOT
from tests.wizard.assessment.pages import Page, plain

pytestmark = pytest.mark.usefixtures("content", "db")
TABLE = ROOT / "tests" / "browser" / "site_questions.toml"
QUESTIONS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["question"]
# How many hits are read.
HITS = 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS, ids=[question["name"] for question in QUESTIONS])
def test_a_question_is_answered_where_it_leads(
    client: Client, question: dict[str, Any], language: str
) -> None:
    wanted, answer = page_address(question["page"], language), question[language]

    home = Page(client.get(f"/{language}/"))
    hits = client.get(f"/{language}/search/", {"q": answer["search"]}).context["hits"]
    text = plain(unescape(strip_tags(client.get(wanted).content.decode())))

    assert wanted in [link["href"] for link in home.links if answer["link"] in plain(link["text"])]
    assert wanted in [hit.url for hit in hits[:HITS]]
    assert [words for words in answer["answer"] if words not in text] == []
