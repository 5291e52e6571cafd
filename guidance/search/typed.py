"""What a reader typed, as words: which carry the meaning, and what counts as one word.

"C/O" is one word here, `c_o`; a single letter or digit is none, since it stands everywhere.
"""

from __future__ import annotations

import re
import unicodedata

from guidance.text.folding import fold
from guidance.text.folding import query as normalised

MOST_WORDS = 12
CO = "c_o"
# What a C/O is called in full, as folded words.
CO_NAMES = tuple(
    tuple(name.split())
    for name in (
        "giay chung nhan xuat xu", "chung nhan xuat xu", "certificate of origin",
        "certificates of origin", "origin certificate", "certificat d origine",
        "certificats d origine", "certificat origine",
    )
)  # fmt: skip
_CO = re.compile(r"(?<!\w)c\s*[./\s]\s*o(?!\w)", re.IGNORECASE)
# Words a question is made of; they say nothing about its subject.
_STOP_WORDS_TEXT = """
    and or not a an the of for in to is are what who how do does can may i my it on by with which
    must from we you me our your there get want need about have has will at be if when where
    le la les de des du un une qui que quoi est sont pour par dans en au aux et ou l d je mon ma
    mes se ce cette ces il on puis peut faut comment quel quelle quels quelles nous avec sur
    toi co duoc khong thi la gi nao nhu the va cua cho o tai khi bi ai phai can minh se da hay
"""
STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())


def prepared(text: str) -> str:
    """The words with a space between, accents kept, as the index has them; at most so many."""
    text = unicodedata.normalize("NFKC", text)
    parts = (normalised(part) for part in _CO.split(text))
    return " ".join(f" {CO} ".join(parts).split()[:MOST_WORDS])


def tokens(text: str) -> list[str]:
    """The words of any text without accents, "C/O" as one."""
    return fold(prepared_whole(text)).split()


def prepared_whole(text: str) -> str:
    """As `prepared`, of any length."""
    return f" {CO} ".join(normalised(part) for part in _CO.split(text))


def with_co(typed: list[str]) -> list[str]:
    """Folded words, with "certificate of origin" in any language as the one word it is."""
    for name in CO_NAMES:
        for at in range(len(typed) - len(name) + 1):
            if tuple(typed[at : at + len(name)]) == name:
                return with_co([*typed[:at], CO, *typed[at + len(name) :]])
    return typed


def is_word(token: str) -> bool:
    """Whether it can be searched for: a single letter or digit of ours cannot."""
    return len(token) > 1 or not token.isascii()


def subject(typed: list[str]) -> list[str]:
    """Of folded words those that carry the meaning; if none does, all that are words."""
    able = [word for word in typed if is_word(word)]
    return [word for word in able if word not in STOP_WORDS] or able
