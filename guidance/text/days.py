"""Days as readers of each language write them."""

from __future__ import annotations

from datetime import date, datetime

from django.template import defaultfilters
from django.utils.timezone import localtime
from django.utils.translation import override, pgettext

from guidance.text.languages import frame_language, reader_language

# What the first of a month is called where it is no plain number; no format can say that.
_FIRST = {"fr": "1er"}


def day(value: date | str | None) -> str:
    """The day in words, with the first of a month as the reader's language calls it."""
    return _with_first(_formatted(value, "DATE_FORMAT"))


def moment(value: datetime | None) -> str:
    """The day and the time of day in Viet Nam, in words."""
    return "" if value is None else _with_first(_formatted(localtime(value), "DATETIME_FORMAT"))


def short_day(value: date | str | None) -> str:
    """Day and month alone, the month shortened as the reader's language does."""
    return _with_first(_formatted(value, pgettext("day of a bar", "j M")))


def weekday(value: date) -> str:
    """The day of the week."""
    return _formatted(value, "l")


def short_weekday(value: date) -> str:
    """The day of the week, shortened as the reader's language does."""
    return _formatted(value, "D")


def _formatted(value: date | str | None, form: str) -> str:
    """A day in the language of the words around it.

    Django has the months of many languages whose words the site lacks; between Vietnamese words
    they would be in another language, and in another direction.
    """
    with override(frame_language(reader_language())):
        return str(defaultfilters.date(value, form))


def _with_first(text: str) -> str:
    first = _FIRST.get(reader_language())
    return f"{first} {text[2:]}" if first and text.startswith("1 ") else text
