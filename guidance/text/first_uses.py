"""The first use of a term in a text, marked so that what the term means is one step away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>", re.IGNORECASE)
# Headings stay as they are, and nothing that can be pressed stands within another such thing.
CLOSED = {"a", "button", "summary", *(f"h{level}" for level in range(1, 7))}


def marked(html: str, spellings: Iterable[str], mark: Callable[[str, str], str | None]) -> str:
    """The markup with what `mark` makes of each spelling as it stands there, or None to leave it.

    Spellings are whole words, letter for letter; of two that begin at one place the longer counts.
    """
    wanted = {re.sub(r"\s+", " ", text): text for text in spellings}
    if not wanted:
        return html
    longest = sorted(wanted, key=len, reverse=True)
    # A space may be one that does not break.
    each = "|".join(re.escape(escape(text)).replace(r"\ ", r"\s") for text in longest)
    # With what stands against it: a line must not break between a word and its sign.
    found = re.compile(
        rf"((?:\b\w+[’'])?[(“«]?)(?<![\w/-])({each})(?![\w/-])([)”»’\w]*[\u00a0\u202f]?[.,;:!?]?)"
    )

    def replaced(match: re.Match[str]) -> str:
        before, words, after = match.groups()
        made = mark(wanted[re.sub(r"\s", " ", words)], words)
        if made is None:
            return match[0]
        whole = f"{before}{made}{after}"
        return f'<span class="together">{whole}</span>' if before or after else whole

    pieces, at, depth = [], 0, 0
    for tag in _TAG.finditer(html):
        text = html[at : tag.start()]
        pieces += [text if depth else found.sub(replaced, text), tag[0]]
        if tag[2].lower() in CLOSED:
            depth += -1 if tag[1] else 1
        at = tag.end()
    rest = html[at:]
    return "".join([*pieces, rest if depth else found.sub(replaced, rest)])
