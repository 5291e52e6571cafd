"""The shipped rule set, proved on every reachable path, and the command that says so."""

from __future__ import annotations

import io
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from tests.checking import MAIN, RULES
from tests.wizard.decision.small import mapping
from wizard.decision import kit
from wizard.decision.explain import what_would_change
from wizard.decision.parse import RuleSetError, hints, parse
from wizard.decision.ruleset import RuleSet
from wizard.decision.sources import Citation
from wizard.decision.verify import Report, every_part, verify
from wizard.models import RuleSetDocument
from wizard.rules import law, registry

DAYS = (
    date(2025, 10, 31),
    date(2025, 11, 15),
    date(2026, 6, 30),
    date(2026, 9, 4),
    date(2026, 9, 5),
    date(2026, 11, 22),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 3, 2),
)


@pytest.fixture(scope="module")
def report() -> Report:
    """The proof of the newest shipped rules on the day of their review."""
    ruleset = RULES
    return verify(ruleset, ruleset.reviewed, law.shipped())


@pytest.fixture(scope="module")
def proved() -> dict[tuple[int, tuple[str, ...]], Report]:
    """What was proved already: on days with the same cases in force every path is the same."""
    return {}


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_nothing_is_found_on_any_day_that_matters(
    on: date, proved: dict[tuple[int, tuple[str, ...]], Report]
) -> None:
    ruleset = registry.in_force(MAIN, on)
    rules = ruleset.version, tuple(case.key for case in ruleset.cases if case.in_force(on))
    if rules not in proved:
        proved[rules] = verify(ruleset, on, law.shipped())

    assert proved[rules].issues == ()


def test_every_outcome_is_reached_and_every_question_asked(report: Report) -> None:
    assert set(report.outcomes) == set(RULES.outcomes)
    assert report.questions == len(RULES.questions)


def test_the_figures_agree_with_each_other(report: Report) -> None:
    assert sum(report.outcomes.values()) == report.paths
    assert report.situations < report.paths
    assert report.longest <= report.questions


def test_nobody_is_asked_more_than_sixteen_questions(report: Report) -> None:
    """Two purposes at once have the questions of both."""
    assert report.longest <= 16


def test_the_command_prints_the_figures(report: Report) -> None:
    out = io.StringIO()

    call_command("verify_ruleset", stdout=out)

    assert f"paths {report.paths}, situations {report.situations}" in out.getvalue()
    assert f"questions {report.questions}, longest path {report.longest}" in out.getvalue()
    for outcome, paths in report.outcomes.items():
        assert f"{outcome}: {paths} paths" in out.getvalue()


def test_the_command_fails_on_rules_with_issues() -> None:
    content = mapping()
    content["case"][1]["basis"] = []
    broken = parse(content)

    with (
        mock.patch.object(registry, "shipped", return_value=(broken,)),
        pytest.raises(CommandError, match="must not be published"),
    ):
        call_command("verify_ruleset", stdout=io.StringIO())


def test_no_rule_set_and_no_record_of_one_holds_a_copy_of_a_source() -> None:
    """What a source says stands in the register of the law; rules and records name it.

    The papers have words of their own for what they print, "evidence" and "provisions" among them.
    """
    rules = (part for part in _parts(RuleSet) if part.__module__ != kit.__name__)
    names = {spec.name for part in rules for spec in fields(part)}
    content = mapping()
    content["source"] = [{"key": "act", "title": {"vi": "…", "en": "…", "fr": "…"}}]

    assert {"basis", "doubts"} <= names
    assert not names & {"sources", "provisions", "evidence", "wording", "url", "issued"}
    assert not hasattr(RuleSetDocument, "source")
    with pytest.raises(RuleSetError, match="source: is not a known key"):
        parse(content)


def test_every_citation_of_the_shipped_rules_is_in_the_register() -> None:
    known = law.shipped()
    for ruleset in registry.shipped():
        cited = {str(part) for _, part in every_part(ruleset, "") if isinstance(part, Citation)}
        assert cited
        assert cited <= known.keys()


def _parts(cls: type) -> Iterator[type]:
    """Every value object that a rule set is made of."""
    yield cls
    for hint in hints(cls).values():
        for inner in _inside(hint):
            if is_dataclass(inner) and inner is not Citation:
                yield from _parts(inner)


def _inside(hint: Any) -> Iterator[Any]:
    yield hint
    for argument in typing.get_args(hint):
        yield from _inside(argument)


def test_new_goods_are_what_a_business_is_told_last() -> None:
    ranks = {
        (question.key, choice.key): choice.rank
        for question in RULES.questions
        for choice in question.choices
        if choice.change
    }
    *others, hardest = sorted(rank for rank in ranks.values() if rank)

    assert len(others) + 1 == len(ranks)
    assert ranks["state", "new"] == hardest > others[-1]


@pytest.mark.parametrize("purpose", ["own-use", "resale", "processing"])
def test_a_ban_is_left_by_what_can_be_arranged_before_new_goods(purpose: str) -> None:
    answers = {
        "state": ("used",),
        "goods": ("listed",),
        "purpose": (purpose,),
        "foreign-trader": ("yes",),
        "consumed-abroad": ("no",),
        "other-case": ("none",),
    }
    found = what_would_change(RULES, answers, RULES.reviewed)
    ways = [change.facts for change in found]

    assert ways[0] != (("state", "new"),)
    assert (("state", "new"),) not in ways[:-1]
