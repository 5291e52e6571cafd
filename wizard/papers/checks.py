"""Gentle checks: what looks wrong in what was typed. They warn, and never stand in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wizard.assessment.forms import localized
from wizard.decision.kit import PLACEHOLDER, Field, Kit

from .wording import BLANK, Line, listed, read_day, read_number

FIRST_YEAR = 1980
WHOLE_UNITS = ("bộ", "cái", "chiếc", "máy")
Found = tuple[str, str]
"""The key of a field and what to look at there."""


def of_field(asked: Field, value: str, today: date) -> str:
    """What looks wrong in one field; empty if nothing does. Nothing typed is never wrong."""
    if not value:
        return ""
    return {
        "amount": _amount,
        "date": _date,
        "description": _description,
        "email": _email,
        "hs": _hs,
        "past-date": _past_date,
        "quantity": _quantity,
        "tax-code": _tax_code,
        "year": _year,
    }.get(asked.kind, _nothing)(value, today)


def notice_of(asked: Field, value: str) -> str:
    """What the note says of a value that is not wrong: an HS code too short for the file."""
    digits = sum(sign.isdigit() for sign in value)
    if asked.kind == "hs" and digits in (4, 6):
        return _("For filing, an HS code needs 8 digits.")
    return ""


def _nothing(_value: str, _today: date) -> str:
    return ""


def _tax_code(value: str, _today: date) -> str:
    # Twelve digits are a personal number, which some traders have for a tax code.
    if re.fullmatch(r"\d{10}|\d{12}|\d{13}|\d{10}-\d{3}", value, re.ASCII):
        return ""
    return _("A tax code has 10 or 13 digits.")


def _hs(value: str, _today: date) -> str:
    digits = value.replace(".", "").replace(" ", "")
    if re.fullmatch(r"\d{4}|\d{6}|\d{8}", digits, re.ASCII):
        return ""
    return _("An HS code has 8 digits, or 4 or 6 if no more are known.")


def _year(value: str, today: date) -> str:
    if re.fullmatch(r"\d{4}", value, re.ASCII) and FIRST_YEAR <= int(value) <= today.year:
        return ""
    return _("Give a year from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": today.year}


def _date(value: str, _today: date) -> str:
    return "" if read_day(value) else _("Give a day such as 30/11/2026.")


def _past_date(value: str, today: date) -> str:
    day = read_day(value)
    if day and day > today:
        return _("This day is in the future.")
    return _date(value, today)


def _amount(value: str, _today: date) -> str:
    if read_number(value) is not None:
        return ""
    return _("Give a number in digits, without separators between thousands: 1500 or 1500,50.")


def _quantity(value: str, today: date) -> str:
    number = read_number(value)
    if number is not None and number <= 0:
        return _("The quantity must be more than 0.")
    return _amount(value, today)


def _email(value: str, _today: date) -> str:
    try:
        validate_email(value)
    except ValidationError:
        return _("This does not look like an e-mail address: name@company.vn.")
    return ""


def _description(value: str, _today: date) -> str:
    if len(value.split()) > 1:
        return ""
    return _("Describe the goods in some words, not by the brand or “server” alone.")


# --- Fields that must agree -------------------------------------------------------------------


def of_fields(kit: Kit, values: Mapping[str, str]) -> Iterator[Found]:
    """What does not agree among the fields asked once."""
    yield from _order(values, "auth_from", "auth_to")
    yield from _order(values, "use_from", "use_until")
    yield from _limits(kit, values)
    after, end = (read_day(values.get(key, "")) for key in ("after_when", "use_until"))
    if after and end and after > end:
        yield "after_when", _("This is later than the last day of use that you register.")


def of_sentence(kit: Kit, key: str, values: Mapping[str, str]) -> str:
    """That no paper prints a sentence which was ticked, since an answer says otherwise."""
    waits = [part.when for paper in kit.papers for part in paper.parts if key in part.sentences]
    is_met = any(all(values.get(item.field, "") == item.answer for item in when) for when in waits)
    if is_met or not waits:
        return ""
    wanted = {item.field: item.answer for when in waits for item in when if item.answer}
    named = [
        f"{localized(asked.label)} – {localized(choice.text)}"
        for name, answer in wanted.items()
        if (asked := kit.singles.get(name)) and (choice := asked.choice(answer))
    ]
    text = PLACEHOLDER.sub(BLANK, localized(kit.sentence_by_key[key].text))
    return _("“%(sentence)s” is not printed: it goes only with “%(answer)s”.") % {
        "sentence": text,
        "answer": "; ".join(named),
    }


def _order(values: Mapping[str, str], first: str, last: str) -> Iterator[Found]:
    start, end = (read_day(values.get(key, "")) for key in (first, last))
    if start and end and end < start:
        yield last, _("This day is before the first day.")


def _limits(kit: Kit, values: Mapping[str, str]) -> Iterator[Found]:
    """Days after the last one that the law allows."""
    for key, asked in kit.singles.items():
        if asked.limit is None:
            continue
        start, end = (read_day(values.get(name, "")) for name in (asked.limit.since, key))
        if start and end and end > _later(start, asked.limit.years):
            text = ngettext(
                "This is later than the %(count)d year that is allowed.",
                "This is later than the %(count)d years that are allowed.",
                asked.limit.years,
            )
            yield key, text % {"count": asked.limit.years}


def _later(day: date, years: int) -> date:
    """The last day of so many years that begin on a day."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:
        return day.replace(year=day.year + years, month=2, day=28)


def of_goods(line: Line) -> Iterator[Found]:
    """What does not agree in a line of goods: serial numbers and quantity, whole units."""
    quantity = read_number(line.get("qty", ""))
    serials = listed(line.get("serial", ""))
    if len(set(serials)) < len(serials):
        yield "serial", _("A serial number stands here twice.")
    elif serials and quantity is not None and len(serials) != quantity:
        yield "serial", _("The number of serial numbers is not the quantity.")
    if quantity and line.get("unit", "").lower() in WHOLE_UNITS and quantity % 1:
        yield "qty", _("Of this unit there are only whole numbers.")


def of_licensed(line: Line) -> Iterator[Found]:
    """What does not add up in a line of goods under an earlier licence."""
    number = {key: read_number(value) for key, value in line.items()}
    imported, licensed = number.get("in_qty"), number.get("lic_qty")
    if imported is not None and licensed is not None and imported > licensed:
        yield "in_qty", _("More was imported than the licence says.")
    in_use, finished = number.get("in_use"), number.get("finished")
    if None not in (in_use, finished, imported) and _sum(in_use, finished) != imported:
        yield "finished", _("In use and finished together are not what was imported.")
    handled = _sum(*(number.get(key) for key in ("reexp_qty", "destroyed", "other_qty")))
    if finished is not None and handled > finished:
        yield "other_qty", _("More was handled than finished.")


def _sum(*numbers: Decimal | None) -> Decimal:
    return sum((item for item in numbers if item is not None), Decimal(0))


def of_line(topic: str, line: Line) -> Iterator[Found]:
    """What does not agree in a line of a topic, if it is one of those that are known here."""
    if topic == "goods":
        yield from of_goods(line)
    elif topic == "licensed":
        yield from of_licensed(line)
