"""One word for one thing: no text holds a word that the site does not use."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from guidance.text.languages import LANGUAGES
from tests.guidance.content.texts import ROOT, Text, texts

TERMS = tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8"))["term"]


@cache
def all_texts() -> tuple[Text, ...]:
    """Every text, read once."""
    return tuple(texts())


def is_in_reach(term: dict, text: Text) -> bool:
    """Whether the term is about the file of the text."""
    return text.file.startswith(term.get("in", "")) and text.file not in term.get("except", ())


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term['language']} {term['wanted']}")
def test_no_text_holds_an_unwanted_word(term: dict) -> None:
    unwanted = re.compile(term["unwanted"])

    found = [
        f"{text.file}, {text.place}: {match.group()}"
        for text in all_texts()
        if text.language == term["language"] and is_in_reach(term, text)
        for match in unwanted.finditer(text.words)
    ]

    assert not found, f"{term['wanted']} ({term['why']})"


def test_every_kind_of_text_is_looked_at() -> None:
    found = {(text.language, text.file) for text in all_texts()}

    for language in LANGUAGES:
        assert (language, f"guidance/content/{language}/home.toml") in found
        assert (language, "guidance/content/sources.toml") in found
        assert (language, "guidance/content/glossary.toml") in found
    assert ("fr", "locale/fr/LC_MESSAGES/django.po") in found
    assert ("en", "locale/vi/LC_MESSAGES/django.po") in found
    for folder in ("wizard/rulesets", "wizard/rulesets/papers"):
        assert ("vi", f"{folder}/circular-26-2025.toml") in found
    goods = [path.relative_to(ROOT) for path in (ROOT / "wizard" / "goodslists").glob("*.toml")]
    assert {("vi", str(path)) for path in goods} <= found


def test_every_term_has_its_reason_and_stops_what_it_names() -> None:
    assert {term["language"] for term in TERMS} == {"vi", "en", "fr"}
    for term in TERMS:
        assert set(term) - {"except", "in"} == {"language", "unwanted", "wanted", "why"}
        assert not re.search(term["unwanted"], term["wanted"])
