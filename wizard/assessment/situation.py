"""A visitor's situation, read from an address and written back in canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from wizard.decision.assess import Verdict, assess, path
from wizard.decision.ruleset import DONT_KNOW, Question, RuleSet
from wizard.goods.lookup import Goods, GoodsList
from wizard.rules import registry

VERSION, MADE_ON, PROVINCE, BOTH, LEFT_OUT = "v", "on", "province", "both", "left-out"
"""Keys that are no answers: rule-set version, its day, province, two languages, parts dropped."""

PROVINCE_SLUG = re.compile(r"(?=.{2,40}$)[a-z]+(-[a-z]+){0,4}")
LONGEST_ADDRESS_KEYS = 60


@dataclass(frozen=True)
class Situation:
    """Answers as language-neutral keys, judged by one rule set on one day."""

    ruleset: RuleSet
    on: date
    given: Mapping[str, str]
    dropped: int = 0
    province: str | None = None
    both: bool = False
    made_version: int | None = None
    made_on: date | None = None

    @cached_property
    def answers(self) -> dict[str, frozenset[str]]:
        """The given answers as the choices they leave possible."""
        return {
            key: possible_choices(self.ruleset, self.ruleset.question_by_key[key], value, self.on)
            for key, value in self.given.items()
        }

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The questions that matter to this situation, in order."""
        return path(self.ruleset, self.answers, self.on)

    @cached_property
    def verdict(self) -> Verdict:
        """What the rules say of the answers given so far."""
        return assess(self.ruleset, self.answers, self.on)

    @property
    def first_open(self) -> str | None:
        """The first question on the path that has no answer yet."""
        return next((key for key in self.path if key not in self.given), None)

    @cached_property
    def goods(self) -> Goods | None:
        """The goods looked up, where the goods question was answered by code or name."""
        for question in self.ruleset.questions:
            if question.kind == "goods" and question.key in self.given:
                return registry.goods_list(self.ruleset, self.on).lookup(self.given[question.key])
        return None

    def before(self, question: str) -> str | None:
        """The question asked before this one."""
        index = self.path.index(question) if question in self.path else 0
        return self.path[index - 1] if index else None

    def answered(self, question: str, value: str) -> Situation:
        """Answer one question anew; keep every other answer that still matters."""
        given = {**self.given, question: value}
        ordered = {key: given[key] for key in self.ruleset.question_by_key if key in given}
        return replace(self, given=ordered, dropped=0).kept()

    def kept(self) -> Situation:
        """Leave out answers to questions that are not asked in this situation."""
        given = {key: self.given[key] for key in self.path if key in self.given}
        if len(given) == len(self.given):
            return self
        return replace(self, given=given, dropped=self.dropped + len(self.given) - len(given))

    def query(self, *, stamped: bool = False) -> str:
        """Write the situation as a canonical query string, with version and day if stamped."""
        if not stamped:
            return self._unstamped
        version, made_on = self.made_version or self.ruleset.version, self.made_on or self.on
        stamp = urlencode([(VERSION, str(version)), (MADE_ON, made_on.isoformat())])
        return f"{self._unstamped}&{stamp}" if self._unstamped else stamp

    @cached_property
    def _unstamped(self) -> str:
        """Encoded once: a page links to each of its answers with all the others."""
        pairs = list(self.given.items())
        if self.province:
            pairs.append((PROVINCE, self.province))
        if self.both:
            pairs.append((BOTH, "1"))
        return urlencode(pairs)


def possible_choices(ruleset: RuleSet, question: Question, value: str, on: date) -> frozenset[str]:
    """Turn the value of an address into the choices it leaves possible."""
    if value == DONT_KNOW:
        return frozenset(choice.key for choice in question.choices)
    if question.kind == "goods":
        goods = registry.goods_list(ruleset, on).lookup(value)
        return goods.classes if goods else frozenset(choice.key for choice in question.choices)
    return frozenset({value})


def read(
    parameters: Iterable[tuple[str, list[str]]],
    on: date | None = None,
    ruleset: RuleSet | None = None,
) -> Situation:
    """Read an address (pairs of key and values) by the rules of a day, today by default.

    A rule set given is used whatever is in force: that of an earlier result, for instance.
    Whatever the rules do not know is counted as dropped, never an error.
    Raises registry.NotInForceError if there were no rules on that day.
    """
    on = on or registry.today()
    ruleset = ruleset or registry.in_force(on)
    goods = registry.goods_list(ruleset, on)
    found, extras, dropped = _sort(parameters, ruleset, goods)
    return Situation(
        ruleset=ruleset,
        on=on,
        given={key: found[key] for key in ruleset.question_by_key if key in found},
        dropped=dropped + int(extras.get(LEFT_OUT, 0)),
        province=extras.get(PROVINCE),
        both=BOTH in extras,
        made_version=int(extras[VERSION]) if VERSION in extras else None,
        made_on=date.fromisoformat(extras[MADE_ON]) if MADE_ON in extras else None,
    ).kept()


def _sort(
    parameters: Iterable[tuple[str, list[str]]], ruleset: RuleSet, goods: GoodsList
) -> tuple[dict[str, str], dict[str, str], int]:
    """Tell answers from our other keys, and count what is neither."""
    found: dict[str, str] = {}
    extras: dict[str, str] = {}
    dropped = 0
    for number, (key, values) in enumerate(parameters):
        value = _single(values) if number < LONGEST_ADDRESS_KEYS else None
        question = ruleset.question_by_key.get(key)
        if value is not None and question is not None:
            value = canonical(question, value, goods)
        if value is None or (question is None and not _is_extra(key, value)):
            dropped += 1
        else:
            (extras if question is None else found)[key] = value
    return found, extras, dropped


def canonical(question: Question, value: str, goods: GoodsList) -> str | None:
    """Give the one way to write an answer, or None if it is no answer to this question."""
    if value == DONT_KNOW:
        return value
    if question.kind == "goods":
        hit = goods.lookup(value)
        return hit.value if hit else None
    return value if question.choice(value) else None


def read_day(value: str) -> date | None:
    """Read an ISO day (2026-11-22), or None."""
    try:
        return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    except ValueError:
        return None


def _single(values: list[str]) -> str | None:
    """Take the value of a key; a key repeated with different values says nothing."""
    return values[0] if len(set(values)) == 1 else None


def _is_extra(key: str, value: str) -> bool:
    """Say whether a key that is no question is one of ours, with a value that makes sense."""
    if key == VERSION:
        return re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII) is not None
    if key == LEFT_OUT:
        return re.fullmatch(r"[1-9]\d?", value, re.ASCII) is not None
    if key == MADE_ON:
        return read_day(value) is not None
    if key == PROVINCE:
        return PROVINCE_SLUG.fullmatch(value) is not None
    return key == BOTH and value == "1"
