"""The languages of the site, as the settings name them, and texts that stand in several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, to_locale

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
ORDER = {code: place for place, code in enumerate(LANGUAGES)}
OFFICIAL: str = settings.LANGUAGE_CODE
"""The language every text is written in first: that of the law."""
WRITTEN_IN = "en"
"""The language of the words in the program and its packages, translated by their catalogues."""


def reader_language() -> str:
    """The language of the current reader, if the site has it."""
    active = get_language() or OFFICIAL
    # Django may have a language of a country ("en-gb") where the site has the language as such.
    spoken = (code for code in (active, active.split("-")[0]) if code in LANGUAGES)
    return next(spoken, OFFICIAL)


def language_name(code: str) -> str:
    """A language as a sentence in the reader's language names it: "Français" is "French"."""
    reader = reader_language()
    own = str(dict(settings.LANGUAGES).get(code, code))
    try:
        name = own if reader == code else str(get_language_info(code)["name_translated"])
    except KeyError:
        name = own
    # Of the site's languages only English writes them with a capital.
    return name if reader == WRITTEN_IN else name[:1].lower() + name[1:]


def language_tag(code: str) -> str:
    """A language as it is written in a country, where the settings name one: "en-GB"."""
    return settings.LANGUAGE_TAGS.get(code, code)


@cache
def frame_language(language: str) -> str:
    """The language of the words around a page: Vietnamese until most of them are translated."""
    if language == WRITTEN_IN:
        return language
    # What the other folders complete are words of the packages, seen by editors.
    wanted = _catalogue(OFFICIAL, [settings.BASE_DIR / "locale"])
    found = wanted & _catalogue(language, settings.LOCALE_PATHS)
    return OFFICIAL if 2 * len(found) < len(wanted) else language


def _catalogue(language: str, folders: Iterable[Path]) -> set[str]:
    files = (folder / to_locale(language) / "LC_MESSAGES" / "django.mo" for folder in folders)
    return {entry.msgid for file in files if file.exists() for entry in polib.mofile(str(file))}


class MarkedText(str):
    """A text in another language than the words around it: in HTML it says so.

    In an attribute or an option, where no markup may stand, templates write it by `force_escape`.
    """

    language: str

    def __html__(self) -> SafeString:
        """The text, for whoever reads it aloud."""
        return self.mark(str(self))

    def mark(self, html: str) -> SafeString:
        """What was made of the text, marked as it is."""
        return format_html('<span lang="{}">{}</span>', self.language, html)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, or the official one; marked if the page around it speaks another."""
    spoken = language if texts.get(language) else OFFICIAL
    text = texts.get(spoken, "")
    if not text or spoken == language == frame_language(language):
        return text
    marked = MarkedText(text)
    marked.language = spoken
    return marked


class TranslatedText(dict[str, str]):
    """One text in each language that has it; as a string, the one for the reader."""

    def __init__(self, texts: Mapping[str, Any] | None = None) -> None:
        """Leave out languages without text; the order is that of the site, not of the database."""
        given = {} if texts is None else texts
        ordered = sorted(given.items(), key=lambda item: ORDER.get(item[0], len(ORDER)))
        super().__init__({code: str(text) for code, text in ordered if text})

    def __str__(self) -> str:
        """The text for the reader."""
        return in_language(self, reader_language())

    def __bool__(self) -> bool:
        """Whether the reader has anything to read, whatever other languages have."""
        return bool(str(self))

    @property
    def plain(self) -> str:
        """The text for the reader where no markup may stand."""
        return str.__str__(str(self))

    @property
    def official(self) -> str:
        """The text in the official language."""
        return self.get(OFFICIAL, "")

    @property
    def missing(self) -> list[str]:
        """The languages of the site that have no text."""
        return [code for code in LANGUAGES if code not in self]
