"""Reading a rule set: round trip, and errors that name the place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.wizard.decision.small import mapping
from wizard.decision.parse import RuleSetError, dump, parse


def test_what_is_read_is_written_back_the_same() -> None:
    content = dump(parse(mapping()))

    assert dump(parse(content)) == content


def test_nothing_given_is_lost_on_the_way() -> None:
    content = dump(parse(mapping()))

    assert content["question"] == mapping()["question"]
    assert content["case"][1]["when"] == mapping()["case"][1]["when"]


def spoil_date(content: dict[str, Any]) -> None:
    content["in_force_from"] = "soon"


def take_a_moment_for_a_date(content: dict[str, Any]) -> None:
    content["in_force_from"] = datetime(2026, 1, 1, 8, 30)  # noqa: DTZ001 - as TOML gives it


def take_a_truth_for_a_number(content: dict[str, Any]) -> None:
    content["version"] = True


def spoil_citation(content: dict[str, Any]) -> None:
    content["case"][0]["basis"] = ["act"]


def spoil_outcome(content: dict[str, Any]) -> None:
    content["case"][0]["outcome"] = 5


def spoil_condition(content: dict[str, Any]) -> None:
    content["case"][0]["when"] = [{"state": "new"}]


def forget_help(content: dict[str, Any]) -> None:
    del content["question"][1]["help"]


def misspell(content: dict[str, Any]) -> None:
    content["question"][1]["hepl"] = "…"


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (spoil_date, "unreadable at in_force_from: expected a date, found 'soon'"),
        (take_a_moment_for_a_date, "unreadable at in_force_from: expected a date, found datetime"),
        (take_a_truth_for_a_number, "unreadable at version: expected a whole number, found True"),
        (spoil_citation, "unreadable at case[fresh].basis[0]: expected a citation"),
        (spoil_outcome, "unreadable at case[fresh].outcome: expected a text"),
        (spoil_condition, "unreadable at case[fresh].when.state: expected a list of choices"),
        (forget_help, "unreadable at question[purpose].help: is missing"),
        (misspell, "unreadable at question[purpose].hepl: is not a known key"),
    ],
)
def test_an_error_names_its_place(spoil: Callable[[dict[str, Any]], None], place: str) -> None:
    content = mapping()
    spoil(content)

    with pytest.raises(RuleSetError) as caught:
        parse(content)

    assert str(caught.value).startswith(place)


def test_every_issue_is_told_at_once() -> None:
    content = mapping()
    spoil_date(content)
    forget_help(content)

    with pytest.raises(RuleSetError) as caught:
        parse(content)

    assert len(caught.value.issues) == 2
