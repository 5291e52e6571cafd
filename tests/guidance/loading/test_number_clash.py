"""Two circulars have the number 26: wherever one is named, a reader can tell which it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from guidance.text.addresses import CONTENT
from guidance.text.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted(path for code in LANGUAGES for path in (CONTENT / code).glob("*.toml"))
TEXTS = [
    *PAGES,
    *sorted(CONTENT.glob("*.toml")),
    *sorted((ROOT / "wizard").glob("*/*.toml")),
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")),
]
# The year without the ministry: Circular 26/2025/TT-BKHCN and 26/2026/TT-BCT only.
HALF = re.compile(r"\b26/2025(?!/TT-BKHCN)|\b26/2026(?!/TT-BCT)")
WHOLE = r"26/2025/TT-BKHCN|26/2026/TT-BCT"
BARE = r"(?:circular|circulaire|thông tư)s?\s+(?:số\s+)?26(?![\d/])"
NAMED = re.compile(rf"(?P<whole>{WHOLE})|(?P<bare>{BARE})", re.IGNORECASE)
# What is no text: names of files, sources, addresses.
UNSEEN = {
    "key",
    "type",
    "parent",
    "slug",
    "sources",
    "source",
    "related",
    "preset",
    "assessment",
    "reviewer",
}
# Fields that stand alone, as headings do: what was said before does not help who jumps there.
ALONE = {"title", "text", "caption", "name", "question", "period"}


def texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Each text that a reader sees, in reading order, with the field it is in."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name not in UNSEEN:
                yield from texts(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, field)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_number_is_cut_before_its_ministry(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert not [line for line in lines if HALF.search(line)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(CONTENT)))
def test_a_page_says_in_full_which_circular_it_means_before_it_says_26(path: Path) -> None:
    page = tomllib.loads(path.read_text(encoding="utf-8"))

    named = [found for _field, text in texts(page) for found in NAMED.finditer(text)]

    assert not named or named[0]["whole"], named[0]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(CONTENT)))
def test_no_heading_says_26_alone_unless_it_asks_which(path: Path) -> None:
    page = tomllib.loads(path.read_text(encoding="utf-8"))

    bare = [
        text
        for field, text in texts(page)
        if field in ALONE and re.search(BARE, text, re.IGNORECASE) and "?" not in text
    ]

    assert not bare


def test_the_check_tells_them_apart() -> None:
    assert HALF.search("Circular 26/2025 says")
    assert HALF.search("26/2026/TT-BKHCN")
    assert not HALF.search("26/2026/TT-BCT, and 126/2025/NĐ-CP")
    assert NAMED.search("the Circular 26.")
    assert re.search(BARE, "Thông tư số 26 có", re.IGNORECASE)
    assert not re.search(BARE, "Circular 26/2025/TT-BKHCN or Circular 265", re.IGNORECASE)
