"""What changes from one rule set to another, over every combination of answers."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

from tests.wizard.decision.small import case, mapping, question
from wizard.decision.assess import assess
from wizard.decision.diff import difference, wording
from wizard.decision.parse import parse
from wizard.decision.ruleset import DONT_KNOW, RuleSet

ON = date(2026, 11, 22)
YES_NO = ("yes", "no")


def rules(*cases: dict[str, Any], questions: tuple[str, ...] = ("a", "b", "c")) -> RuleSet:
    asked = [question(key, *YES_NO) for key in questions]
    return parse({**mapping(), "question": asked, "case": list(cases)})


BEFORE = rules(
    case("out", "coverage", "not-covered", a="no"),
    case("open", "opening", "permit-required", b="yes", c="yes"),
)
AFTER = rules(
    case("out", "coverage", "not-covered", a="no"),
    case("open", "opening", "permit-required", b="yes"),
)


def judged(ruleset: RuleSet, answers: tuple[str, ...]) -> str:
    given = {
        key: frozenset({answer})
        for key, answer in zip(("a", "b", "c"), answers, strict=True)
        if answer != DONT_KNOW
    }
    return assess(ruleset, given, ON).outcome


def test_the_same_rules_change_nothing() -> None:
    found = difference(BEFORE, rules(*mapping_cases()), ON)

    assert (found.changed, found.verdict_changes) == (0, ())
    assert found.compared > 1


def mapping_cases() -> list[dict[str, Any]]:
    return [
        case("out", "coverage", "not-covered", a="no"),
        case("open", "opening", "permit-required", b="yes", c="yes"),
    ]


def test_every_change_is_found_and_none_is_invented() -> None:
    wanted = {
        (judged(BEFORE, answers), judged(AFTER, answers))
        for answers in product((*YES_NO, DONT_KNOW), repeat=3)
    }

    found = {
        (change.before, change.after) for change in difference(BEFORE, AFTER, ON).verdict_changes
    }

    assert found == {(before, after) for before, after in wanted if before != after}


def test_an_example_shows_the_change_it_stands_for() -> None:
    for change in difference(BEFORE, AFTER, ON).verdict_changes:
        assert change.examples
        for trail in change.examples:
            given = {key: frozenset({value}) for key, value in trail if value != DONT_KNOW}
            assert assess(BEFORE, given, ON).outcome == change.before
            assert assess(AFTER, given, ON).outcome == change.after


def test_the_same_outcome_by_another_case_is_a_change() -> None:
    other = rules(
        case("out", "coverage", "not-covered", a="no"),
        case("other", "opening", "permit-required", b="yes", c="yes"),
    )

    (change,) = difference(BEFORE, other, ON).verdict_changes

    assert (change.before, change.after) == ("permit-required", "permit-required")


def test_a_question_that_only_one_side_asks_is_answered_too() -> None:
    longer = rules(
        case("out", "coverage", "not-covered", a="no"),
        case("open", "opening", "permit-required", b="yes", c="yes", d="yes"),
        questions=("a", "b", "c", "d"),
    )

    there, back = difference(BEFORE, longer, ON), difference(longer, BEFORE, ON)

    assert there.changed == back.changed > 0
    assert any(key == "d" for change in there.verdict_changes for key, _ in change.examples[0])


def test_an_example_tells_a_dropped_question_where_it_was_asked() -> None:
    without = [case("open", "opening", "permit-required", b="yes", c="yes")]
    shorter = rules(*without, questions=("b", "c"))

    found = difference(BEFORE, shorter, ON).verdict_changes

    told = [[key for key, _ in trail] for change in found for trail in change.examples]
    assert ["a", "b", "c"] in told
    assert all(keys == sorted(keys) for keys in told)


def test_each_branch_gives_one_example() -> None:
    """Three of the first branch would say less."""
    questions = ("a", "b", "c", "d")
    fewer = rules(
        case("with", "opening", "permit-required", a="yes", b="yes", c="yes", d="yes"),
        case("without", "opening", "permit-required", a="no", b="yes", c="yes", d="yes"),
        questions=questions,
    )
    more = rules(case("open", "opening", "permit-required", d="yes"), questions=questions)

    found = difference(more, fewer, ON).verdict_changes

    closed = next(item for item in found if item.after == "prohibited")
    assert [trail[0] for trail in closed.examples] == [("a", "yes"), ("a", "no"), ("a", DONT_KNOW)]


def test_other_words_are_listed_and_change_no_verdict() -> None:
    content = mapping()
    content["question"][0]["help"]["en"] = "Other words."

    (place,) = wording(parse(mapping()), parse(content))

    assert place.place.endswith(".help.en")
    assert place.after == "Other words."
