"""What results say and do not say on the days on which the law changes, in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests import checking, saying
from tests.wizard.assessment.stories import LANGUAGES

FILES = {checking.MAIN: "said.toml", "co-issuer": "said_co_issuer.toml"}
SAID = {key: saying.read(Path(__file__).with_name(name)) for key, name in FILES.items()}
RULES: list[tuple[str, dict[str, Any]]] = [
    (key, rule) for key, said in SAID.items() for rule in said["said"]
]
DAYS: list[tuple[str, date]] = [(key, day) for key, said in SAID.items() for day in said["days"]]
each = pytest.mark.parametrize(("key", "rule"), RULES, ids=[rule["why"] for _key, rule in RULES])

Shown = Callable[[str, str, str, date], str]


def address(key: str, name: str, day: date, place: str = "result/", language: str = "en") -> str:
    """The address of a result of an assessment as asked for on a day."""
    query = urlencode({**SAID[key]["result"][name], "on": day.isoformat()})
    return checking.check_at(language, f"{place}?{query}", key)


@pytest.fixture(scope="module")
def shown(django_db_setup: None, django_db_blocker: Any) -> Shown:
    """What a result says for a day, each asked for once."""
    found: dict[tuple[str, str, str, date], str] = {}

    def text(key: str, language: str, name: str, day: date) -> str:
        asked = (key, language, name, day)
        if asked not in found:
            with django_db_blocker.unblock():
                found[asked] = saying.main_text(address(key, name, day, language=language), day)
        return found[asked]

    return text


def about(key: str, rule: dict[str, Any]) -> list[str]:
    """The results that a rule is about."""
    names = SAID[key]["result"]
    return [name for name in names if any(fnmatch(name, item) for item in rule["results"])]


def broken(key: str, rule: dict[str, Any], shown: Shown) -> Iterator[str]:
    """Where a result says what it must not, or leaves out what it must say."""
    for name in about(key, rule):
        for day in saying.days_of(rule, SAID[key]["days"]):
            for language in LANGUAGES:
                for fault in saying.broken(rule, language, shown(key, language, name, day)):
                    yield f"{language}/{name} on {day} {fault}"


@each
def test_results_say_on_each_day_what_holds(key: str, rule: dict[str, Any], shown: Shown) -> None:
    assert list(broken(key, rule, shown)) == []


@each
def test_a_rule_is_about_results_days_and_languages_that_exist(
    key: str, rule: dict[str, Any]
) -> None:
    names = SAID[key]["result"]

    assert all(any(fnmatch(name, item) for name in names) for item in rule["results"])
    assert saying.days_of(rule, SAID[key]["days"])
    assert rule.get("must") or rule.get("must_not")
    for wanted in (rule.get("must"), rule.get("must_not")):
        assert not wanted or set(wanted) == set(LANGUAGES)


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "day"), DAYS, ids=[f"{key} {day}" for key, day in DAYS])
def test_every_outcome_is_looked_at_on_every_day(client: Client, key: str, day: date) -> None:
    of_outcome = SAID[key]["outcome"]

    assert set(of_outcome) == set(checking.ALL[key].outcomes)
    for outcome, names in of_outcome.items():
        for name in names:
            found = client.get(address(key, name, day, "result.json")).json()
            assert (name, found["outcome"], found["next_question"]) == (name, outcome, None)
