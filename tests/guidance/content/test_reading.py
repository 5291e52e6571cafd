"""How hard the pages are to read: no page is harder than the target of its language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from guidance.text.languages import LANGUAGES
from guidance.text.readability import Reading, read
from tests.guidance.content.texts import NO_TEXT, ROOT

TARGETS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("reading.toml").read_text(encoding="utf-8")
)["target"]
# The words of the acts are theirs, not ours to shorten.
NOT_OURS = {*NO_TEXT, "wording_vi"}
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@cache
def pages(language: str) -> dict[str, dict[str, Any]]:
    """The pages of a language by key, as their files have them."""
    folder = ROOT / "guidance" / "content" / language
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.toml")]
    return {page["key"]: page for page in found}


def own_words(value: Any) -> Iterator[str]:
    """The texts of a page's blocks, markup included, without what is quoted."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from own_words(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in NOT_OURS:
                yield from own_words(item)


@cache
def reading(language: str, key: str) -> Reading:
    """How a page reads, its summary with it."""
    page = pages(language)[key]
    texts = [page["summary"], *own_words(page.get("body", []))]
    return read("\n".join(f"<p>{text}</p>" for text in texts))


def harder(found: Reading, language: str, most: dict[str, float]) -> list[str]:
    """In what a page exceeds its target."""
    levels = {"mean": found.mean, "longest": found.longest[0], "lix": found.lix(language)}
    return [
        f"{name} {level:.1f}, not {most[name]}: {found.longest[1]}"
        for name, level in levels.items()
        if level is not None and level > most[name]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_harder_to_read_than_its_target(language: str) -> None:
    found = {
        key: faults
        for key in pages(language)
        for target in TARGETS
        if fnmatch(key, target["pages"])
        and (faults := harder(reading(language, key), language, target[language]))
    }

    assert not found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_given_in_two_sentences(language: str) -> None:
    summaries = {key: page["summary"] for key, page in pages(language).items()}

    assert not [
        key
        for key, summary in summaries.items()
        if key.startswith(("c26-", "co", "dep", "ann-")) and len(_SENTENCE_END.split(summary)) > 2
    ]


def test_every_target_is_about_a_page_in_each_language() -> None:
    for target in TARGETS:
        for language in LANGUAGES:
            assert any(fnmatch(key, target["pages"]) for key in pages(language))
