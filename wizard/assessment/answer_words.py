"""An answer in words, as the visitor gave it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guidance.text.countries import country_name
from guidance.text.days import day
from guidance.text.languages import LANGUAGES, reader_language
from wizard.decision import kinds
from wizard.decision.ruleset import DONT_KNOW, Question, RuleSet
from wizard.goods.codes import write_code
from wizard.rules.places import places
from wizard.rules.registry import goods_lists

from .forms import DONT_KNOW_LABEL, localized
from .situation import read_day, ticked


def answer_text(ruleset: RuleSet, question: str, value: str) -> str:
    """Word an answer as the visitor gave it: a choice, a product, a code, or not knowing."""
    if value == DONT_KNOW:
        return str(DONT_KNOW_LABEL)
    asked = ruleset.question_by_key[question]
    if kinds.is_listed(asked) and (said := _entry_text(asked, value)):
        return said
    choices = [asked.choice(key) for key in ticked(asked, value)]
    if all(choices):
        texts = [choice.text for choice in choices if choice]
        shared = [code for code in LANGUAGES if all(text.get(code) for text in texts)]
        return localized({code: "; ".join(text[code] for text in texts) for code in shared})

    # A name that a newer list no longer has is still what the visitor picked.
    for goods_list in reversed(goods_lists(ruleset.goods_list or "")):
        if value in goods_list.products:
            return localized(goods_list.products[value].name)
    return write_code(value)


def _entry_text(question: Question, value: str) -> str:
    """Word a country, a province or city, or a day; nothing for an answer beside the list."""
    if question.kind == "country":
        is_country = value in kinds.COUNTRIES
        return country_name(value, reader_language()) if is_country else ""
    if question.kind == "date":
        found = read_day(value)
        return day(found) if found else ""
    place = places().get(value)
    if place is None:
        return ""
    if not place.is_former:
        return localized(place.name)
    today = {"former": localized(place.name), "name": localized(places()[place.now].name)}
    return str(_("%(former)s (today %(name)s)") % today)
