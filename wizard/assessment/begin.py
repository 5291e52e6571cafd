"""Begin with what was typed elsewhere: in a field of the home page, in a partner's form.

`begin/?q=laptop` or `begin/?q=Bình Phước` settles what the words answer and goes on to the first
open question. Where they may mean several things, or nothing, the page asks, and keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidance.text.countries import (
    countries_begun,
    countries_called,
    countries_like,
    country_name,
    is_spelt_so,
)
from guidance.text.folding import fold, split
from wizard.decision import kinds
from wizard.decision.ruleset import Choice, Question
from wizard.goods.codes import LONGEST_INPUT, CodeError, read_code, write_code
from wizard.goods.lookup import GoodsList
from wizard.rules import assessments, places

from .addresses import SECTION, address
from .flow import go_to, next_address
from .forms import localized
from .situation import Situation, read
from .storage import ASSESSMENT, parameters

TYPED = "q"
LONGEST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Meant:
    """One thing that the words may mean: an answer to a question, and its name.

    What only holds or resembles a name is asked about, not assumed: a laptop bag is no laptop.
    What is spelt as typed, accents included, is meant whatever else begins so: Lào is no Lào Cai.
    """

    question: str
    value: str
    label: str
    is_certain: bool = True
    is_spelt_so: bool = False


def begin(request: HttpRequest) -> HttpResponse:
    """Take the words as an answer and go to the first question, or ask what they mean."""
    pairs = parameters(request)
    text = next((values[-1] for key, values in pairs if key == TYPED and values), "").strip()
    text = text[:LONGEST_INPUT]
    situation = read([pair for pair in pairs if pair[0] != TYPED], getattr(request, ASSESSMENT))
    if not text:
        return go_to(next_address(situation), situation)
    found = list(dict.fromkeys(_meant(text, situation)))
    certain = [item for item in found if item.is_certain]
    if len(certain) == 1 and (len(found) == 1 or certain[0].is_spelt_so):
        answered = situation.answered(certain[0].question, certain[0].value)
        return go_to(
            next_address(answered), replace(answered, dropped=answered.dropped + situation.dropped)
        )
    context = {
        "section": SECTION,
        "entrance": assessments.entrance(situation.ruleset),
        "situation": situation,
        "text": text,
        "message": _message(situation, text, found),
        "matches": [
            (item.label, next_address(situation.answered(item.question, item.value)))
            for item in found
        ],
        "here": address("begin", situation),
        "next": next_address(situation),
    }
    return render(request, "wizard/begin.html", context)


def _meant(text: str, situation: Situation) -> Iterator[Meant]:
    """What the words may mean, by every question that is answered in a box or from a list."""
    for question in situation.ruleset.questions:
        yield from _answers(text, question, situation)


def _answers(text: str, question: Question, situation: Situation) -> Iterator[Meant]:
    if question.kind == "goods" and situation.goods_list:
        yield from _goods_meant(text, question.key, situation.goods_list)
        return
    if question.kind == "locality":
        for place in places.find(text):
            is_certain = places.is_called(place, text)
            yield Meant(question.key, place.slug, localized(place.name), is_certain)
    if question.kind == "country":
        countries = kinds.countries_of(question)
        called_so = countries_called(text, countries)
        groups = [] if called_so else [item for item in question.choices if _is_named(item, text)]
        for choice in groups:
            value = kinds.only_entry(question, choice.key) or choice.key
            yield Meant(question.key, value, localized(choice.text), is_certain=False)
        found = called_so or countries_begun(text, countries)
        for code in found or (not groups and countries_like(text, countries)) or ():
            name = country_name(code, str(get_language()))
            yield Meant(question.key, code, name, bool(called_so), is_spelt_so(text, code))


def _is_named(choice: Choice, text: str) -> bool:
    """Whether words are part of a choice's name, begin a word of it or are its initials: "EU"."""
    typed = fold(split(text)).split()
    for name in choice.text.values():
        words = fold(split(name)).split()
        initials = "".join(word[0] for word in words)
        is_part = set(typed) <= set(words) or (len(words) > 1 and typed == [initials])
        is_long = len(typed) == 1 and len(typed[0]) > LONGEST_INITIALS
        is_begun = is_long and any(word.startswith(typed[0]) for word in words)
        if typed and (is_part or is_begun):
            return True
    return False


def _goods_meant(text: str, question: str, goods_list: GoodsList) -> Iterator[Meant]:
    """The code, the products of that name, or those that may be meant; no digits that are none."""
    try:
        code = read_code(text)
    except CodeError:
        return
    if code:
        yield Meant(question, code, write_code(code))
        return
    called_so = goods_list.named(text)
    for product in called_so or goods_list.find(text):
        yield Meant(question, product.key, localized(product.name), bool(called_so))


def _message(situation: Situation, text: str, found: list[Meant]) -> str:
    """Why the words alone are no answer."""
    asked = {question.kind for question in situation.ruleset.questions}
    for question in situation.ruleset.questions:
        if countries_called(text, frozenset(question.left_out)):
            return localized(question.why)
    if any(item.is_certain for item in found):
        return _("This may mean several things. Choose yours below.")
    if "goods" in asked:
        if found:
            return _("No goods are called exactly so. Choose yours below, or enter the HS code.")
        if any(letter.isdigit() for letter in text) and not any(map(str.isalpha, text)):
            return _("An HS code has 4, 6 or 8 digits, for example 8471 or 8443.31.19.")
        return _("We have no goods by this name. Enter the HS code, or another name.")
    if found:
        return _("No country, province or city is called exactly so. Choose yours below.")
    return _("This box takes a country, or a province or city. We know none by this name.")
