"""A visitor's situation, read from an address and written back in canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from guidance.text.tracking import is_tracking
from wizard.decision import kinds
from wizard.decision.assess import Verdict, assess, path
from wizard.decision.ruleset import DONT_KNOW, Question, RuleSet
from wizard.decision.sources import Day, Doubt
from wizard.decision.standing import JOIN
from wizard.goods.lookup import Goods, GoodsList, Notice
from wizard.rules import places, registry

VERSION, MADE_ON, PROVINCE, BOTH, LEFT_OUT = "v", "on", "province", "both", "left-out"
"""Keys that are no answers: rule-set version, its day, province, two languages, parts dropped.

A version with a day is the stamp of a result: when and by which version it was made, so that it can
be judged again today. A day alone is the day asked about: everything is then as on that day.
"""

FILED, DECLARED = "filed", "declared"
"""Days that a reader may give: the file was received, the customs declaration registered."""

Parameter = tuple[str, list[str]]
"""A key of an address with its values."""

PROVINCE_SLUG = re.compile(r"(?=.{2,40}$)[a-z]+(-[a-z]+){0,4}")
LONGEST_ADDRESS_KEYS = 60


@dataclass(frozen=True)
class Situation:
    """Answers as language-neutral keys, judged by one rule set on one day."""

    ruleset: RuleSet
    on: date
    given: Mapping[str, str]
    filed_on: date | None = None
    declared_on: date | None = None
    dropped: int = 0
    province: str | None = None
    both: bool = False
    made_version: int | None = None
    made_on: date | None = None
    asked_on: date | None = None
    parameters: tuple[Parameter, ...] = field(default=(), compare=False)
    """The address as it was read, for a result that is judged again by earlier rules."""

    @property
    def filed(self) -> date:
        """The day on which the file was or will be received: as asked, if nothing was said."""
        return self.filed_on or self.on

    @property
    def declared(self) -> date:
        """The day on which the customs declaration is registered: the goods list goes by it.

        If nothing was said it is the day asked about, or that of a file to be received later:
        goods that need a permission are not declared before it is asked for.
        """
        return self.declared_on or max(self.on, self.filed)

    def day(self, by: Day) -> date:
        """The day by which something counts."""
        return {"filed": self.filed, "declared": self.declared, "on": self.on}[by]

    def doubt_of(self, question: Question) -> Doubt | None:
        """The doubt that a question names, where it holds on the day by which it counts."""
        doubt = self.ruleset.doubt_by_key.get(question.doubt or "")
        return doubt if doubt and doubt.in_force(self.day(doubt.by)) else None

    @property
    def judged(self) -> date:
        """The day by which the cases count, as the rules say."""
        return self.day(self.ruleset.cases_by)

    @property
    def goods_list(self) -> GoodsList | None:
        """The list of goods of the day of the declaration, where the rules name one."""
        return listed(self.ruleset, self.declared)

    @cached_property
    def answers(self) -> dict[str, frozenset[str]]:
        """The given answers as the choices they leave possible."""
        return {
            key: possible_choices(self.ruleset.question_by_key[key], value, self.goods_list)
            for key, value in self.given.items()
        }

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The questions that matter to this situation, in order."""
        return path(self.ruleset, self.answers, self.judged)

    @cached_property
    def verdict(self) -> Verdict:
        """What the rules say of the answers given so far."""
        return assess(self.ruleset, self.answers, self.judged)

    @property
    def first_open(self) -> str | None:
        """The first question on the path that has no answer yet."""
        return next((key for key in self.path if key not in self.given), None)

    @cached_property
    def goods(self) -> Goods | None:
        """The goods looked up, where the goods question was answered by code or name."""
        for question in self.ruleset.questions:
            if question.kind == "goods" and question.key in self.given and self.goods_list:
                return self.goods_list.lookup(self.given[question.key])
        return None

    @property
    def localities(self) -> tuple[places.Place, ...]:
        """The provinces and cities that were named: in answers, or by a page that led here."""
        asked = self.ruleset.question_by_key
        named = [slug for key, slug in self.given.items() if asked[key].kind == "locality"]
        named += [self.province] if self.province else []
        known = places.places() if named else {}
        return tuple(known[slug] for slug in dict.fromkeys(named) if slug in known)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What must be known about the goods on the day of the declaration."""
        found = self.goods.notices if self.goods else ()
        return tuple(item for item in found if item.in_force(self.declared))

    def before(self, question: str) -> str | None:
        """The question asked before this one."""
        index = self.path.index(question) if question in self.path else 0
        return self.path[index - 1] if index else None

    def answered(self, question: str, value: str) -> Situation:
        """Answer one question anew; keep every other answer that still matters."""
        given = {**self.given, question: value}
        ordered = {key: given[key] for key in self.ruleset.question_by_key if key in given}
        return replace(self, given=ordered, dropped=0).asked_only()

    def asked_only(self) -> Situation:
        """Leave out answers to questions that are not asked in this situation."""
        given = {key: self.given[key] for key in self.path if key in self.given}
        if len(given) == len(self.given):
            return self
        return replace(self, given=given, dropped=self.dropped + len(self.given) - len(given))

    def query(self, *, stamped: bool = False) -> str:
        """Write the situation as a canonical query string, with version and day if stamped.

        What was asked of a certain day stays so, and is not stamped: it is no result of today.
        """
        if not stamped or self.asked_on:
            return self._unstamped
        version, made_on = self.made_version or self.ruleset.version, self.made_on or self.on
        stamp = urlencode([(VERSION, str(version)), (MADE_ON, made_on.isoformat())])
        return f"{self._unstamped}&{stamp}" if self._unstamped else stamp

    @cached_property
    def _unstamped(self) -> str:
        """Encoded once: a page links to each of its answers with all the others."""
        pairs = list(self.given.items())
        days = ((MADE_ON, self.asked_on), (FILED, self.filed_on), (DECLARED, self.declared_on))
        pairs += [(key, day.isoformat()) for key, day in days if day]
        if self.province:
            pairs.append((PROVINCE, self.province))
        if self.both:
            pairs.append((BOTH, "1"))
        return urlencode(pairs)


def listed(ruleset: RuleSet, on: date) -> GoodsList | None:
    """The list of goods that rules name, as it stands on a day."""
    return registry.goods_list(ruleset, on) if ruleset.goods_list else None


def possible_choices(
    question: Question, value: str, goods_list: GoodsList | None
) -> frozenset[str]:
    """Turn the value of an address into the choices it leaves possible, or that were ticked."""
    if question.kind == "goods" and value != DONT_KNOW:
        goods = goods_list.lookup(value) if goods_list else None
        if goods is None or goods_list is None:
            return frozenset({DONT_KNOW})
        # A class that is younger than the rules is to them what is on no list.
        return frozenset(
            name if question.choice(name) else goods_list.default for name in goods.classes
        )
    if kinds.is_listed(question) and value != DONT_KNOW:
        place = places.places().get(value) if question.kind == "locality" else None
        return frozenset({kinds.choice_of(question, place.now if place else value) or DONT_KNOW})
    return frozenset(ticked(question, value))


def ticked(question: Question, value: str) -> list[str]:
    """Take an answer apart into its choices."""
    return value.split(JOIN) if question.kind == "choices" else [value]


def read(
    parameters: Iterable[Parameter],
    key: str,
    on: date | None = None,
    ruleset: RuleSet | None = None,
) -> Situation:
    """Read an address (pairs of key and values) of an assessment by its rules of a day.

    Without one it is the day that the address asks about, else today. The address may also say on
    which days the file is received and the declaration registered.

    A rule set given is used whatever is in force: that of an earlier result, for instance.
    Whatever the rules do not know is counted as dropped, never an error.
    Raises registry.NotInForceError if there were no rules on one of these days.
    """
    pairs = tuple(parameters)
    days = _days(pairs)
    asked_on = None if on else days.get(MADE_ON)
    on = on or asked_on or registry.today()
    ruleset = ruleset or registry.in_force(key, on)
    if min([on, *days.values()]) < registry.first_day(key):
        raise registry.NotInForceError(registry.first_day(key))
    declared = days.get(DECLARED) or max(on, days.get(FILED, on))
    goods = listed(ruleset, declared)
    found, extras, dropped = _sort(pairs, ruleset, goods)
    return Situation(
        ruleset=ruleset,
        on=on,
        given={key: found[key] for key in ruleset.question_by_key if key in found},
        filed_on=_day(extras, FILED),
        declared_on=_day(extras, DECLARED),
        dropped=dropped + int(extras.get(LEFT_OUT, 0)),
        province=extras.get(PROVINCE),
        both=BOTH in extras,
        made_version=int(extras[VERSION]) if VERSION in extras else None,
        made_on=_day(extras, MADE_ON) if VERSION in extras else None,
        asked_on=asked_on,
        parameters=pairs,
    ).asked_only()


def _days(pairs: Iterable[Parameter]) -> dict[str, date]:
    """Read the days that an address names; the day of a stamp is not one that is asked about."""
    values = {key: _single(found) or "" for key, found in pairs}
    named = (FILED, DECLARED) if VERSION in values else (MADE_ON, FILED, DECLARED)
    days = {key: read_day(values.get(key, "")) for key in named}
    return {key: day for key, day in days.items() if day}


def _day(extras: Mapping[str, str], key: str) -> date | None:
    return date.fromisoformat(extras[key]) if key in extras else None


def _sort(
    parameters: Iterable[Parameter], ruleset: RuleSet, goods: GoodsList | None
) -> tuple[dict[str, str], dict[str, str], int]:
    """Tell answers from our other keys, and count what is neither."""
    found: dict[str, str] = {}
    extras: dict[str, str] = {}
    dropped = 0
    for number, (key, values) in enumerate(parameters):
        question = ruleset.question_by_key.get(key)
        if question is None and is_tracking(key):
            continue
        several = question is not None and question.kind == "choices"
        value = JOIN.join(values) if several else _single(values)
        if number >= LONGEST_ADDRESS_KEYS:
            value = None
        if value is not None and question is not None:
            value = canonical(question, value, goods)
        if key in (FILED, DECLARED) and value == "":
            continue
        if value is None or (question is None and not is_extra(key, value)):
            dropped += 1
        else:
            (extras if question is None else found)[key] = value
    return found, extras, dropped


def canonical(question: Question, value: str, goods: GoodsList | None) -> str | None:
    """Give the one way to write an answer, or None if it is no answer to this question."""
    if value == DONT_KNOW:
        return value
    if question.kind == "goods":
        hit = goods.lookup(value) if goods else None
        return hit.value if hit else None
    if question.kind == "choices":
        return _canonical_ticks(question, value)
    if kinds.is_listed(question) and (listed := _canonical_entry(question, value)):
        return listed
    return value if question.choice(value) else None


def _canonical_entry(question: Question, value: str) -> str | None:
    """Write a country by its letters, a province or city by the slug meant, a day as ISO does.

    The key of a choice says one of them where it lists one alone: `market=japan` is Japan.
    """
    value = kinds.only_entry(question, value) or value
    if question.kind == "country":
        code = value.upper()
        return code if code in kinds.COUNTRIES and code not in question.left_out else None
    if question.kind == "locality":
        return value if value in places.places() else None
    return value if read_day(value) else None


def _canonical_ticks(question: Question, value: str) -> str | None:
    """Write ticks in the order of the question; what stands alone has none beside it."""
    wanted = set(value.split(JOIN))
    known = [choice for choice in question.choices if choice.key in wanted]
    if not known or len(known) != len(wanted):
        return None
    if len(known) > 1 and any(choice.alone for choice in known):
        return None
    return JOIN.join(choice.key for choice in known)


def read_day(value: str) -> date | None:
    """Read an ISO day (2026-11-22), or None."""
    try:
        return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    except ValueError:
        return None


def _single(values: list[str]) -> str | None:
    """Take the value of a key; a key repeated with different values says nothing."""
    return values[0] if len(set(values)) == 1 else None


def is_extra(key: str, value: str) -> bool:
    """Say whether a key that is no question is one of ours, with a value that makes sense."""
    if key == VERSION:
        return re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII) is not None
    if key == LEFT_OUT:
        return re.fullmatch(r"[1-9]\d?", value, re.ASCII) is not None
    if key in (MADE_ON, FILED, DECLARED):
        return read_day(value) is not None
    if key == PROVINCE:
        return PROVINCE_SLUG.fullmatch(value) is not None
    return key == BOTH and value == "1"
