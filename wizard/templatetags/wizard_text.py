"""Texts of the rules in templates: the reader's language, the Vietnamese beside it, the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.forms.boundfield import BoundField, BoundWidget
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guidance.text.languages import OFFICIAL, reader_language
from wizard.assessment.addresses import address
from wizard.assessment.answer_words import answer_text
from wizard.assessment.flow import next_address
from wizard.assessment.forms import GoodsForm, localized, whole_list
from wizard.assessment.results import Result, terms_of
from wizard.assessment.situation import Situation
from wizard.assessment.timeline import Entry
from wizard.decision.explain import Change
from wizard.decision.ruleset import Case, Procedure, RuleSet
from wizard.decision.sources import Authority, Citation, Statement
from wizard.goods.codes import write_code
from wizard.goods.lookup import GoodsList
from wizard.rules import registry
from wizard.rules.law import provision
from wizard.rules.registry import is_whole

register = template.Library()
register.filter("localized", localized)
register.filter("code", write_code)
register.simple_tag(answer_text)


@register.filter
def line(ruleset: RuleSet) -> str:
    """The class of the line of an assessment: that of origin, if it asks for a place."""
    return "co" if any(item.kind == "locality" for item in ruleset.questions) else ""


@register.simple_tag
def published_rules_are_known() -> bool:
    """Say whether what editors published could be read, or only the shipped rules are there."""
    return is_whole()


@register.inclusion_tag("wizard/components/statement.html", takes_context=True)
def say(context: Context, statement: Statement) -> dict[str, Any]:
    """Write a statement with its sources, and the Vietnamese beside it where both are wanted."""
    return {**_wording(context, statement.text), **_cited(context, statement.basis)}


@register.inclusion_tag("wizard/components/statement.html", takes_context=True)
def say_text(
    context: Context, text: Mapping[str, str] | None, basis: Iterable[Citation] = ()
) -> dict[str, Any]:
    """Write a text with the sources given."""
    return {**_wording(context, text), **_cited(context, basis)}


@register.simple_tag
def basis_of(result: Result, timeless: Case | Authority) -> tuple[Citation, ...]:
    """Give what a case or a body to ask rests on, on the day of the result."""
    return result.basis_of(timeless)


@register.simple_tag
def sentence_on_its_day(result: Result, case: Case) -> Statement:
    """Give a case in one sentence, as it is on the day of a result."""
    return result.said_of(case)


@register.simple_tag(takes_context=True)
def official_of(context: Context, text: Mapping[str, str] | None) -> str:
    """The Vietnamese words of a text where they are wanted beside another language."""
    language = reader_language()
    if not context["situation"].both or language == OFFICIAL or not text:
        return ""
    # Where only the Vietnamese is there, it is shown already.
    return text[OFFICIAL] if text.get(language) else ""


def _wording(context: Context, text: Mapping[str, str] | None) -> dict[str, Any]:
    return {"text": localized(text), "official": official_of(context, text)}


def _cited(context: Context, basis: Iterable[Citation]) -> dict[str, Any]:
    """Number the citations as the list of sources at the end of the page does."""
    result = context.get("result")
    if result is None:
        return {"citations": ()}
    return {
        "citations": [
            (result.numbers[str(citation)], provision(citation))
            for citation in basis
            if str(citation) in result.numbers
        ]
    }


@register.simple_tag
def box_groups(field: BoundField) -> list[tuple[str, list[BoundWidget]]]:
    """Give the check boxes of a field under the headings of their groups, in order."""
    boxes = {str(box.data["value"]): box for box in field}
    groups: list[tuple[str, list[BoundWidget]]] = []
    for value, label in getattr(field.field, "choices", ()):
        if isinstance(label, list | tuple):
            groups.append((str(value), [boxes[key] for key, _label in label]))
        elif groups and not groups[-1][0]:
            groups[-1][1].append(boxes[value])
        else:
            groups.append(("", [boxes[value]]))
    return groups


@register.simple_tag
def question_label(ruleset: RuleSet, question: str) -> str:
    """Give the short name of a question."""
    return localized(ruleset.question_by_key[question].label)


@register.simple_tag
def choice_texts(ruleset: RuleSet, question: str, choices: Iterable[str]) -> list[str]:
    """Word the choices of a condition, in the order of the question."""
    wanted = set(choices)
    return [
        localized(choice.text)
        for choice in ruleset.question_by_key[question].choices
        if choice.key in wanted
    ]


@register.simple_tag
def change_text(ruleset: RuleSet, question: str, choice: str, *, is_first: bool = True) -> str:
    """Word a fact that would change the result, as the author of the rules put it.

    One that follows another in the same sentence begins with a small letter.
    """
    found = ruleset.question_by_key[question].choice(choice)
    text = localized(found.change) if found else ""
    return text if is_first else text[:1].lower() + text[1:]


@register.simple_tag
def provisions(basis: Iterable[Citation]) -> list[dict[str, str | None]]:
    """Give citations as the rows that components/citation-list.html shows."""
    return [
        {
            "label": format_html("{} – {}", item.number, localized(item.label)),
            "url": item.url,
            "evidence": item.evidence,
            "wording": item.wording,
            "note": localized(item.gist),
        }
        for item in map(provision, basis)
    ]


@register.simple_tag
def procedure_terms(procedure: Procedure) -> list[tuple[Any, Statement]]:
    """List what is known of a procedure, each statement under its heading."""
    return [(TERMS[name], statement) for name, statement in terms_of(procedure)]


TERMS = {
    "channel": _("Channel"),
    "total": _("In all"),
    "fee": _("Fee"),
    "refusal": _("If the file is incomplete or refused"),
    "validity": _("How long it is valid"),
    "stay": _("How long the goods may stay"),
    "report": _("Report to make"),
}


@register.simple_tag
def outcome_text(ruleset: RuleSet, outcome: str) -> str:
    """Name an outcome."""
    return localized(ruleset.outcomes[outcome].label)


@register.inclusion_tag("wizard/components/when.html")
def when(entry: Entry) -> dict[str, Any]:
    """Write the day of a task, or the words for it."""
    is_today = entry.day == registry.today() and entry.task.bound != "from"
    return {"entry": entry, "is_today": is_today}


@register.simple_tag
def change_address(situation: Situation, change: Change) -> str:
    """The result, or the next question, if the facts of a change were so."""
    for question, choice in change.facts:
        situation = situation.answered(question, choice)
    return next_address(situation)


@register.inclusion_tag("wizard/components/outcome-end.html")
def outcome_end(ruleset: RuleSet, outcome: str) -> dict[str, str]:
    """Show where a way ends: sign, words and colour of the outcome."""
    found = ruleset.outcomes[outcome]
    return {"text": localized(found.label), "kind": found.tone, "icon": found.sign}


@register.inclusion_tag("components/tag.html")
def outcome_tag(ruleset: RuleSet, outcome: str) -> dict[str, str]:
    """Show an outcome as its sign and its words, in its colour."""
    found = ruleset.outcomes[outcome]
    return {"text": localized(found.label), "kind": found.tone, "icon": found.sign}


@register.simple_tag
def authority_name(ruleset: RuleSet, key: str) -> str:
    """Name an authority; by its key where a draft does not have it yet."""
    found = (localized(item.name) for item in ruleset.authorities if item.key == key)
    return next(found, key)


@register.simple_tag
def question_address(situation: Situation, question: str) -> str:
    """Give the address that answers a question anew; the wizard leads there if it is not asked."""
    return address("question", situation, step=question)


@register.simple_tag
def given_text(situation: Situation, question: str) -> str:
    """Word the answer given to a question, or say that it was not asked."""
    value = situation.given.get(question)
    return answer_text(situation.ruleset, question, value) if value else str(_("not asked"))


@register.simple_tag
def goods_radios(form: GoodsForm) -> SafeString:
    """Write the whole list of goods, one of them picked perhaps."""
    picked = form["pick"].value()
    known = picked if picked in form.goods_list.products else None
    return _goods_radios(form.goods_list, str(get_language()), known)


@lru_cache(maxsize=64)
def _goods_radios(goods_list: GoodsList, language: str, picked: str | None) -> SafeString:
    """Render the list once a language: two hundred radios take longer than the rest of the page."""
    context = {"choices": whole_list(goods_list, language), "picked": picked}
    return render_to_string("wizard/components/goods-radios.html", context)
