"""What readers type, in the words of this site: a query is tried in these words as well."""

from __future__ import annotations

import tomllib
from functools import cache

from guidance.search.typed import prepared_whole, tokens
from guidance.text.addresses import CONTENT
from guidance.text.folding import fold

# Each variant is asked for beside the query, so their number is the price of a search.
MOST_VARIANTS = 4
Phrase = tuple[str, ...]


@cache
def synonyms(language: str) -> dict[Phrase, tuple[str, ...]]:
    """What each phrase that readers type is called here, the longest phrases first.

    The files are reviewed like any content; a change is seen when the site starts anew.
    """
    path = CONTENT / "synonyms" / f"{language}.toml"
    if not path.exists():
        return {}
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["synonym"]
    found = {
        tuple(tokens(typed)): tuple(prepared_whole(meant) for meant in row["means"])
        for row in rows
        for typed in row["typed"]
    }
    return dict(sorted(found.items(), key=lambda entry: -len(entry[0])))


def variants(query: str, language: str) -> list[str]:
    """The query itself, then the query with the site's words in place of the reader's."""
    found = [query]
    for phrase, meant in synonyms(language).items():
        for text in tuple(found):
            for other in meant:
                replaced = _replaced(text.split(), phrase, other)
                if replaced and replaced not in found:
                    found.append(replaced)
        if len(found) > 1 and len(found) >= MOST_VARIANTS:
            break
    return found[:MOST_VARIANTS]


def _replaced(typed: list[str], phrase: Phrase, meant: str) -> str:
    """The words with the first place of the phrase replaced; empty if it is not there."""
    folded = [fold(word) for word in typed]
    for at in range(len(folded) - len(phrase) + 1):
        if tuple(folded[at : at + len(phrase)]) == phrase:
            return " ".join([*typed[:at], meant, *typed[at + len(phrase) :]])
    return ""


def typed_words(language: str) -> set[str]:
    """Every word readers are known to type for something else."""
    return {word for phrase in synonyms(language) for word in phrase}
