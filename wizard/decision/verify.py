"""The proof that a rule set is sound: its references, its wording and every path through it.

The idea. First what can be seen without walking: every text in every language, every key once,
every reference to something that exists, every question marked as asking for a fact or for a term
in doubt. Then, if the conditions name questions and choices that there are, `Walk` takes every path
a visitor can take, and what no path reaches, or where a path ends badly, is an issue with its
place. For example, with rows ``new -> not covered`` and ``new AND move -> permitted``:

    unreachable-case at case[moved]            its row needs an answer that ends the questions
    unreachable-choice at case[x].when.owner   a condition names a choice by which it never holds
    contradictory-cases at case[y]: x: …       a path fits a case that permits and one that does not

The register of the law is no part of a rule set: the citations that exist are handed in. The walk
is made over what paths hang on alone, `bare` of all wording: whoever keeps what it found need not
walk again because a word was changed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from . import kinds, kit_proof
from .compiled_rules import CompiledRuleSet, Need, Rule
from .issues import Issue
from .ruleset import DONT_KNOW, Condition, OutcomeText, Question, RuleSet, Task
from .sources import Citation, Doubt
from .walk import MOST_SITUATIONS, Steps, TooManyError, Trail, Walk, finish

ROLES = ("open", "otherwise", "doubtful")
"""What exactly one outcome of a rule set is, each."""

FEWEST_READINGS = 2
MONTH_AND_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PAGES = (
    "begin",
    "rules",
    "result",
    "report",
    "papers",
    "result.json",
    "result.ics",
    "result.pdf",
    "questions.json",
)
"""What addresses without a slug begin with, beside the keys of questions."""

TAKEN = {*PAGES, "consignment", "q", "v", "on", "filed", "declared", "province", "both", "left-out"}
"""What no question can be called: its key is a page of the assessment and a part of addresses."""


@dataclass(frozen=True, slots=True)
class Report:
    """The issues and the figures of a verification; no paths are walked on broken references.

    `outcomes` counts paths by where they end; `unsettled` of those to the authority end there
    only because a term is in doubt.
    """

    issues: tuple[Issue, ...]
    paths: int = 0
    situations: int = 0
    longest: int = 0
    questions: int = 0
    unsettled: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)


def verify(ruleset: RuleSet, on: date, law: Container[str]) -> Report:
    """Check wording and references, then walk every path a visitor could take on a day.

    `law` holds every citation (``slug:provision``) of the register of the law. Never raises: what
    is wrong is an issue of the report. Takes one to two seconds for the shipped rules.
    """
    return finish(verification(ruleset, on, law))


def verification(ruleset: RuleSet, on: date, law: Container[str]) -> Steps[Report]:
    """Do so step by step: each step gives how many situations were walked so far."""
    walked = None
    if may_be_walked(ruleset):
        walked = yield from walking(bare(ruleset), on)
    return complete_report(ruleset, law, walked)


def may_be_walked(ruleset: RuleSet) -> bool:
    """Whether the cases name questions, choices and outcomes that there are, each once."""
    found = chain(obstacles(ruleset), _conditions(ruleset), _outcomes(ruleset))
    return next(found, None) is None


def obstacles(ruleset: RuleSet) -> Iterator[Issue]:
    """Name what keeps anything from being judged by the rules, sound otherwise or not.

    Of two questions, answers or cases with one key nobody can say which was meant, and what fits no
    address has no page. Whoever judges by a draft asks here first.
    """
    for item in _keys(ruleset):
        if item.code != "reserved-key" and item.place.startswith(("key", "question[", "case[")):
            yield item
    yield from (item for item in _entrance(ruleset) if item.code == "unusable-slug")
    if not ruleset.outcomes:
        yield Issue("one-open", "outcome")
    yield from (item for item in _conditions(ruleset) if item.code == "unknown-question")
    yield from (item for item in _carried(ruleset) if item.code == "unknown-outcome")
    for question in ruleset.questions:
        if question.kind == "goods" and ruleset.goods_list is None:
            yield Issue("missing-goods-list", "goods_list")


def complete_report(ruleset: RuleSet, law: Container[str], walked: Report | None) -> Report:
    """Say what can be seen without walking, and then what the walk found, if there was one."""
    issues = [*_wording(ruleset), *_keys(ruleset), *_references(ruleset, law)]
    issues += [*_entrance(ruleset), *_outcomes(ruleset)]
    issues += [*_questions(ruleset), *_doubts(ruleset)]
    issues += kit_proof.issues(ruleset, every_part(ruleset.papers, "papers"))
    walked = walked or Report(())
    return replace(walked, issues=(*issues, *walked.issues))


def bare(ruleset: RuleSet) -> RuleSet:
    """Leave of a rule set what its paths hang on: equal ones have the same paths."""
    nothing: dict[str, Any] = {
        spec.name: () if spec.default == () else None
        for spec in fields(ruleset)
        if spec.default is not MISSING and spec.name != "documents"
    }
    kept = replace(ruleset, **nothing, version=0, reviewed=date.min)
    found: RuleSet = _unworded(kept)
    outcomes = {
        key: OutcomeText(
            label={},
            sentence={},
            basis=(),
            tier=item.tier,
            open=item.open,
            otherwise=item.otherwise,
            doubtful=item.doubtful,
            several=item.several,
        )
        for key, item in ruleset.outcomes.items()
    }
    return replace(found, outcomes=outcomes)


def _unworded(value: Any) -> Any:
    """Take every text and every citation out of a value."""
    if is_dataclass(value) and not isinstance(value, type | Condition):
        parts = {spec.name: _unworded(getattr(value, spec.name)) for spec in fields(value)}
        return replace(value, **parts)
    if isinstance(value, tuple):
        return tuple(_unworded(item) for item in value if not isinstance(item, Citation))
    return {} if isinstance(value, Mapping) else value


def walking(ruleset: RuleSet, on: date) -> Steps[Report]:
    """Walk every path, step by step, and tell what no path reaches and where one ends badly."""
    walk = Walk(ruleset, on)
    try:
        yield from walk.steps()
    except TooManyError:
        return Report((Issue("too-many-situations", "question", str(MOST_SITUATIONS)),))
    return Report(
        issues=tuple(_reach(ruleset, walk, on)),
        paths=walk.total.paths,
        situations=len(walk.seen),
        longest=walk.total.longest,
        questions=len(walk.asked),
        unsettled=walk.total.unsettled,
        outcomes=dict(sorted(walk.total.outcomes.items())),
    )


def every_part(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Yield every part of a value object with the place where it stands."""
    yield place, value
    if is_dataclass(value) and not isinstance(value, Citation | Condition):
        for spec in fields(value):
            key = str(spec.metadata.get("key", spec.name))
            yield from every_part(getattr(value, spec.name), f"{place}.{key}" if place else key)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from every_part(item, f"{place}[{getattr(item, 'key', index)}]")
    elif isinstance(value, Mapping) and not _is_text(value):
        for key, item in value.items():
            yield from every_part(item, f"{place}.{key}")


