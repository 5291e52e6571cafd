"""Names of countries in the reader's language, as CLDR has them, in the reader's alphabet."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from babel import Locale, UnknownLocaleError

from guidance.text.collation import sort_key
from guidance.text.folding import fold
from guidance.text.languages import LANGUAGES, OFFICIAL, frame_language

MOST_ALIKE = 3
SIMILAR = 0.8
"""So many names are offered for one that is misspelt, and so near must they be."""

# What people type and CLDR does not have.
ALSO = {
    "US": ("Mỹ", "usa", "us", "America", "Etats unis"),
    "GB": ("Anh quốc", "uk", "England", "Great Britain", "Angleterre"),
    "KR": ("Hàn", "Korea", "South Korea", "Corée"),
    "AE": ("uae", "Dubai", "Emirates"),
    "RU": ("Russian Federation", "Liên bang Nga"),
    "CZ": ("Czech Republic", "République tchèque"),
    "IT": ("Ý",),
    "JP": ("Nhật",),
    "NL": ("Holland", "Hollande"),
    "TR": ("Turkey", "Thổ"),
}


def country_name(code: str, language: str) -> str:
    """The name of a country by its two letters (ISO 3166-1); the letters where there is none.

    In the language of the words around it, which is not yet that of the reader everywhere.
    """
    return str(_territories(frame_language(language)).get(code, code))


@cache
def sorted_countries(codes: frozenset[str], language: str) -> tuple[tuple[str, str], ...]:
    """Countries with their names, in the order of the alphabet."""
    named = [(code, country_name(code, language)) for code in codes]
    return tuple(sorted(named, key=lambda pair: sort_key(pair[1], language)))


def countries_called(text: str, codes: frozenset[str]) -> list[str]:
    """The countries with this very name in any language of the site, or with these two letters.

    They may be two: "my" is Malaysia by its letters, and the United States without its accent.
    """
    wanted = " ".join(fold(text).split())
    letters = {text.strip().upper()} & codes
    return list(dict.fromkeys([*letters, *(c for name, c in _folded(codes) if name == wanted)]))


def is_spelt_so(text: str, code: str) -> bool:
    """Whether a text is a name of the country to the letter, accents included: "Lào", not "lao"."""
    names = (*(country_name(code, language) for language in LANGUAGES), *ALSO.get(code, ()))
    return text.strip().casefold() in {name.casefold() for name in names}


def countries_begun(text: str, codes: frozenset[str]) -> list[str]:
    """The countries with a name that begins so, which may be meant: "jap" is not yet Japan."""
    wanted = " ".join(fold(text).split())
    names = _folded(codes) if wanted else ()
    return list(dict.fromkeys(code for name, code in names if name.startswith(wanted)))


def countries_like(text: str, codes: frozenset[str]) -> list[str]:
    """The countries with a name that resembles what was typed, the nearest first: "germny"."""
    by_name = dict(_folded(codes))
    wanted = " ".join(fold(text).split())
    near = get_close_matches(wanted, by_name, MOST_ALIKE, SIMILAR)
    return list(dict.fromkeys(by_name[name] for name in near))


@cache
def _folded(codes: frozenset[str]) -> tuple[tuple[str, str], ...]:
    named = ((country_name(code, language), code) for code in codes for language in LANGUAGES)
    also = ((name, code) for code, names in ALSO.items() if code in codes for name in names)
    return tuple(sorted({(" ".join(fold(name).split()), code) for name, code in (*named, *also)}))


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return dict(Locale.parse(OFFICIAL).territories)
