"""A passage of a text around the words searched for, with these words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from guidance.text.folding import fold

LENGTH = 220
BEFORE = 60


def _folded(text: str) -> str:
    """The text without accents, letter for letter: positions stay what they are."""
    return "".join(map(_plain, text))


@lru_cache(maxsize=2048)
def _plain(letter: str) -> str:
    return plain if len(plain := fold(letter)) == 1 else letter


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    wanted = sorted({word for word in words if word}, key=len, reverse=True)
    if not wanted:
        return None
    # Of codes and long words the beginning is enough.
    parts = [
        re.escape(word).replace("oe", "(?:oe|œ)").replace("ae", "(?:ae|æ)")
        + ("" if word.isdigit() or len(word) > 4 else r"\b")
        for word in wanted
    ]
    return re.compile(rf"\b(?:{'|'.join(parts)})", re.IGNORECASE)


def marked(text: str, words: Iterable[str]) -> SafeString:
    """The text with every word searched for marked."""
    text = unicodedata.normalize("NFC", text)
    pattern = _pattern(words)
    if pattern is None:
        return conditional_escape(text)
    pieces: list[str] = []
    at = 0
    for found in pattern.finditer(_folded(text)):
        pieces += [escape(text[at : found.start()])]
        pieces += ["<mark>", escape(text[found.start() : found.end()]), "</mark>"]
        at = found.end()
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped


def snippet(text: str, words: Iterable[str]) -> SafeString:
    """The part of the text where the first of the words stands, marked."""
    wanted = list(words)
    text = " ".join(unicodedata.normalize("NFC", text).split())
    pattern = _pattern(wanted)
    found = pattern.search(_folded(text)) if pattern else None
    start = max(0, found.start() - BEFORE) if found else 0
    if start:
        start = text.find(" ", start) + 1
    part = text[start : start + LENGTH]
    if start + LENGTH < len(text):
        part = part.rsplit(" ", 1)[0] + " …"
    return marked(("… " if start else "") + part, wanted)
