"""Text that runs the other way than the text around it, so that neither turns the other round.

In a line from right to left the browser shows 26/2025/TT-BKHCN as TT-BKHCN/26/2025: the letters and
the figures are two runs, each put after the other (Unicode Standard Annex 9, rules N1 and N2). A
number of an act is one run, so it is isolated; so is an address, and a part in a language of the
other direction.
"""

from __future__ import annotations

import re

from django.conf import settings

# 26/2025/TT-BKHCN, 31/2018/NĐ-CP, 05/2017/QH14, 1103/QĐ-BCT, 66.16/2026/NQ-CP; or an address
RUN = re.compile(r"\d[\d.]*/(?:\d{4}/)?[A-ZĐ]+\d*(?:-[A-ZĐ]+\d*)*|https?://\S+")
ISOLATE, END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_PIECE = re.compile(
    r"<!--.*?-->|<(?P<whole>script|style|textarea)\b.*?</(?P=whole)\s*>"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)
_LANG = re.compile(r'\slang="([\w-]+)"')
# In these stand no elements of HTML: a title and an option have none, a drawing has its own.
_PLAIN = ("title", "option", "svg")


def direction(language: str) -> str:
    """How a language is written, as the attribute `dir` says it."""
    return "rtl" if language.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"


def with_isolated_runs(html: str) -> str:
    """A page with the numbers of acts isolated, and `dir` wherever `lang` changes."""
    within: list[str] = []

    def piece(found: re.Match[str]) -> str:
        text, tag = found["text"], (found["tag"] or "").lower()
        if text is not None:
            return _isolated(text, is_plain=bool(within))
        if tag in _PLAIN and found["end"]:
            del within[-1:]
        elif tag in _PLAIN:
            within.append(tag)
        return _directed(found[0]) if tag else found[0]

    return _PIECE.sub(piece, html)


def _isolated(text: str, *, is_plain: bool) -> str:
    if is_plain:
        return RUN.sub(rf"{ISOLATE}\g<0>{END}", text)
    return RUN.sub(r"<bdi>\g<0></bdi>", text)


def _directed(tag: str) -> str:
    language = _LANG.search(tag)
    if language is None or " dir=" in tag:
        return tag
    return f'{tag[: language.end()]} dir="{direction(language[1])}"{tag[language.end() :]}'