def _is_text(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(item, str) for item in value.values())


def _wording(ruleset: RuleSet) -> Iterator[Issue]:
    """Miss no language of any text: a gap is an error, never a fallback."""
    for place, part in every_part(ruleset, ""):
        if not _is_text(part):
            continue
        for language in ruleset.languages:
            if not part.get(language, "").strip():
                yield Issue("missing-language", place, language)


def _keys(ruleset: RuleSet) -> Iterator[Issue]:
    """Tell keys apart: none twice, none that means "I don't know", none that fits no address."""
    if not SLUG.fullmatch(ruleset.key) or ruleset.key in PAGES:
        yield Issue("unusable-key", "key", ruleset.key)
    lists: dict[str, Iterable[Any]] = {
        spec.metadata["key"]: getattr(ruleset, spec.name)
        for spec in fields(ruleset)
        if "key" in spec.metadata and spec.name != "outcomes"
    }
    lists |= {f"question[{item.key}].choice": item.choices for item in ruleset.questions}
    lists |= {f"question[{item.key}].group": item.groups for item in ruleset.questions}
    for place, items in lists.items():
        seen: set[str] = set()
        for key in (str(item.key) for item in items if hasattr(item, "key")):
            if key in seen:
                yield Issue("duplicate-key", f"{place}[{key}]")
            elif not SLUG.fullmatch(key) or (place == "question" and key in TAKEN):
                yield Issue("unusable-key", f"{place}[{key}]", key)
            seen.add(key)
        if DONT_KNOW in seen and place.endswith(".choice"):
            yield Issue("reserved-key", f"{place}[{DONT_KNOW}]")


