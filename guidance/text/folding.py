"""Text as search sees it: the same for Vietnamese with and without accents, on every database.

Neither SQLite's tokenizer nor PostgreSQL's folds all Vietnamese letters, and PostgreSQL's keeps
"26/2025/TT-BKHCN" in one piece. So the index gets, beside the original, its parts and its letters
without accents. What is typed with accents stays exact; typed without them, it finds everything.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from wagtail.search import index

# Han, kana and Hangul are written without spaces between words.
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
# Letters that are no accent on another one.
_LETTERS = str.maketrans({"đ": "d", "œ": "oe", "æ": "ae"})
_PUNCTUATION = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The text in lower case without accents; đ becomes d, œ two letters."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    # NFC again, else Hangul stays in pieces.
    return unicodedata.normalize("NFC", bare).lower().translate(_LETTERS)


def split(text: str) -> str:
    """The words of the text, composed, with a space for each run of anything else."""
    return _PUNCTUATION.sub(" ", unicodedata.normalize("NFC", text)).strip()


def clean_query(text: str) -> str:
    """The text without what nobody can type, and which PostgreSQL refuses."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def words(text: str) -> list[str]:
    """The words of the text without accents."""
    return fold(split(text)).split()


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def indexed(text: str) -> str:
    """What the index keeps of a text: its parts, they without accents, its CJK pieces."""
    parts = split(text)
    pieces = [piece for run in _CJK.findall(parts) for piece in [*run, *_pairs(run)]]
    return " ".join(dict.fromkeys([parts, fold(parts), " ".join(pieces)])).strip()


def query(text: str) -> str:
    """A query in the form the index has: no operator or quote of any engine survives."""
    return _CJK.sub(lambda run: f" {' '.join(_pairs(run.group()))} ", split(text)).strip()


def _flat(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(_flat, value))
    return str(value or "")


class AccentFreeTextField(index.SearchField):
    """A search field that keeps what `indexed` makes of the value."""

    def get_value(self, obj: Any) -> str:
        """The value, ready for the index."""
        return indexed(_flat(super().get_value(obj)))


class AccentFreeAutocompleteField(index.AutocompleteField):
    """An autocomplete field that keeps what `indexed` makes of the value."""

    def get_value(self, obj: Any) -> str:
        """The value, ready for the index."""
        return indexed(_flat(super().get_value(obj)))


def accent_free(field: index.BaseField) -> index.BaseField:
    """The field itself, or its accent-free kind under the same name."""
    if type(field) is index.SearchField:
        return AccentFreeTextField(field.field_name, boost=field.boost, **field.kwargs)
    if type(field) is index.AutocompleteField:
        return AccentFreeAutocompleteField(field.field_name, **field.kwargs)
    return field


class AccentFreeSearch:
    """Mixin for an indexed model: all its texts can be found without accents."""

    @classmethod
    def get_search_fields(cls) -> list[index.BaseField]:
        """The fields of the model, each as its accent-free kind."""
        return [accent_free(field) for field in super().get_search_fields()]  # type: ignore[misc]
