"""Jargon is explained where a page first says it, once, in each language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from guidance.loading.page_tree import existing
from guidance.text.first_uses import marked
from guidance.text.languages import LANGUAGES
from tests.guidance.content.texts import ROOT

CONTENT = ROOT / "guidance" / "content"
TERMS = tomllib.loads((CONTENT / "glossary.toml").read_text(encoding="utf-8"))["term"]
_BUTTON = re.compile(r'<button type="button" class="term" popovertarget="term-([^"]+)">([^<]+)<')
_MEANING = re.compile(r'<div class="gloss" id="term-([^"]+)" popover>')
_HEADING = re.compile(r"<h[1-6].*?</h[1-6]>", re.DOTALL)


def prose(value: Any) -> Iterator[str]:
    """Every rich text of a content file."""
    if isinstance(value, dict):
        yield from (text for name, text in value.items() if name == "html")
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from prose(item)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("key", "terms"),
    [
        ("co-steps", {"co", "ecosys", "trader-profile", "hs-code"}),
        ("c26-after-permission", {"form-bc01"}),
        ("c26-export-processing-enterprises", {"export-processing-enterprise"}),
    ],
)
def test_a_page_explains_a_term_once_and_not_in_a_heading(
    content: None, client: Client, language: str, key: str, terms: set[str]
) -> None:
    html = client.get(dict(existing())[language, key].url).content.decode()

    buttons = [name for name, _words in _BUTTON.findall(html)]
    assert terms <= set(buttons)
    assert len(buttons) == len(set(buttons))
    assert sorted(buttons) == sorted(_MEANING.findall(html))
    assert not _BUTTON.search(" ".join(_HEADING.findall(html)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_that_is_to_be_explained_stands_in_some_text(language: str) -> None:
    files = sorted((CONTENT / language).glob("*.toml"))
    pages = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
    texts = [text for page in pages for text in prose(page)]
    spelled = {
        term["key"]: term["spellings"][language].split("\n")
        for term in TERMS
        if "spellings" in term
    }
    assert {"co", "hs-code", "ecosys", "form-bc01", "export-processing-enterprise"} <= set(spelled)

    unused = []
    for key, spellings in spelled.items():
        seen: list[str] = []
        for text in texts:
            marked(text, spellings, lambda spelling, _words, seen=seen: seen.append(spelling))
        unused += [] if seen else [key]

    assert not unused