def _references(ruleset: RuleSet, law: Container[str]) -> Iterator[Issue]:
    """Follow every reference by key to what it names."""
    authorities = {item.key for item in ruleset.authorities}
    known: dict[str, set[str]] = {
        "documents": {item.key for item in ruleset.documents},
        "unknowns": {item.key for item in ruleset.unknowns},
        "doubts": set(ruleset.doubt_by_key),
        "ask": authorities,
        "decides": authorities,
        "procedures": {serves for item in ruleset.procedures for serves in item.serves},
        "todo": set(ruleset.task_by_key),
        "dates": set(ruleset.task_by_key),
    }
    for place, part in every_part(ruleset, ""):
        if isinstance(part, Citation):
            if str(part) not in law:
                yield Issue("unknown-citation", place, str(part))
        elif place.endswith(".basis") and not part:
            yield Issue("no-basis", place)
        elif is_dataclass(part) and not isinstance(part, RuleSet):
            yield from _named(part, place, known)
    for key in ruleset.general_doubts:
        if key not in known["doubts"]:
            yield Issue("unknown-doubts", "doubts", key)
    yield from _conditions(ruleset)
    yield from _procedure_references(ruleset, authorities)
    yield from _tasks(ruleset)


CODES = {"decides": "ask", "todo": "task", "dates": "task"}
"""Under which name a reference that leads nowhere is told, where it is not that of its field."""


def _named(part: Any, place: str, known: Mapping[str, set[str]]) -> Iterator[Issue]:
    """Name the keys in the lists of one part that nothing answers to."""
    for name, keys in known.items():
        found = getattr(part, name, ())
        for key in (found,) if found and isinstance(found, str) else found:
            if key not in keys:
                code = CODES.get(name, name)
                yield Issue(f"unknown-{code}", f"{place}.{name}", key)


def _outcomes(ruleset: RuleSet) -> Iterator[Issue]:
    """Ask for each role once, and for outcomes that can be told apart."""
    for role in (*ROLES, "several"):
        marked = [key for key, item in ruleset.outcomes.items() if getattr(item, role)]
        if len(marked) > 1 or (role in ROLES and not marked):
            yield Issue(f"one-{role}", "outcome", " ".join(marked))
    tiers: dict[int, str] = {}
    for key, item in ruleset.outcomes.items():
        if item.open and (item.otherwise or item.doubtful or item.several):
            yield Issue("open-is-settled", f"outcome[{key}]")
        if item.tier is not None and tiers.setdefault(item.tier, key) != key:
            yield Issue("same-tier", f"outcome[{key}].tier", str(item.tier))
    yield from _carried(ruleset)


def _carried(ruleset: RuleSet) -> Iterator[Issue]:
    """Ask for a case at least, and that each carries an outcome there is."""
    if not ruleset.cases:
        yield Issue("no-case", "case")
    for case in ruleset.cases:
        if case.outcome not in ruleset.order:
            yield Issue("unknown-outcome", f"case[{case.key}].outcome", case.outcome)


