"""Parts of addresses made of words, in whatever letters: in the server and, by table, in a browser.

Django's slugify drops đ, and Wagtail's table for browsers writes it as dj and drops every other
Vietnamese letter that has two marks. anyascii knows them all.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache

from anyascii import anyascii
from django.utils.text import slugify

# Latin letters with marks, and the dashes: what is typed here and folded to something else.
FOLDED = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2016))
MARKS = "[\u0300-\u036f]"


def slug(text: str) -> str:
    """The text as a part of an address: lower-case ASCII, words joined by hyphens."""
    return slugify(anyascii(unicodedata.normalize("NFC", text)))


@cache
def browser_table() -> tuple[tuple[str, str], ...]:
    """Patterns and what stands for them, so that a browser folds letters as `slug` does."""
    letters: dict[str, str] = defaultdict(str)
    for code in FOLDED:
        plain = anyascii(chr(code)).lower()
        if plain.isascii() and (plain.isalpha() or plain == "-"):
            letters[plain] += chr(code)
    # Marks of letters that came in pieces go last: đ has none, and stays what it became.
    return (*((f"[{found}]", plain) for plain, found in letters.items()), (MARKS, ""))
