"""Kinds of questions as ways of answering: a country, a locality or a day, and its choice.

The decision sees choices only. A reader names a country, and the choice that lists it is the
answer; whatever no choice lists belongs to the one that lists nothing:

    japan   countries = ["JP"]              JP        -> japan
    eu      countries = ["DE", "FR", …]     FR        -> eu
    other                                   NZ        -> other
    early   until = 2025-05-04              2025-05-04 -> early
    late                                    2025-05-05 -> late

The key of a choice is an answer as well, for who knows no more than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from .issues import Issue
from .ruleset import Choice, Question

_LETTERS = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN
    BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ
    DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL
    GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM
    JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP
    NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD
    SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_LETTERS.split())
"""The countries and territories of ISO 3166-1, by their two letters."""

LISTS = {"country": "countries", "locality": "localities", "date": "until"}
"""By what the choices of each of these kinds say which answers are theirs."""


def is_listed(question: Question) -> bool:
    """Whether a question is answered with something that belongs to one of its choices."""
    return question.kind in LISTS


def countries_of(question: Question) -> frozenset[str]:
    """The countries (ISO letters) that answer a question: all but those it leaves out."""
    return COUNTRIES - {*question.left_out}


def choice_of(question: Question, value: str) -> str | None:
    """Find the choice of a country (its letters), a locality (its slug) or a day (ISO)."""
    if question.kind == "date":
        return _by_day(question, value)
    own = next((item.key for item in question.choices if value in _listed(question, item)), None)
    if own is None and question.choice(value):
        return value
    return own or next((item.key for item in _rest(question)), None)


def only_entry(question: Question, value: str) -> str | None:
    """The one country or locality that a choice lists, as which its key is written."""
    choice = question.choice(value) if question.kind in ("country", "locality") else None
    listed = _listed(question, choice) if choice else ()
    return listed[0] if len(listed) == 1 else None


def _by_day(question: Question, value: str) -> str | None:
    if question.choice(value):
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    days = [item for item in question.choices if not item.plain]
    return next((item.key for item in days if item.until is None or day <= item.until), None)


def _listed(question: Question, choice: Choice) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(choice, LISTS[question.kind])
    return found


def _rest(question: Question) -> list[Choice]:
    """The choices that list nothing and are no plain answer: one, if the rules are sound."""
    name = LISTS[question.kind]
    return [item for item in question.choices if not (item.plain or getattr(item, name))]


def issues(question: Question, place: str) -> Iterator[Issue]:
    """Find answers that belong to two choices or to none, and lists that are of no use."""
    yield from _left_out(question, place)
    for choice in question.choices:
        where = f"{place}.choice[{choice.key}]"
        for kind, name in LISTS.items():
            if getattr(choice, name) and (kind != question.kind or choice.plain):
                yield Issue("misplaced-list", f"{where}.{name}")
        if choice.plain and question.kind not in LISTS:
            yield Issue("misplaced-plain", f"{where}.plain")
    if question.kind not in LISTS:
        return
    rest = [item.key for item in _rest(question)]
    if len(rest) != 1:
        yield Issue("one-rest", f"{place}.choice", " ".join(rest))
    yield from _order(question, place) if question.kind == "date" else _overlaps(question, place)


def _left_out(question: Question, place: str) -> Iterator[Issue]:
    """Find what is left out and no country, of some choice all the same, or without its reason."""
    if bool(question.left_out) != bool(question.why):
        yield Issue("why-left-out", f"{place}.why")
    listed = {value for choice in question.choices for value in choice.countries}
    for value in question.left_out:
        if question.kind != "country":
            yield Issue("misplaced-list", f"{place}.left_out")
        elif value not in COUNTRIES:
            yield Issue("unknown-country", f"{place}.left_out", value)
        elif value in listed:
            yield Issue("listed-twice", f"{place}.left_out", value)


def _overlaps(question: Question, place: str) -> Iterator[Issue]:
    """Find what is no country, what two choices list, and keys that mean another's entry."""
    name, seen = LISTS[question.kind], dict[str, str]()
    for choice in question.choices:
        where = f"{place}.choice[{choice.key}].{name}"
        for value in _listed(question, choice):
            if question.kind == "country" and value not in COUNTRIES:
                yield Issue("unknown-country", where, value)
            if value in seen:
                yield Issue("listed-twice", where, value)
            seen[value] = choice.key
    for choice in question.choices:
        if seen.get(choice.key, choice.key) != choice.key:
            yield Issue("listed-twice", f"{place}.choice[{choice.key}]", choice.key)


def _order(question: Question, place: str) -> Iterator[Issue]:
    """Ask for days that follow each other; after the last of them comes the rest."""
    days = [item for item in question.choices if not item.plain]
    for before, after in pairwise(days):
        if before.until is None or (after.until is not None and after.until <= before.until):
            yield Issue("days-in-order", f"{place}.choice[{after.key}].until", str(after.until))
