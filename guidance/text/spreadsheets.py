"""Text as a cell that no spreadsheet program runs: the one writer of cells that leave the site.

Programs take a CSV cell for a formula if it begins with one of a few signs. An apostrophe before
it makes it a text (OWASP, "CSV Injection"). A program that separates cells otherwise than by commas
begins one inside of ours, so each place where it may is a beginning too. `plain_cell` takes exactly
those apostrophes away again, so that a sheet that is sent back reads as it was written.
"""

from __future__ import annotations

import re

# The full-width signs count in programs set to Chinese or Japanese.
FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r\n]")
# After what separates cells or rows elsewhere.
WITHIN = "([;|\t\r\n]){}(?='* *[=+\\-@＝＋－＠])"
TO_MARK, MARKED = re.compile(WITHIN.format("")), re.compile(WITHIN.format("'"))
# What XML, and so XLSX, cannot hold.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_cell(text: str) -> str:
    """The text as a cell of a CSV file: with an apostrophe wherever it would begin a formula."""
    marked = TO_MARK.sub(r"\1'", text)
    return f"'{marked}" if FORMULA.match(text) else marked


def plain_cell(text: str) -> str:
    """The text of a cell that `safe_cell` wrote; any other text as it is."""
    text = MARKED.sub(r"\1", text)
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def xlsx_text(text: str) -> str:
    """The text without what an XLSX cell cannot hold."""
    return ILLEGAL.sub("", text)
