"""The proof: figures that can be counted by hand, and every fault found with its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.wizard.decision.small import LAW, ON, case, mapping, question, small, statement
from wizard.decision.parse import parse
from wizard.decision.verify import verify


def test_the_figures_are_those_counted_by_hand() -> None:
    # new: 1; used or unsure: purpose (move: owner same, other, unsure; show; sell; unsure: the
    # same three owners), hence 1 + 2 * (3 + 1 + 1 + 3) paths.
    report = verify(small(), ON, LAW)

    assert report.issues == ()
    assert (report.paths, report.longest, report.questions) == (17, 3, 3)
    assert sum(report.outcomes.values()) == 17
    assert report.outcomes["not-covered"] == 1


def drop_language(content: dict[str, Any]) -> None:
    content["question"][0]["where"]["fr"] = " "


def cite_nothing(content: dict[str, Any]) -> None:
    content["case"][1]["basis"] = ["act:art-9"]


def no_basis(content: dict[str, Any]) -> None:
    content["case"][1]["basis"] = []


def name_unknown_choice(content: dict[str, Any]) -> None:
    content["case"][1]["when"] = [{"purpose": ["fly"]}]


def name_unknown_question(content: dict[str, Any]) -> None:
    content["case"][1]["when"] = [{"weather": ["fine"]}]


def name_unknown_document(content: dict[str, Any]) -> None:
    content["case"][1]["documents"].append("stamp")


def repeat_key(content: dict[str, Any]) -> None:
    content["question"][1]["choice"][1]["key"] = "move"


def reserve_key(content: dict[str, Any]) -> None:
    content["question"][1]["choice"][2]["key"] = "unknown"


def call_a_question(key: str) -> Callable[[dict[str, Any]], None]:
    def spoil(content: dict[str, Any]) -> None:
        content["question"][0]["key"] = key

    return spoil


def write_a_key_in_words(content: dict[str, Any]) -> None:
    content["question"][1]["choice"][2]["key"] = "bán, hoặc cho"


def write_the_own_key_in_words(content: dict[str, Any]) -> None:
    content["key"] = "Small_one"


def say_nothing(content: dict[str, Any]) -> None:
    content |= {"question": [], "case": [], "document": []}


def idle_question(content: dict[str, Any]) -> None:
    content["question"].append(question("idle", "yes", "no"))


def impossible_case(content: dict[str, Any]) -> None:
    content["case"].append(case("never", "opening", "permit-required", state="new"))


def contradiction(content: dict[str, Any]) -> None:
    content["case"].append(case("also", "opening", "ask-authority", purpose="move", owner="same"))


def unused_document(content: dict[str, Any]) -> None:
    content["document"].append({**content["document"][0], "key": "seal"})


def forget_outcome(content: dict[str, Any]) -> None:
    del content["outcome"]["prohibited"]


def carry_no_outcome(content: dict[str, Any]) -> None:
    content["case"][0]["outcome"] = "maybe"


def carry_what_is_open(content: dict[str, Any]) -> None:
    content["case"][0]["outcome"] = "more-information"


def two_at_one_place(content: dict[str, Any]) -> None:
    content["outcome"]["prohibited"]["tier"] = 1


def two_side_by_side(content: dict[str, Any]) -> None:
    content["outcome"]["prohibited"]["several"] = True


def open_and_settled(content: dict[str, Any]) -> None:
    content["outcome"]["prohibited"]["otherwise"] = False
    content["outcome"]["more-information"]["otherwise"] = True


def task(key: str, **more: Any) -> dict[str, Any]:
    """Something to do, which an outcome names."""
    return {**statement(), "key": key, **more}


def do_what_is_not_there(content: dict[str, Any]) -> None:
    content["outcome"]["prohibited"]["todo"] = ["wait"]


def do_what_nobody_names(content: dict[str, Any]) -> None:
    content["task"] = [task("wait")]


def wait_for_what_is_not_there(content: dict[str, Any]) -> None:
    content["outcome"]["prohibited"]["todo"] = ["wait"]
    content["task"] = [task("wait", after="file")]


def wait_in_a_circle(content: dict[str, Any]) -> None:
    content["outcome"]["prohibited"]["todo"] = ["wait", "file"]
    content["task"] = [task("wait", after="file"), task("file", after="wait")]


def keep_a_day_there_is_not(content: dict[str, Any]) -> None:
    content["outcome"]["prohibited"]["todo"] = ["report"]
    content["task"] = [task("report", each_year="13-31")]


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (do_what_is_not_there, "unknown-task at outcome.prohibited.todo: wait"),
        (do_what_nobody_names, "unused-task at task[wait]"),
        (wait_for_what_is_not_there, "unknown-task at task[wait].after: file"),
        (wait_in_a_circle, "circular-task at task[wait].after: file"),
        (keep_a_day_there_is_not, "unusable-day at task[report].each_year: 13-31"),
        (drop_language, "missing-language at question[state].where: fr"),
        (cite_nothing, "unknown-citation at case[moved].basis[0]: act:art-9"),
        (no_basis, "no-basis at case[moved].basis"),
        (name_unknown_choice, "unknown-choice at case[moved].when.purpose: fly"),
        (name_unknown_question, "unknown-question at case[moved].when.weather"),
        (name_unknown_document, "unknown-documents at case[moved].documents: stamp"),
        (repeat_key, "duplicate-key at question[purpose].choice[move]"),
        (reserve_key, "reserved-key at question[purpose].choice[unknown]"),
        *(
            (call_a_question(key), f"unusable-key at question[{key}]: {key}")
            for key in ("result", "rules", "consignment", "v", "on", "province", "Trạng thái")
        ),
        (write_a_key_in_words, "unusable-key at question[purpose].choice[bán, hoặc cho]"),
        (write_the_own_key_in_words, "unusable-key at key: Small_one"),
        (say_nothing, "no-case at case"),
        (idle_question, "unreachable-question at question[idle]"),
        (impossible_case, "unreachable-case at case[never]"),
        (contradiction, "contradictory-cases at case[also]"),
        (unused_document, "unreachable-document at document[seal]"),
        (forget_outcome, "one-otherwise at outcome"),
        (carry_no_outcome, "unknown-outcome at case[fresh].outcome: maybe"),
        (carry_what_is_open, "unknown-outcome at case[fresh].outcome: more-information"),
        (two_at_one_place, "same-tier at outcome[prohibited].tier: 1"),
        (two_side_by_side, "one-several at outcome: permit-required prohibited"),
        (open_and_settled, "open-is-settled at outcome[more-information]"),
    ],
)
def test_a_fault_is_found_with_its_place(
    spoil: Callable[[dict[str, Any]], None], finding: str
) -> None:
    content = mapping()
    spoil(content)

    found = [str(item) for item in verify(parse(content), ON, LAW).issues]

    assert any(item.startswith(finding) for item in found), found
