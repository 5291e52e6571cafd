"""The order of words in the reader's alphabet, the same on every database and machine."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# CLDR, "vi": these are letters of their own; tones tell apart what is spelt alike, then case.
_OWN_LETTERS = {"vi": ("ăâđêôơư", "\u0300\u0309\u0303\u0301\u0323")}
_AFTER = {"ă": "a", "â": "a", "đ": "d", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}

Key = tuple[tuple[tuple[str, int], ...], tuple[int, ...], str]


@lru_cache(maxsize=4096)
def sort_key(text: str, language: str) -> Key:
    """A key to sort by: letters first, then tones or accents, then capitals."""
    letters, tones = _OWN_LETTERS.get(language, ("", ""))
    primary: list[tuple[str, int]] = []
    secondary: list[int] = []
    for sign in unicodedata.normalize("NFC", text.casefold()):
        parts = unicodedata.normalize("NFD", sign)
        marks = [mark for mark in parts[1:] if unicodedata.combining(mark)]
        own = unicodedata.normalize("NFC", parts[0] + "".join(m for m in marks if m not in tones))
        if own in letters:
            primary.append((_AFTER[own], 1 + letters.index(own)))
            marks = [mark for mark in marks if mark in tones]
        elif parts[0].isalnum():
            primary.append((_base(parts[0]), 0))
        else:
            # Spaces come before letters, so that "Cà Mau" stands before "Cần Thơ".
            primary.append((" ", 0))
        secondary.append(sum(1 + _rank(mark, tones) for mark in marks))
    return tuple(primary), tuple(secondary), text.swapcase()


def _rank(mark: str, tones: str) -> int:
    return tones.index(mark) if mark in tones else ord(mark)


def _base(letter: str) -> str:
    """A letter that has no parts, such as "đ" in French, as the one it resembles."""
    return _AFTER.get(letter, letter)
