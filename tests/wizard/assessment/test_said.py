"""What results say and do not say on the days on which the law changes, in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests import checking, saying
from tests.wizard.assessment.stories import LANGUAGES, check

SAID = saying.read(Path(__file__).with_name("said.toml"))
DAYS: list[date] = SAID["days"]
RULES: list[dict[str, Any]] = SAID["said"]
RESULTS: dict[str, dict[str, str]] = SAID["result"]
OF_OUTCOME: dict[str, list[str]] = SAID["outcome"]

Shown = Callable[[str, str, date], str]


@pytest.fixture(scope="module")
def shown(django_db_setup: None, django_db_blocker: Any) -> Shown:
    """What a result says for a day, each asked for once."""
    found: dict[tuple[str, str, date], str] = {}

    def text(language: str, name: str, day: date) -> str:
        asked = (language, name, day)
        if asked not in found:
            answers = {**RESULTS[name], "on": day.isoformat()}
            with django_db_blocker.unblock():
                found[asked] = saying.main_text(check("result/", answers, language), day)
        return found[asked]

    return text


def about(rule: dict[str, Any]) -> list[str]:
    """The results that a rule is about."""
    return [name for name in RESULTS if any(fnmatch(name, item) for item in rule["results"])]


def broken(rule: dict[str, Any], shown: Shown) -> Iterator[str]:
    """Where a result says what it must not, or leaves out what it must say."""
    for name in about(rule):
        for day in saying.days_of(rule, DAYS):
            for language in LANGUAGES:
                for fault in saying.broken(rule, language, shown(language, name, day)):
                    yield f"{language}/{name} on {day} {fault}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["why"])
def test_results_say_on_each_day_what_holds(rule: dict[str, Any], shown: Shown) -> None:
    assert list(broken(rule, shown)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["why"])
def test_a_rule_is_about_results_days_and_languages_that_exist(rule: dict[str, Any]) -> None:
    assert all(any(fnmatch(name, item) for name in RESULTS) for item in rule["results"])
    assert saying.days_of(rule, DAYS)
    assert rule.get("must") or rule.get("must_not")
    for wanted in (rule.get("must"), rule.get("must_not")):
        assert not wanted or set(wanted) == set(LANGUAGES)


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_outcome_is_looked_at_on_every_day(client: Client, day: date) -> None:
    assert set(OF_OUTCOME) == set(checking.RULES.outcomes)
    for outcome, names in OF_OUTCOME.items():
        for name in names:
            answers = {**RESULTS[name], "on": day.isoformat()}
            found = client.get(check("result.json", answers)).json()
            assert (name, found["outcome"], found["next_question"]) == (name, outcome, None)
