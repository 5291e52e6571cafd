"""The first use of a term: where it is marked, and where it is left alone."""

from __future__ import annotations

import pytest

from guidance.text.first_uses import marked

SPELLINGS = ("C/O", "back-to-back C/O", "HS code", "HS codes", "l’État")


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Ask for a C/O.</p>", ["C/O"]),
        ("<p>A back-to-back C/O</p>", ["back-to-back C/O"]),
        ("<p>Two <b>HS codes</b>, not an HS\u00a0code</p>", ["HS codes", "HS code"]),
        ("<p>De l’État</p>", ["l’État"]),
        # Part of a longer word, or spelled another way.
        ("<p>XC/O, C/Os, hs code, HS code-like</p>", []),
        # Headings, and what is pressed already.
        ("<h3>C/O</h3><p>See <a href='/x/'>the <b>C/O</b></a>.</p>", []),
        ("<h3>Form</h3><p>The C/O <a href='/C/O'>x</a></p>", ["C/O"]),
        ("<p title='C/O'>No text</p>", []),
    ],
)
def test_what_is_marked(html: str, found: list[str]) -> None:
    seen: list[str] = []

    assert marked(html, SPELLINGS, lambda spelling, _words: seen.append(spelling)) == html
    assert seen == found


def test_what_takes_its_place_has_the_words_as_they_stood() -> None:
    html = marked("<p>An HS\u00a0code</p>", SPELLINGS, lambda _spelling, words: f"<i>{words}</i>")

    assert html == "<p>An <i>HS\u00a0code</i></p>"
    html = marked("<p>C’est d’HS code\u00a0: oui</p>", SPELLINGS, lambda _spelling, words: words)
    assert html == '<p>C’est <span class="together">d’HS code\u00a0:</span> oui</p>'
    assert marked("<p>C/O</p>", (), lambda _spelling, _words: "") == "<p>C/O</p>"
