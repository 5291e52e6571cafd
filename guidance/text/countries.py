"""Names of countries in the reader's language, as CLDR has them, in the reader's alphabet."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from guidance.text.collation import sort_key
from guidance.text.languages import OFFICIAL


def country_name(code: str, language: str) -> str:
    """The name of a country by its two letters (ISO 3166-1); the letters where there is none."""
    return str(_territories(language).get(code, code))


@cache
def sorted_countries(codes: frozenset[str], language: str) -> tuple[tuple[str, str], ...]:
    """Countries with their names, in the order of the alphabet."""
    named = [(code, country_name(code, language)) for code in codes]
    return tuple(sorted(named, key=lambda pair: sort_key(pair[1], language)))


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return dict(Locale.parse(OFFICIAL).territories)
