"""Addresses of the wizard's pages over the shipped rules, reached by the named situations."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from django.utils.translation import override

from bench.visitor import ask
from tests.checking import MAIN
from wizard.assessment.addresses import address
from wizard.assessment.situation import Situation, read
from wizard.decision.standing import JOIN
from wizard.rules import registry

SITUATIONS = "wizard/rulesets/circular-26-2025.situations.toml"


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what kind it is, and where."""

    kind: str
    address: str


@cache
def situations() -> tuple[Situation, ...]:
    """The named situations, each judged on its day, those not fully answered included."""
    from django.conf import settings

    text = (settings.BASE_DIR / SITUATIONS).read_text(encoding="utf-8")
    return tuple(
        read([(key, [_written(value)]) for key, value in item["answers"].items()], MAIN, item["on"])
        for item in tomllib.loads(text)["situation"]
    )


def _written(answer: str | list[str]) -> str:
    """An answer as an address has it; several ticks in one."""
    return answer if isinstance(answer, str) else JOIN.join(answer)


def question_pages(language: str) -> tuple[Page, ...]:
    """Each question once, after as many answers as any situation gives before it."""
    deepest: dict[str, tuple[int, Situation]] = {}
    for situation in situations():
        for depth, key in enumerate(situation.path):
            before = dict(list(situation.given.items())[:depth])
            if len(before) == depth and depth >= deepest.get(key, (0,))[0]:
                deepest[key] = depth, replace(situation, given=before, dropped=0)
    missed = {item.key for item in registry.in_force(MAIN, registry.today()).questions} - set(
        deepest
    )
    if missed:
        message = f"No situation leads to {', '.join(sorted(missed))}"
        raise RuntimeError(message)
    with override(language):
        return tuple(
            Page(f"question {key}", address("question", found, step=key))
            for key, (_, found) in deepest.items()
        )


def result_pages(language: str) -> Iterator[Page]:
    """The result of every situation that is answered to the end, named by its outcome."""
    with override(language):
        found = {
            address("result", situation, stamped=True): situation
            for situation in situations()
            if situation.first_open is None
        }
    for place, situation in found.items():
        if ask(place).status == 200:
            yield Page(f"result {situation.verdict.outcome}", place)
