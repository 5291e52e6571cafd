"""The verdict, the path and the explanations, on a rule set small enough to check by hand."""

from __future__ import annotations

from datetime import date

from tests.wizard.decision.small import ON, given, mapping, small
from wizard.decision.assess import assess, on_path, path
from wizard.decision.explain import what_would_change, why_asked
from wizard.decision.parse import parse
from wizard.decision.truth import Truth

UNSURE = {"state": frozenset({"new", "used"})}


def test_an_exit_ends_the_questions() -> None:
    answers = given(state="new")

    assert path(small(), answers, ON) == ("state",)
    assert assess(small(), answers, ON).outcome == "not-covered"


def test_a_case_is_permitted_only_when_every_condition_is_met() -> None:
    verdict = assess(small(), given(state="used", purpose="move", owner="same"), ON)

    assert (verdict.outcome, [case.key for case in verdict.cases]) == ("permit-required", ["moved"])


def test_nothing_fits_is_prohibited() -> None:
    assert assess(small(), given(state="used", purpose="sell"), ON).outcome == "prohibited"


def test_an_unsettled_purpose_goes_to_the_authority() -> None:
    assert assess(small(), given(state="used", purpose="show"), ON).outcome == "ask-authority"


def test_an_unanswered_question_is_not_a_no() -> None:
    verdict = assess(small(), given(state="used", purpose="move"), ON)

    assert verdict.outcome == "more-information"
    assert verdict.open_questions == ("owner",)
    assert verdict.possible_outcomes == ("permit-required", "prohibited")


def test_an_undecided_exit_keeps_a_met_case_open() -> None:
    verdict = assess(small(), {**UNSURE, **given(purpose="move", owner="same")}, ON)

    assert verdict.outcome == "more-information"
    assert verdict.possible_outcomes == ("not-covered", "permit-required")


def test_a_changed_answer_changes_the_path() -> None:
    answers = given(state="used", purpose="move", owner="same")

    assert path(small(), {**answers, **given(purpose="show")}, ON) == ("state", "purpose")


def test_answers_off_the_path_are_left_out() -> None:
    assert list(on_path(small(), given(state="new", owner="same"), ON)) == ["state"]


def test_unknown_questions_and_choices_change_nothing() -> None:
    answers = given(state="used", purpose="sell")
    noise = {**answers, **given(owner="nobody", colour="red")}

    assert assess(small(), noise, ON).outcome == assess(small(), answers, ON).outcome


def test_the_proof_names_the_answer_that_decided() -> None:
    proof = assess(small(), given(state="used", purpose="sell"), ON).proof
    moved = next(item for item in proof if item.case.key == "moved")

    assert moved.truth is Truth.NO
    assert moved.rows[0][0].answer == frozenset({"sell"})
    assert [item.truth for item in moved.rows[0]] == [Truth.NO, Truth.UNKNOWN]


def test_a_question_is_asked_because_of_the_cases_that_hang_on_it() -> None:
    cases = why_asked(small(), given(state="used", purpose="move"), "owner", ON)

    assert [case.key for case in cases] == ["moved"]


def test_the_nearest_single_fact_that_changes_the_verdict_is_found() -> None:
    changes = what_would_change(small(), given(state="used", purpose="move", owner="other"), ON)

    assert {(change.facts, change.verdict.outcome) for change in changes} == {
        ((("state", "new"),), "not-covered"),
        ((("purpose", "show"),), "ask-authority"),
        ((("owner", "same"),), "permit-required"),
    }


def test_two_facts_are_named_only_when_one_is_not_enough() -> None:
    content = mapping()
    for question in content["question"][:2]:
        for choice in question["choice"]:
            del choice["change"]
    content["question"][1]["choice"][0]["change"] = {"vi": "…", "en": "…", "fr": "…"}

    changes = what_would_change(parse(content), given(state="used", purpose="sell"), ON)

    assert [change.facts for change in changes] == [(("purpose", "move"), ("owner", "same"))]


def test_a_case_counts_only_on_days_when_it_is_in_force() -> None:
    content = mapping()
    content["case"][1]["in_force_from"] = date(2026, 1, 1)
    ruleset = parse(content)
    answers = given(state="used", purpose="move", owner="same")

    assert assess(ruleset, answers, date(2025, 12, 31)).outcome == "prohibited"
    assert assess(ruleset, answers, date(2026, 1, 1)).outcome == "permit-required"


def test_an_unknown_gate_ends_the_questions_that_hang_on_it() -> None:
    content = mapping()
    content["question"][1]["gate"] = True
    unsure = {**given(state="used"), "purpose": frozenset({"move", "show", "sell"})}

    assert path(small(), unsure, ON) == ("state", "purpose", "owner")
    assert path(parse(content), unsure, ON) == ("state", "purpose")


def test_a_gate_known_in_part_keeps_its_questions() -> None:
    content = mapping()
    content["question"][1]["gate"] = True
    partly = {**given(state="used"), "purpose": frozenset({"move", "sell"})}

    assert path(parse(content), partly, ON) == ("state", "purpose", "owner")
