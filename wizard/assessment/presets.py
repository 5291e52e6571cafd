"""Answers that a link to an assessment gives beforehand: what there is to choose, what is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs

from django.utils.translation import gettext as _

from guidance.text.collation import sort_key
from guidance.text.countries import sorted_countries
from guidance.text.languages import reader_language
from wizard.decision import kinds
from wizard.decision.ruleset import DONT_KNOW, Question, RuleSet
from wizard.rules import places, registry

from .forms import DONT_KNOW_LABEL, localized
from .situation import canonical, is_extra, listed

Answer = tuple[str, str]


def questions(ruleset: RuleSet) -> Iterator[dict[str, Any]]:
    """Each question with its answers in words, as a menu offers them.

    `is_open` where something else may be typed: an HS code, a day.
    """
    for question in ruleset.questions:
        yield {
            "key": question.key,
            "label": _plain(localized(question.label)),
            "answers": [(key, _plain(words)) for key, words in _answers(question, ruleset)],
            "is_open": question.kind in ("goods", "date"),
        }


def _answers(question: Question, ruleset: RuleSet) -> Iterator[Answer]:
    language = reader_language()
    if question.kind == "country":
        yield from sorted_countries(kinds.countries_of(question), language)
    elif question.kind == "locality":
        named = [(place.slug, localized(place.name)) for place in places.places().values()]
        yield from sorted(named, key=lambda item: sort_key(item[1], language))
    elif question.kind == "goods":
        goods = listed(ruleset, registry.today())
        found = goods.products.values() if goods else ()
        yield from ((product.key, localized(product.name)) for product in found)
    is_listed = kinds.is_listed(question) or question.kind == "goods"
    for choice in question.choices:
        if choice.plain or not is_listed:
            yield choice.key, localized(choice.text)
    yield DONT_KNOW, str(DONT_KNOW_LABEL)


def _plain(text: str) -> str:
    """A text where no markup may stand."""
    return str.__str__(text)


def complaints(ruleset: RuleSet, preset: str) -> Iterator[str]:
    """What of `question=answer&…` the assessment would drop, in words of whoever wrote it."""
    goods = listed(ruleset, registry.today())
    given = parse_qs(preset, keep_blank_values=True, max_num_fields=60)
    if preset and not given:
        yield _("Write answers as question=answer, joined by “&”.")
    for key, values in given.items():
        question = ruleset.question_by_key.get(key)
        if question is None:
            if not all(is_extra(key, value) for value in values):
                yield _("This self-assessment has no question “%(question)s”.") % {"question": key}
            continue
        yield from _complaints(question, values, goods)


def _complaints(question: Question, values: Iterable[str], goods: Any) -> Iterator[str]:
    label = _plain(localized(question.label))
    values = list(dict.fromkeys(values))
    if len(values) > 1 and question.kind != "choices":
        yield _("“%(question)s” has two answers. Keep one.") % {"question": label}
    for value in values:
        if canonical(question, value, goods) is None:
            said = _("“%(answer)s” is no answer to “%(question)s”. Choose one that is offered.")
            yield said % {"answer": value, "question": label}
