"""What the site shows of the assessments elsewhere: in lists, in links, among what is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, override

from wizard.decision.ruleset import Case, RuleSet
from wizard.goods.codes import write_code
from wizard.goods.lookup import GoodsList
from wizard.rules import assessments, registry

from .forms import localized


def self_assessments() -> Iterator[dict[str, str]]:
    """Name every assessment in the language of the page, in the order in which they are listed."""
    for ruleset in assessments.offered():
        entrance = assessments.entrance(ruleset)
        yield {
            "key": ruleset.key,
            "title": localized(entrance.title),
            "summary": localized(entrance.description),
            "url": reverse("wizard:start", args=[ruleset.key]),
            "begin": reverse("wizard:begin", args=[ruleset.key]),
            "place": next((item.key for item in ruleset.questions if item.kind == "locality"), ""),
            "goods": next((item.key for item in ruleset.questions if item.kind == "goods"), ""),
        }


def entries(language: str) -> Iterator[dict[str, Any]]:
    """Offer every assessment, case and product in one language, each with its address."""
    for ruleset in assessments.offered():
        with override(language):
            start = reverse("wizard:start", args=[ruleset.key])
            rules = reverse("wizard:rules", args=[ruleset.key])
            entrance = assessments.entrance(ruleset)
            yield {
                "kind": "check",
                "title": entrance.title[language],
                "url": start,
                "summary": entrance.description[language],
                "text": entrance.introduction[language],
            }
            yield from _cases(ruleset, language, start, rules)
            yield from _goods(ruleset, language, start)


def _cases(ruleset: RuleSet, language: str, start: str, rules: str) -> Iterator[dict[str, Any]]:
    topic = assessments.entrance(ruleset).topic or ""
    for case in ruleset.cases:
        answers = _answers(case, topic)
        preset = f"{start}?{urlencode({topic: answers[0]})}" if len(answers) == 1 else ""
        yield {
            "kind": "check",
            "title": case.title[language],
            "url": preset or f"{rules}#case-{case.key}",
            "summary": case.summary[language],
            "text": " ".join(statement.text[language] for statement in case.means),
        }


def _answers(case: Case, question: str) -> list[str]:
    """The answers to a question that a case asks for."""
    return sorted(
        {
            choice
            for row in case.when
            for condition in row
            if condition.question == question
            for choice in condition.choices
        }
    )


def _goods(ruleset: RuleSet, language: str, start: str) -> Iterator[dict[str, Any]]:
    for question in (item.key for item in ruleset.questions if item.kind == "goods"):
        goods_list = registry.goods_list(ruleset, registry.today())
        yield from _listed(goods_list, question, language, start)


def _listed(
    goods_list: GoodsList, question: str, language: str, start: str
) -> Iterator[dict[str, Any]]:
    for product in goods_list.products.values():
        yield {
            "kind": "goods",
            "title": product.name[language],
            "url": f"{start}?{urlencode({question: product.key})}",
            "summary": gettext("HS code: %(codes)s")
            % {"codes": ", ".join(map(write_code, product.codes))},
            "names": product.folded,
        }
    for line in goods_list.lines:
        yield {
            "kind": "goods",
            "title": f"{write_code(line.code)} {line.name[language]}",
            "url": f"{start}?{urlencode({question: line.code})}",
            "summary": goods_list.title[language],
            "names": (line.code, write_code(line.code)),
        }