def _conditions(ruleset: RuleSet) -> Iterator[Issue]:
    for case in ruleset.cases:
        for condition in (condition for row in case.when for condition in row):
            place = f"case[{case.key}].when.{condition.question}"
            question = ruleset.question_by_key.get(condition.question)
            if question is None:
                yield Issue("unknown-question", place)
                continue
            for choice in sorted(condition.choices):
                if question.choice(choice) is None:
                    yield Issue("unknown-choice", place, choice)


def _procedure_references(ruleset: RuleSet, authorities: set[str]) -> Iterator[Issue]:
    keys = {item.key for item in ruleset.procedures}
    for item in ruleset.procedures:
        place = f"procedure[{item.key}]"
        if item.body not in authorities:
            yield Issue("unknown-ask", f"{place}.body", item.body)
        if item.last_verified is not None and item.last_verified not in keys:
            yield Issue("unknown-procedures", f"{place}.last_verified", item.last_verified)


def _tasks(ruleset: RuleSet) -> Iterator[Issue]:
    """Refuse a task whose day nobody can count, or that nothing names."""
    named = set(_named_tasks(ruleset))
    for task in ruleset.tasks:
        place = f"task[{task.key}]"
        if task.after is not None and task.after not in ruleset.task_by_key:
            yield Issue("unknown-task", f"{place}.after", task.after)
        elif _is_circle(ruleset, task):
            yield Issue("circular-task", f"{place}.after", task.after or "")
        if task.each_year is not None and not MONTH_AND_DAY.fullmatch(task.each_year):
            yield Issue("unusable-day", f"{place}.each_year", task.each_year)
        if task.key not in named:
            yield Issue("unused-task", place)


def _named_tasks(ruleset: RuleSet) -> Iterator[str]:
    """Every task (key) that something says to do, to keep or to count from."""
    yield from (task.after for task in ruleset.tasks if task.after is not None)
    for outcome in ruleset.outcomes.values():
        yield from outcome.todo
    for case in ruleset.cases:
        yield from case.todo
    for procedure in ruleset.procedures:
        yield from procedure.dates


def _is_circle(ruleset: RuleSet, task: Task) -> bool:
    """Whether the day of a task waits for itself."""
    seen: set[str] = set()
    key: str | None = task.key
    while key is not None and key in ruleset.task_by_key and key not in seen:
        seen.add(key)
        key = ruleset.task_by_key[key].after
    return key in seen


def _entrance(ruleset: RuleSet) -> Iterator[Issue]:
    """Refuse a slug that is no part of an address, or that names a page of an assessment."""
    entrance = ruleset.assessment
    if entrance is None:
        return
    for language, slug in entrance.slug.items():
        if not SLUG.fullmatch(slug) or slug in PAGES:
            yield Issue("unusable-slug", f"assessment.slug.{language}", slug)
    if entrance.topic is not None and entrance.topic not in ruleset.question_by_key:
        yield Issue("unknown-topic", "assessment.topic", entrance.topic)


def _questions(ruleset: RuleSet) -> Iterator[Issue]:
    """Ask for the mark of each question, and for what its mark promises."""
    for question in ruleset.questions:
        place = f"question[{question.key}]"
        if question.asks is None or (question.kind == "goods" and question.asks != "fact"):
            yield Issue("missing-mark", f"{place}.asks")
        elif question.kind == "goods" and ruleset.goods_list is None:
            yield Issue("missing-goods-list", "goods_list")
        elif question.asks == "fact" and question.where is None:
            yield Issue("missing-where", f"{place}.where")
        elif question.asks == "term" and question.doubt not in ruleset.doubt_by_key:
            yield Issue("unknown-doubts", f"{place}.doubt", question.doubt or "")
        yield from _choices(question, place)
        yield from kinds.issues(question, place)


