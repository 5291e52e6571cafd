"""What the site shows of the assessments elsewhere: in lists, in links, among what is found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext, override

from guidance.text.languages import in_language
from wizard.decision.ruleset import Case, RuleSet
from wizard.goods.codes import codes_within, write_code
from wizard.goods.lookup import GoodsList, Product
from wizard.rules import assessments, registry

from . import presets
from .forms import localized


def self_assessments() -> Iterator[dict[str, Any]]:
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
            "questions": partial(presets.questions, ruleset),
            "complaints": partial(presets.complaints, ruleset),
        }


def entries(language: str) -> Iterator[dict[str, Any]]:
    """Offer every assessment, case and product in one language, each with its address."""
    for ruleset in assessments.offered():
        with override(language):
            begin = reverse("wizard:begin", args=[ruleset.key])
            rules = reverse("wizard:rules", args=[ruleset.key])
            entrance = assessments.entrance(ruleset)
            yield {
                "kind": "check",
                "title": in_language(entrance.title, language),
                "url": reverse("wizard:start", args=[ruleset.key]),
                "summary": in_language(entrance.description, language),
                "text": in_language(entrance.introduction, language),
            }
            yield from _cases(ruleset, language, begin, rules)
            yield from _goods(ruleset, language, begin)


def _cases(ruleset: RuleSet, language: str, begin: str, rules: str) -> Iterator[dict[str, Any]]:
    topic = assessments.entrance(ruleset).topic or ""
    for case in ruleset.cases:
        answers = _answers(case, topic)
        preset = f"{begin}?{urlencode({topic: answers[0]})}" if len(answers) == 1 else ""
        yield {
            "kind": "case",
            "title": in_language(case.title, language),
            "url": preset or f"{rules}#case-{case.key}",
            "summary": in_language(case.summary, language),
            "text": " ".join(in_language(statement.text, language) for statement in case.means),
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


def answers(query: str, language: str) -> Iterator[dict[str, Any]]:
    """The check with the goods that a query names, by HS code or by name, new or used.

    `share` is 1.0 for a query that is nothing else; less where the goods stand among other words.
    """
    for ruleset in assessments.offered():
        for question in (item.key for item in ruleset.questions if item.kind == "goods"):
            goods_list = registry.goods_list(ruleset, registry.today())
            with override(language):
                begin = reverse("wizard:begin", args=[ruleset.key])
                yield from _by_code(query, goods_list, question, begin)
                yield from _by_name(query, goods_list, question, begin)


def _by_code(
    query: str, goods_list: GoodsList, question: str, begin: str
) -> Iterator[dict[str, Any]]:
    for code, is_meant in codes_within(query):
        if is_meant or goods_list.knows(code):
            yield {
                "kind": "goods",
                "title": _named(code, goods_list),
                "url": f"{begin}?{urlencode({question: code})}",
                "summary": gettext("The check starts with this HS code."),
                "share": 1.0,
            }


def _named(code: str, goods_list: GoodsList) -> str:
    """Write a code with the name of the longest line or title row that it falls under."""
    rows = [row for row in (*goods_list.lines, *goods_list.titles) if code.startswith(row.code)]
    name = localized(max(rows, key=lambda row: len(row.code)).name) if rows else ""
    return f"{write_code(code)} {name}".strip()


def _by_name(
    query: str, goods_list: GoodsList, question: str, begin: str
) -> Iterator[dict[str, Any]]:
    called_so = goods_list.asked_for(query)
    found = called_so or goods_list.within(query)
    for product in found:
        yield {
            **_product(product, question, begin, str(get_language())),
            "share": 1.0 if called_so else 0.4,
        }


def _product(product: Product, question: str, begin: str, language: str) -> dict[str, Any]:
    codes = ", ".join(map(write_code, product.codes))
    return {
        "kind": "goods",
        "title": in_language(product.name, language),
        "url": f"{begin}?{urlencode({question: product.key})}",
        "summary": gettext("HS code: %(codes)s") % {"codes": codes},
    }


def _goods(ruleset: RuleSet, language: str, begin: str) -> Iterator[dict[str, Any]]:
    for question in (item.key for item in ruleset.questions if item.kind == "goods"):
        goods_list = registry.goods_list(ruleset, registry.today())
        yield from _listed(goods_list, question, language, begin)


def _listed(
    goods_list: GoodsList, question: str, language: str, begin: str
) -> Iterator[dict[str, Any]]:
    for product in goods_list.products.values():
        yield {**_product(product, question, begin, language), "names": product.folded}
    for line in goods_list.lines:
        yield {
            "kind": "goods",
            "title": f"{write_code(line.code)} {in_language(line.name, language)}",
            "url": f"{begin}?{urlencode({question: line.code})}",
            "summary": in_language(goods_list.title, language),
            "names": (line.code, write_code(line.code)),
            "is_line": True,
        }
