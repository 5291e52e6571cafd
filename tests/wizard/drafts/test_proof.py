"""The proof names what is wrong where it is wrong, and holds editors to what lawyers expect."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.wizard.drafts.documents import change, drop_condition, expect
from wizard.drafts.expected_verdicts import read_answers
from wizard.drafts.form_anchor import Anchor, locate
from wizard.drafts.issue_texts import WORDS, worded
from wizard.models import RuleSetDocument
from wizard.rules import registry


def block_of(document: RuleSetDocument, section: str, key: str) -> dict[str, Any]:
    raw = getattr(document, section).get_prep_value()
    block: dict[str, Any] = next(item for item in raw if item["value"].get("key") == key)
    return block


def only_issue(document: RuleSetDocument) -> Any:
    (issue,) = document.validation().issues
    return issue


def test_the_shipped_rules_are_sound(live: RuleSetDocument) -> None:
    proof = live.validation()

    assert (proof.walked, proof.issues) == (None, ())
    assert proof.report
    assert proof.report.paths > 1000


def test_a_missing_language_is_found_at_its_choice(draft: RuleSetDocument) -> None:
    question = block_of(draft, "question", "state")
    choices = question["value"]["choice"]
    choices[0]["value"]["text"]["fr"] = ""
    change(draft, "question", "state", choice=choices)

    issue = only_issue(draft)

    assert (issue.code, issue.detail) == ("missing-language", "fr")
    assert issue.anchor == Anchor("question", f"block-{choices[0]['id']}-section")


def test_an_unknown_choice_is_found_at_its_condition(draft: RuleSetDocument) -> None:
    rows = block_of(draft, "case", "research")["value"]["when"]
    condition = rows[0]["value"][0]
    condition["value"]["choices"] = ["gone"]
    change(draft, "case", "research", when=rows)

    issue = next(issue for issue in draft.validation().issues if issue.code == "unknown-choice")

    assert issue.anchor == Anchor("case", f"block-{condition['id']}-section")


def test_what_cannot_be_read_is_told_with_its_place(draft: RuleSetDocument) -> None:
    change(draft, "case", "research", outcome="")

    issue = only_issue(draft)

    assert issue.code == "unreadable"
    assert issue.anchor.element == f"block-{block_of(draft, 'case', 'research')['id']}-section"


def test_what_was_typed_is_told_as_it_was_typed(draft: RuleSetDocument) -> None:
    raw = draft.wording.get_prep_value()
    # "Rules" is a page, and "goods" a word of the form as well.
    raw[0]["value"]["assessment"]["slug"]["en"] = "rules"
    draft.wording = raw
    change(draft, "case", "research", documents=["goods"])

    found = {issue.detail for issue in worded(draft.validation(), draft.streams())}

    assert {"rules", "goods"} <= found


def test_an_unknown_goods_list_is_found(draft: RuleSetDocument) -> None:
    draft.goods_list = "none-such"
    draft.save()

    assert only_issue(draft).code == "unknown-goods-list"
    (said,) = worded(draft.validation(), draft.streams())
    assert said.where == "Goods list"


def test_a_situation_that_no_longer_holds_is_a_finding(draft: RuleSetDocument) -> None:
    answers = (
        "state=used\ngoods=8471\npurpose=relocation\n"
        "same-organisation=same-entity\nmeans-of-production=no\nother-case=none"
    )
    expect(draft, "Not a means of production", answers, "prohibited", "no-opening")
    assert draft.validation().issues == ()

    drop_condition(draft, "relocation", "means-of-production")

    issue = only_issue(draft)
    assert issue.code == "unexpected-verdict"
    assert "permit-required" in issue.detail


@pytest.mark.parametrize("dated", ["on", "filed"])
def test_what_is_expected_of_a_day_before_the_version_must_hold_as_well(
    draft: RuleSetDocument, dated: str
) -> None:
    draft.in_force_from = registry.today()
    earlier = draft.in_force_from - timedelta(days=1)
    filed = f"\nfiled={earlier.isoformat()}" if dated == "filed" else ""
    expect(draft, "Of an earlier day", f"state=new{filed}", "prohibited", "no-opening")
    raw = draft.expected.get_prep_value()
    raw[-1]["value"]["on"] = earlier.isoformat() if dated == "on" else None
    draft.expected = raw
    draft.save()

    issue = only_issue(draft)

    assert issue.code == "unexpected-verdict"
    assert "not-covered" in issue.detail


def test_answers_that_nobody_asks_for_do_not_hold(draft: RuleSetDocument) -> None:
    expect(draft, "A slip of the pen", "state=new\npurpse=research", "not-covered", "new-goods")

    assert only_issue(draft).code == "unasked-answer"


@pytest.mark.parametrize(
    "text",
    ["https://example.org/vi/check/result/?a=1&b=2&v=1&on=2026-11-22", "a=1\nb=2", " a=1   b=2 "],
)
def test_answers_are_read_from_an_address_or_from_lines(text: str) -> None:
    assert read_answers(text) == (("a", ["1"]), ("b", ["2"]))


def test_a_place_that_is_gone_leads_to_its_section() -> None:
    assert locate("case[gone].basis", {"case": []}) == Anchor("case")
    assert locate("version", {}) == Anchor("head", "id_version")


def test_every_finding_has_words(draft: RuleSetDocument) -> None:
    change(draft, "case", "research", basis=[])

    (finding,) = worded(draft.validation(), draft.streams())
    assert finding.words == WORDS["no-basis"]
    assert finding.where == "Case › Scientific research › Rests on"
