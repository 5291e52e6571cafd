"""Days as readers of each language write them."""

from __future__ import annotations

from datetime import date

from django.template import defaultfilters

from guidance.text.languages import reader_language


def day(value: date | str | None) -> str:
    """The day in words; the French first of a month is an ordinal, which no format can say."""
    text = str(defaultfilters.date(value, "DATE_FORMAT"))
    is_french_first = reader_language() == "fr" and text.startswith("1 ")
    return f"1er {text[2:]}" if is_french_first else text
