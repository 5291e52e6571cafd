"""Several answers at once, terms in doubt, and what verify asks of a question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tests.wizard.decision.small import LAW, ON, case, doubt, given, mapping, question, term, ticks
from wizard.decision import assess as assessing
from wizard.decision.assess import assess, path
from wizard.decision.compiled_rules import compiled
from wizard.decision.diff import difference
from wizard.decision.explain import what_would_change
from wizard.decision.parse import RuleSetError, parse
from wizard.decision.ruleset import DONT_KNOW, RuleSet
from wizard.decision.verify import verify


def content() -> dict[str, Any]:
    """The small rules with several purposes, of which one hangs on a term, and one on a fact."""
    return {
        **mapping(),
        "doubt": [doubt()],
        "question": [
            question("state", "new", "used"),
            ticks("purpose", "move", "show", "sell"),
            question("owner", "same", "other"),
            term(question("kind", "art", "tool")),
        ],
        "case": [
            case("fresh", "coverage", "not-covered", state="new"),
            case("moved", "opening", "permit-required", purpose="move", owner="same"),
            case("shown", "opening", "permit-required", purpose="show", kind="art"),
            case("sold", "opening", "prohibited", purpose="sell"),
        ],
    }


def rules() -> RuleSet:
    """The same, read."""
    return parse(content())


def ticked(*purposes: str, **others: str) -> dict[str, frozenset[str]]:
    """Answers with some purposes ticked."""
    return {**given(state="used"), "purpose": frozenset(purposes), **given(**others)}


def test_a_condition_on_ticks_is_met_by_any_of_them() -> None:
    verdict = assess(rules(), ticked("move", "sell", owner="same"), ON)

    assert [item.key for item in verdict.cases] == ["moved"]
    assert [item.key for item in verdict.other_openings] == ["sold"]


def test_only_what_was_ticked_is_asked_about() -> None:
    assert path(rules(), ticked("move"), ON) == ("state", "purpose", "owner")
    assert path(rules(), ticked("move", "show"), ON) == ("state", "purpose", "owner", "kind")


def test_not_met_is_said_only_of_what_was_answered() -> None:
    proofs = {item.case.key: item for item in assess(rules(), ticked("move"), ON).proof}

    assert [item.state for item in proofs["moved"].rows[0]] == ["met", "not-asked"]
    assert [item.state for item in proofs["shown"].rows[0]] == ["not-chosen", "not-asked"]
    assert (proofs["shown"].state, proofs["shown"].failed) == ("not-chosen", None)
    assert (proofs["moved"].state, proofs["moved"].failed) == ("not-known", None)


def test_what_fails_is_named_by_the_condition_that_is_not_met() -> None:
    verdict = assess(rules(), ticked("move", owner="other"), ON)
    moved = next(item for item in verdict.proof if item.case.key == "moved")

    assert moved.state == "not-met"
    assert moved.failed is not None
    assert moved.failed.question == "owner"


def test_not_knowing_is_no_failure() -> None:
    verdict = assess(rules(), ticked("move", owner=DONT_KNOW), ON)
    moved = next(item for item in verdict.proof if item.case.key == "moved")

    assert (moved.rows[0][1].state, moved.failed) == ("not-known", None)


def test_a_term_nobody_can_tell_goes_to_the_authority() -> None:
    verdict = assess(rules(), ticked("show", kind=DONT_KNOW), ON)

    assert (verdict.outcome, verdict.is_unsettled, verdict.doubts) == (
        "ask-authority",
        True,
        ("meaning",),
    )
    assert verdict.possible_outcomes == ("permit-required", "prohibited")


def test_a_fact_that_is_missing_too_comes_first() -> None:
    verdict = assess(rules(), ticked("move", "show", owner=DONT_KNOW, kind=DONT_KNOW), ON)

    assert (verdict.outcome, verdict.is_unsettled) == ("more-information", False)
    assert verdict.doubts == ("meaning",)


def test_a_term_not_answered_yet_is_not_in_doubt() -> None:
    assert assess(rules(), ticked("show"), ON).outcome == "more-information"


def test_what_stands_alone_has_nothing_beside_it() -> None:
    table = compiled(rules(), ON)
    none = table.tick(table.everything, "purpose", "none", is_ticked=True)
    move = table.tick(table.everything, "purpose", "move", is_ticked=True)

    assert table.implied(none, "purpose") == table.restrict(
        table.everything, "purpose", frozenset({"none"})
    )
    assert not table.implied(move, "purpose") & table.bits["purpose"]["none"]


def test_the_search_for_possible_outcomes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assessing, "MOST_TRIALS", 1)

    assert assess(rules(), {}, ON).possible_outcomes == ()


def test_what_is_easiest_to_arrange_comes_first() -> None:
    asked = content()
    for item, ranks in zip(
        asked["question"], ([9, 9], [2, 3, None, None], [1, 1], [8, 8]), strict=False
    ):
        for choice, rank in zip(item["choice"], ranks, strict=True):
            choice |= {"rank": rank} if rank else {}
    found = what_would_change(parse(asked), ticked("move", owner="other"), ON)

    assert [change.facts[0] for change in found] == [("owner", "same"), ("state", "new")]


def test_two_easy_facts_are_looked_for_before_the_hardest_is_all() -> None:
    asked = content()
    for item, ranks in zip(
        asked["question"], ([9, 9], [2, 3, None, None], [1, 1], [8, 8]), strict=False
    ):
        for choice, rank in zip(item["choice"], ranks, strict=True):
            choice |= {"rank": rank} if rank else {}
    found = what_would_change(parse(asked), ticked("sell"), ON)

    assert found[0].facts == (("purpose", "move"), ("owner", "same"))
    assert found[-1].facts == (("state", "new"),)


def mark_nothing(rules: dict[str, Any]) -> None:
    del rules["question"][0]["asks"]


def forget_where(rules: dict[str, Any]) -> None:
    del rules["question"][0]["where"]


def forget_doubt(rules: dict[str, Any]) -> None:
    rules["question"][3]["doubt"] = "nothing"


def read_once(rules: dict[str, Any]) -> None:
    del rules["doubt"][0]["reading"][1]


def settle_nobody(rules: dict[str, Any]) -> None:
    rules["doubt"][0]["ask"] = []


def doubt_idly(rules: dict[str, Any]) -> None:
    rules["doubt"].append(doubt("idle"))


def doubt_unknown(rules: dict[str, Any]) -> None:
    rules["case"][0]["doubts"] = ["nothing"]


def decide_unknown(rules: dict[str, Any]) -> None:
    rules["case"][0]["decides"] = ["nobody"]


def group_unknown(rules: dict[str, Any]) -> None:
    rules["question"][1]["choice"][0]["group"] = "nothing"


def group_empty(rules: dict[str, Any]) -> None:
    rules["question"][1]["group"] = [{"key": "idle", "text": doubt()["text"]}]


def alone_amiss(rules: dict[str, Any]) -> None:
    rules["question"][0]["choice"][0]["alone"] = True


def rank_amiss(rules: dict[str, Any]) -> None:
    rules["question"][0]["choice"][0]["rank"] = 1
    del rules["question"][0]["choice"][0]["change"]


def idle_choice(rules: dict[str, Any]) -> None:
    rules["question"][0] = question("state", "new", "used", "old")
    row = {"state": "new,old", "purpose": "move", "owner": "other"}
    rules["case"].append(case("twice", "opening", "permit-required", **row))


def late_document(rules: dict[str, Any]) -> None:
    rules["document"].append({**rules["document"][0], "key": "stamp"})
    rules["case"].append(case("never", "opening", "permit-required", state="new"))
    rules["case"][-1]["documents"] = ["stamp"]


@pytest.mark.parametrize(
    ("spoil", "issue"),
    [
        (mark_nothing, "missing-mark at question[state].asks"),
        (forget_where, "missing-where at question[state].where"),
        (forget_doubt, "unknown-doubts at question[kind].doubt: nothing"),
        (read_once, "few-readings at doubt[meaning].reading"),
        (settle_nobody, "nobody-settles at doubt[meaning].ask"),
        (doubt_idly, "unused-doubt at doubt[idle]"),
        (doubt_unknown, "unknown-doubts at case[fresh].doubts: nothing"),
        (decide_unknown, "unknown-ask at case[fresh].decides: nobody"),
        (group_unknown, "unknown-group at question[purpose].choice[move].group: nothing"),
        (group_empty, "empty-group at question[purpose].group[idle]"),
        (alone_amiss, "misplaced-alone at question[state].choice[new].alone"),
        (rank_amiss, "misplaced-rank at question[state].choice[new].rank"),
        (idle_choice, "unreachable-choice at case[twice].when.state: new"),
        (late_document, "unreachable-document at document[stamp]"),
    ],
)
def test_verify_names_it(spoil: Callable[[dict[str, Any]], None], issue: str) -> None:
    spoiled = content()
    spoil(spoiled)

    assert issue in [str(item) for item in verify(parse(spoiled), ON, LAW).issues]


def test_the_rules_themselves_are_sound() -> None:
    report = verify(rules(), ON, LAW)

    assert report.issues == ()
    assert report.unsettled > 0


def test_true_is_no_number_and_a_time_is_no_day() -> None:
    spoiled = mapping()
    spoiled["version"] = True
    spoiled["in_force_from"] = datetime(2025, 1, 1, 12)  # noqa: DTZ001 - as TOML gives it

    with pytest.raises(RuleSetError) as caught:
        parse(spoiled)

    assert [item.place for item in caught.value.issues] == ["version", "in_force_from"]


def test_a_dropped_question_is_compared_where_it_stood() -> None:
    after = content()
    after["question"] = [after["question"][0], *after["question"][2:]]
    after["case"] = [after["case"][0], case("kept", "opening", "permit-required", owner="same")]
    found = difference(
        rules(), parse({**after, "doubt": []} | {"question": after["question"][:2]}), ON
    )

    trails = [trail for change in found.verdict_changes for trail in change.examples]
    assert any([key for key, _ in trail][:2] == ["state", "purpose"] for trail in trails)


def test_each_branch_gives_one_example() -> None:
    after = content()
    after["case"][3]["outcome"] = "ask-authority"
    found = difference(rules(), parse(after), ON)

    for change in found.verdict_changes:
        firsts = [trail[:1] for trail in change.examples]
        assert len(set(firsts)) == len(firsts)


def test_a_day_of_effect_counts_from_its_first_day_to_its_last() -> None:
    asked = content()
    asked["case"][3]["in_force_until"] = date(2026, 1, 1)

    assert assess(parse(asked), ticked("sell"), date(2026, 1, 1)).cases
    assert not assess(parse(asked), ticked("sell"), date(2026, 1, 2)).cases