def _choices(question: Question, place: str) -> Iterator[Issue]:
    groups = {group.key for group in question.groups}
    for choice in question.choices:
        where = f"{place}.choice[{choice.key}]"
        if choice.group is not None and choice.group not in groups:
            yield Issue("unknown-group", f"{where}.group", choice.group)
        if choice.alone and question.kind != "choices":
            yield Issue("misplaced-alone", f"{where}.alone")
        if choice.rank is not None and choice.change is None:
            yield Issue("misplaced-rank", f"{where}.rank")
    for key in sorted(groups - {choice.group for choice in question.choices}):
        yield Issue("empty-group", f"{place}.group[{key}]")


def _doubts(ruleset: RuleSet) -> Iterator[Issue]:
    """Refuse a doubt with one reading only, with nobody to settle it, or that touches nothing."""
    named = set(ruleset.general_doubts)
    named |= {question.doubt for question in ruleset.questions if question.doubt}
    # That a letter can ask about a doubt does not make it touch anything.
    for _place, part in every_part(replace(ruleset, papers=None), ""):
        if not isinstance(part, RuleSet | Doubt) and is_dataclass(part):
            named.update(getattr(part, "doubts", ()))
    for doubt in ruleset.doubts:
        place = f"doubt[{doubt.key}]"
        if len(doubt.readings) < FEWEST_READINGS:
            yield Issue("few-readings", f"{place}.reading")
        if not doubt.ask:
            yield Issue("nobody-settles", f"{place}.ask")
        if doubt.key not in named:
            yield Issue("unused-doubt", place)


def _reach(ruleset: RuleSet, walk: Walk, on: date) -> Iterator[Issue]:
    """Name what no path reaches, and the paths that end badly."""
    in_force = [case for case in ruleset.cases if case.in_force(on)]
    concluded = [case for case in in_force if case.key in walk.arrivals.concluded]
    unreached = {
        "question": set(ruleset.question_by_key) - walk.asked,
        "case": {case.key for case in in_force} - {case.key for case in concluded},
        "document": {item.key for item in ruleset.documents}
        - {document for case in concluded for document in case.documents},
    }
    for kind, keys in unreached.items():
        for key in sorted(keys):
            yield Issue(f"unreachable-{kind}", f"{kind}[{key}]")
    reached = (rule for rule in walk.table.rules if rule.case.key not in unreached["case"])
    for rule in reached:
        yield from _idle_choices(rule, walk)
    yield from _bad_ends(walk)


def _idle_choices(rule: Rule, walk: Walk) -> Iterator[Issue]:
    """Name the choices that a condition asks for, but by which its row never holds."""
    wanted: dict[tuple[int, str, str], bool] = {}
    for row in rule.rows:
        for need in row.needs:
            if not need.excluded_mask:
                continue
            for choice in [need.choice] if need.choice else _fitting(walk.table, need):
                place = (row.origin, need.question, choice)
                is_used = bool(walk.used[need.question, choice] >> row.number & 1)
                wanted[place] = wanted.get(place, False) or is_used
    for (_row, question, choice), is_used in wanted.items():
        if not is_used:
            yield Issue("unreachable-choice", f"case[{rule.case.key}].when.{question}", choice)


def _fitting(table: CompiledRuleSet, need: Need) -> list[str]:
    return [choice for choice, bit in table.bits[need.question].items() if bit & need.allowed_mask]


def _bad_ends(walk: Walk) -> Iterator[Issue]:
    """Name the paths that end without a verdict, in contradiction, or in one that may change."""
    for trail in walk.dead_ends:
        yield Issue(
            "dead-end", f"question[{trail[-1][0]}]" if trail else "question", _answers(trail)
        )
    for (permitted, asking), trail in walk.arrivals.contradictions.items():
        yield Issue("contradictory-cases", f"case[{asking}]", f"{permitted}: {_answers(trail)}")
    for trail in walk.non_monotone:
        yield Issue("not-monotone", f"question[{trail[-1][0]}]", _answers(trail))


def _answers(trail: Trail) -> str:
    return " ".join(f"{question}={answer}" for question, answer in trail if answer)
