"""Every text of the site that a person reads, with its language and the place it stands in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import polib

from guidance.text.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
# Names and addresses, which nobody reads as a text.
NO_TEXT = {
    *(
        "key",
        "slug",
        "type",
        "parent",
        "sources",
        "source",
        "related",
        "preset",
        "assessment",
        "evidence",
    ),
    *("issuers", "kind", "url", "basis", "number", "aliases", "wording_of", "in_force_basis"),
}
_INLINE = re.compile(r"</?(a|abbr|b|button|cite|em|i|span|strong|time)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"\s+")
_SUPERSEDED = re.compile(r"\.v\d+\.toml$")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one language: its file below the root, the place in it, and its words."""

    language: str
    file: str
    place: str
    words: str


def plain(text: str) -> str:
    """The words of a text without tags, every run of spaces of any width as one space."""
    text = _INLINE.sub("", text)
    return _SPACES.sub(" ", unescape(_TAG.sub(" ", text))).strip()


def texts() -> Iterator[Text]:
    """The texts of pages, records, rules, papers, lists of goods, templates and catalogues."""
    for path in sorted((ROOT / "guidance" / "content").glob("??/*.toml")):
        yield from _walk(_read(path), _name(path), "", path.parent.name)
    rules = ROOT / "wizard" / "rulesets"
    records = (ROOT / "guidance" / "content", rules, rules / "papers")
    for folder in (*records, ROOT / "wizard" / "goodslists"):
        for path in sorted(folder.glob("*.toml")):
            data = _read(path)
            # What a later version took the place of stays worded as it was.
            if not _SUPERSEDED.search(path.name):
                yield from _walk(data, _name(path), "", "")
    for language in ("vi", "fr"):
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        for entry in polib.pofile(str(path)):
            yield Text(language, _name(path), entry.msgid[:60], plain(entry.msgstr))
            if language == "vi":
                # The English of the interface stands in the sources, and here once more.
                yield Text("en", _name(path), entry.msgid[:60], plain(entry.msgid))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _walk(value: Any, file: str, place: str, language: str) -> Iterator[Text]:
    """The texts of a value; where no language is set, only what stands under one is a text."""
    if isinstance(value, str):
        if language:
            yield Text(language, file, place, plain(value))
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _walk(item, file, f"{place}[{_label(item, number)}]", language)
    elif isinstance(value, dict):
        for name, item in value.items():
            where = f"{place}.{name}" if place else name
            # A table of acts has the name that elsewhere a citation has.
            if name not in NO_TEXT or _is_table(item):
                yield from _walk(item, file, where, name if name in LANGUAGES else language)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _label(item: Any, number: int) -> str:
    """What an entry of a list is called in a message."""
    names = item if isinstance(item, dict) else {}
    return str(names.get("key") or names.get("slug") or number)
