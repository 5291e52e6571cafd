"""The proof that a rule set may be published: what `verify` finds, and what lawyers expect."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from wizard.decision import verify
from wizard.decision.issues import Issue
from wizard.decision.parse import RuleSetError, parse
from wizard.decision.ruleset import RuleSet
from wizard.decision.verify import Report
from wizard.rules import places, registry, resumable_jobs
from wizard.rules.assessments import bare, entrance, key_meant, known

from . import expected_verdicts
from .form_anchor import Anchor, locate
from .stream_codec import Raw, from_streams


@dataclass(frozen=True, slots=True, kw_only=True)
class FormIssue(Issue):
    """An issue with the field of the form that causes it."""

    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Validation:
    """Every issue, the figures of the walk, and the rules if they can be read at all."""

    issues: tuple[FormIssue, ...]
    ruleset: RuleSet | None = None
    report: Report | None = None
    expected: int = 0
    walked: int | None = None
    """How many situations were walked so far; none once all were. Until then nothing is known."""


@lru_cache(maxsize=8)
def read_content(content: str) -> RuleSet:
    """Read a rule set from the JSON of a document; raise RuleSetError with every issue."""
    stored = json.loads(content)
    return parse({**_head(stored["head"]), **from_streams(stored["streams"])})


def read_usable(content: str) -> RuleSet:
    """Read rules by which pages can be shown, sound or not; raise RuleSetError with why not.

    Every page that judges by a draft reads it here: what no proof has passed may hold anything.
    """
    ruleset = read_content(content)
    issues = [*verify.obstacles(ruleset), *unlisted(ruleset)]
    if issues:
        raise RuleSetError(issues)
    return ruleset


def unlisted(ruleset: RuleSet) -> Iterator[Issue]:
    """Find a goods list that does not exist."""
    if ruleset.goods_list is not None and not registry.goods_lists(ruleset.goods_list):
        yield Issue("unknown-goods-list", "goods_list", ruleset.goods_list)


def _head(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Read the columns: what is empty is absent."""
    head = {key: value for key, value in stored.items() if value not in (None, "")}
    for key in ("in_force_from", "in_force_until", "reviewed"):
        if key in head:
            head[key] = date.fromisoformat(head[key])
    return head


@registry.held()
def validate(content: str, today: date, seconds: float | None = None) -> Validation:
    """Prove the JSON of a document: wholly, or for as long as somebody will wait."""
    streams = json.loads(content)["streams"]
    try:
        ruleset = read_content(content)
    except RuleSetError as error:
        return Validation(tuple(at_home(error.issues, streams)))
    on = day_of_effect(ruleset, today)
    proved = resumable_jobs.report(ruleset, on, seconds)
    if proved.found is None:
        return Validation((), ruleset, walked=proved.walked)
    found = list(at_home((*proved.found.issues, *unlisted(ruleset)), streams))
    wanted = tuple(expected_verdicts.from_stream(json.loads(content)["expected"]))
    if not found:
        found += [*_goods_list(ruleset, on), *_addresses(ruleset), *_localities(ruleset)]
    if not found:
        found += _unmet(ruleset, wanted, on)
    return Validation(tuple(found), ruleset, proved.found, len(wanted))


def at_home(issues: Iterable[Issue], streams: Mapping[str, Raw]) -> Iterator[FormIssue]:
    """Find the field of each issue."""
    for item in issues:
        anchor = locate(item.place, streams)
        yield FormIssue(item.code, item.place, item.detail, anchor=anchor)


def day_of_effect(ruleset: RuleSet, today: date) -> date:
    """Give the day to judge a version on: today, or its first day if that is still to come."""
    return max(today, ruleset.in_force_from or today)


def _goods_list(ruleset: RuleSet, on: date) -> Iterator[FormIssue]:
    """Find classes of the goods list, there or to come, that the goods question does not have."""
    lists = registry.goods_lists(ruleset.goods_list or "")
    if not lists:
        return
    # The list in force on the first day, and those already published for later.
    coming = [item for item in lists if item.in_force_from > on]
    classes = {name for item in (registry.listed_on(lists, on), *coming) for name in item.classes}
    for question in (item for item in ruleset.questions if item.kind == "goods"):
        for group in sorted(classes - {choice.key for choice in question.choices}):
            anchor = Anchor("question")
            yield FormIssue("missing-class", f"question[{question.key}]", group, anchor=anchor)


def _localities(ruleset: RuleSet) -> Iterator[FormIssue]:
    """Find a province or city of an answer that the site does not know."""
    known = {place.now for place in places.places().values()}
    for question in ruleset.questions:
        for choice in question.choices:
            for slug in sorted(set(choice.localities) - known):
                where = f"question[{question.key}].choice[{choice.key}].localities"
                yield FormIssue("unknown-locality", where, slug, anchor=Anchor("question"))


def _addresses(ruleset: RuleSet) -> Iterator[FormIssue]:
    """Find what another assessment has already: a slug, or the addresses without one.

    One that was taken away, or is still to come, keeps its addresses; a slug of another language
    leads to it as well. Without a slug in a language the key is the address there, and it always
    leads to its assessment: before what an address without a slug leads to.
    """
    own, anchor = entrance(ruleset), Anchor("wording")
    for other in (item for item in known() if item.key != ruleset.key):
        taken = entrance(other)
        for language, slug in own.slug.items():
            if slug in (*taken.slug.values(), other.key):
                yield FormIssue("taken-slug", f"assessment.slug.{language}", slug, anchor=anchor)
        if own.bare and taken.bare:
            yield FormIssue("taken-bare", "assessment.bare", other.key, anchor=anchor)
    if (key_meant(ruleset.key) or bare(ruleset.key) or ruleset.key) != ruleset.key:
        yield FormIssue("taken-slug", "key", ruleset.key, anchor=Anchor("head"))
    for language, slug in own.slug.items():
        if bare(slug) not in (None, ruleset.key):
            yield FormIssue("taken-slug", f"assessment.slug.{language}", slug, anchor=anchor)


def _unmet(
    ruleset: RuleSet, wanted: tuple[expected_verdicts.Expectation, ...], on: date
) -> Iterator[FormIssue]:
    for expectation in wanted:
        judged = expected_verdicts.judge(ruleset, expectation, on)
        if not judged.holds:
            cases = " ".join(judged.cases)
            detail = f"{judged.outcome} {cases}".strip()
            anchor = Anchor("expected", f"block-{expectation.block}-section")
            code = "unasked-answer" if judged.agrees else "unexpected-verdict"
            yield FormIssue(code, expectation.name, detail, anchor=anchor)
