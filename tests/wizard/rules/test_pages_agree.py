"""Pages and rules give one answer where they once gave two."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from guidance.text.languages import LANGUAGES
from tests.checking import MAIN, RULES
from wizard.assessment.situation import read

CONTENT = Path(__file__).resolve().parents[3] / "guidance" / "content"
AGREED = tomllib.loads(Path(__file__).with_name("agreed.toml").read_text(encoding="utf-8"))[
    "agreed"
]
each = pytest.mark.parametrize("agreed", AGREED, ids=[item["why"] for item in AGREED])


def judged(agreed: dict[str, Any]) -> tuple[str, list[str]]:
    """The outcome of the newest shipped rules, and the cases that carry it."""
    verdict = read([(key, [value]) for key, value in agreed["answers"].items()], MAIN).verdict
    return verdict.outcome, [case.key for case in verdict.cases]


# The registry of this room reads the database, which has no rules here: the shipped ones hold.
@pytest.mark.django_db
@each
def test_the_rules_give_the_answer_agreed(agreed: dict[str, Any]) -> None:
    outcome, cases = judged(agreed)

    assert outcome == agreed["outcome"]
    assert agreed["case"] in cases


@each
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_it_in_words(agreed: dict[str, Any], language: str) -> None:
    page = (CONTENT / language / f"{agreed['page']}.toml").read_text(encoding="utf-8")

    text = unescape(re.sub("<[^>]*>", "", page)).replace("\u00a0", " ")
    assert agreed["words"][language] in text


@each
def test_the_case_sends_to_that_page(agreed: dict[str, Any]) -> None:
    cases = {case.key: case for case in RULES.cases}

    assert cases[agreed["case"]].guide == agreed["page"]
