"""What the site's search may find here: the cases of the rules and the goods of the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, override

from wizard.decision.ruleset import Case, RuleSet
from wizard.goods.lookup import GoodsList, write_code
from wizard.rules import registry

PURPOSE = "purpose"


def entries(language: str) -> Iterator[dict[str, Any]]:
    """Offer every case and all goods in one language, each with the address it leads to."""
    ruleset = registry.in_force(registry.today())
    with override(language):
        start, rules = reverse("wizard:start"), reverse("wizard:rules")
        yield from _cases(ruleset, language, start, rules)
        yield from _goods(ruleset, registry.goods_list(ruleset, registry.today()), language, start)


def _cases(ruleset: RuleSet, language: str, start: str, rules: str) -> Iterator[dict[str, Any]]:
    for case in ruleset.cases:
        purposes = _purposes(case)
        preset = f"{start}?{urlencode({PURPOSE: purposes[0]})}" if len(purposes) == 1 else ""
        yield {
            "kind": "check",
            "title": case.title[language],
            "url": preset or f"{rules}#case-{case.key}",
            "summary": case.summary[language],
            "text": " ".join(statement.text[language] for statement in case.means),
        }


def _purposes(case: Case) -> list[str]:
    """The purposes that a case asks for."""
    return sorted(
        {
            choice
            for row in case.when
            for condition in row
            if condition.question == PURPOSE
            for choice in condition.choices
        }
    )


def _goods(
    ruleset: RuleSet, goods_list: GoodsList, language: str, start: str
) -> Iterator[dict[str, Any]]:
    question = next(item.key for item in ruleset.questions if item.kind == "goods")
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
