"""The papers of a rule set are proved with it: languages, names, and what the rules have."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.checking import MAIN
from wizard.decision.issues import Issue
from wizard.decision.kit import REGISTERED
from wizard.decision.parse import RuleSetError, dump, parse
from wizard.decision.ruleset import RuleSet
from wizard.decision.verify import complete_report
from wizard.rules import law, registry

SOUND = registry.versions(MAIN)[-1]
MAPPING = dump(SOUND)
Papers = dict[str, Any]


def found(ruleset: RuleSet) -> tuple[Issue, ...]:
    """What can be seen of a rule set without walking it."""
    return complete_report(ruleset, law.shipped(), None).issues


def spoilt(spoil: Callable[[Papers], object]) -> RuleSet:
    """The shipped rules with something wrong in their papers."""
    mapping = copy.deepcopy(MAPPING)
    spoil(mapping["papers"])
    return parse(mapping)


def test_every_shipped_kit_is_sound() -> None:
    kits = [ruleset for ruleset in registry.shipped() if ruleset.papers]

    assert SOUND in kits
    assert [str(issue) for ruleset in kits for issue in found(ruleset)] == []


def test_every_opening_has_its_topic_and_its_question() -> None:
    """Of those that had ended when Form 01 began, no papers are made."""
    openings = {
        case.key
        for case in SOUND.cases
        if case.outcome == "permit-required" and not case.in_force_until
    }
    assert len(openings) == 7
    assert SOUND.papers is not None

    assert {key for item in SOUND.papers.topics for key in item.cases} >= openings
    asked = {more.case for item in SOUND.papers.questions for more in item.of_case}
    assert asked >= openings


def test_every_form_of_a_certificate_can_be_chosen() -> None:
    rules = registry.versions("co-issuer")[-1]
    assert rules.papers is not None
    # REX is a number, no form; of the other two no source read gives the form of the agreement.
    decided = {item.key for item in rules.cases if item.decides}
    forms = decided - {"form-rex", "timor-leste", "uae-before"}
    offered = rules.papers.singles["co_form"].choices

    assert {key for one in offered for key in one.cases} == forms
    assert all(len(one.cases) == 1 for one in offered)


def test_a_longest_time_is_counted_from_a_day_that_is_asked_and_has_a_source() -> None:
    def spoil(papers: Papers) -> None:
        field = next(item for item in papers["topic"][3]["field"] if "limit" in item)
        field["limit"].update(since="birthday", basis=[])

    place = "papers.topic[use].field[use_until].limit"
    assert {(issue.code, issue.place) for issue in found(spoilt(spoil))} == {
        ("unasked-field", f"{place}.since"),
        ("no-basis", f"{place}.basis"),
    }


def part(papers: Papers, number: int, paper: int = 0) -> Papers:
    """A part of a paper; the first paper unless another is named."""
    entry: Papers = papers["paper"][paper]["part"][number]
    return entry


REQUEST = "papers.paper[request]"
TABLE = MAPPING["papers"]["table"][0]["key"]
FAULTS: dict[str, tuple[Callable[[Papers], object], str]] = {
    "missing-language": (
        lambda papers: papers["sentence"][0]["text"].pop("fr"),
        "papers.sentence[i-a].text",
    ),
    "unasked-field": (
        lambda papers: part(papers, 1)["text"].update(vi="{company_name} {shoe_size}"),
        f"{REQUEST}.part[1].text",
    ),
    "unused-field": (
        lambda papers: papers["topic"][0]["field"].append(
            {"key": "shoe_size", "label": {"vi": "Cỡ", "en": "Size", "fr": "Pointure"}}
        ),
        "papers.topic[company].field[shoe_size]",
    ),
    "duplicate-key": (
        lambda papers: papers["topic"][1]["field"].append(papers["topic"][0]["field"][0]),
        "papers.topic[signer].field[company_name]",
    ),
    "unusable-name": (
        lambda papers: papers["topic"][3]["field"][-1].update(key="goods-1-desc"),
        "papers.topic[use].field[goods-1-desc]",
    ),
    "unknown-documents": (
        lambda papers: papers["paper"][0]["documents"].append("form-77"),
        f"{REQUEST}.documents",
    ),
    "unknown-case": (
        lambda papers: papers["letter"]["processing"].append("by-moonlight"),
        "papers.letter.processing",
    ),
    "unknown-ask": (
        lambda papers: papers["question"][0].update(ask=["nobody"]),
        "papers.question[{0}].ask",
    ),
    "unknown-choice": (
        lambda papers: part(papers, 9)["when"][0].update(answer="maybe"),
        f"{REQUEST}.part[9].when",
    ),
    "unknown-topic": (
        lambda papers: papers["topic"][2]["field"][0].update(takes="colour"),
        "papers.topic[goods].field[desc].takes",
    ),
    "unknown-sentence": (
        lambda papers: papers["topic"][3]["field"][-1]["sentences"].append("ghost"),
        "papers.topic[use].field[say_use].sentences",
    ),
    "unoffered-sentence": (
        lambda papers: papers["topic"][3]["field"][-1]["sentences"].remove("i-a"),
        "papers.sentence[i-a]",
    ),
    "unprinted-sentence": (
        lambda papers: part(papers, 1, paper=1)["sentences"].remove("i-a"),
        "papers.sentence[i-a]",
    ),
    "unknown-table": (
        lambda papers: part(papers, 2).update(table="chairs"),
        f"{REQUEST}.part[2].table",
    ),
    "unused-table": (
        lambda papers: papers["table"].append({**papers["table"][0], "key": "spare"}),
        "papers.table[spare]",
    ),
    "unusable-width": (
        lambda papers: papers["table"][0]["columns"][0].update(width=0),
        f"papers.table[{TABLE}].columns",
    ),
    "uneven-heads": (
        lambda papers: papers["table"][-1]["groups"][0].update(span=5),
        "papers.table[licensed-full].groups",
    ),
    "no-lines": (lambda papers: papers.update(register="company"), "papers.register"),
    "missing-line": (lambda papers: papers["topic"][2].pop("line"), "papers.topic[goods].line"),
    "too-many-lines": (
        lambda papers: papers["topic"][2].update(repeat=5000),
        "papers.topic[goods].repeat",
    ),
    "unusable-file": (
        lambda papers: papers["paper"][0].update(file="../../etc/passwd"),
        f"{REQUEST}.file",
    ),
    "no-letter": (
        lambda papers: next(
            item["cases"].remove("waste")
            for item in papers["question"]
            if "waste" in item.get("cases", ())
        ),
        "case[waste]",
    ),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_named_with_its_place(code: str) -> None:
    spoil, place = FAULTS[code]
    ruleset = spoilt(spoil)
    assert ruleset.papers is not None
    first = ruleset.papers.questions[0].key

    assert [(issue.code, issue.place) for issue in found(ruleset)] == [(code, place.format(first))]


def test_the_topic_of_the_register_asks_what_the_register_counts() -> None:
    wrong = spoilt(lambda papers: papers.update(register="goods"))
    goods = {item.key for item in wrong.papers.topic("goods").fields} if wrong.papers else set()

    details = {item.detail for item in found(wrong) if item.code == "unregistered-field"}
    assert details == REGISTERED - goods != set()


def test_a_field_of_a_table_must_be_one_of_its_lines() -> None:
    wrong = spoilt(lambda papers: papers["table"][0]["columns"][1].update(show="{company_name}"))

    assert ("unasked-field", "company_name") in [(item.code, item.detail) for item in found(wrong)]


def test_what_follows_from_an_answer_needs_the_question_for_it() -> None:
    def forget(papers: Papers) -> None:
        for topic in papers["topic"]:
            topic["field"] = [item for item in topic["field"] if item["key"] != "after_choice"]

    details = {item.detail for item in found(spoilt(forget)) if item.code == "unasked-field"}
    assert details == {"after_choice"}


def test_a_doubt_that_only_a_letter_names_touches_nothing() -> None:
    mapping = copy.deepcopy(MAPPING)
    mapping["doubt"].append({**mapping["doubt"][0], "key": "idle"})
    mapping["papers"]["question"][0]["doubts"] = ["idle"]

    assert ("unused-doubt", "doubt[idle]") in [
        (item.code, item.place) for item in found(parse(mapping))
    ]


def test_a_doubt_is_a_question_or_has_one() -> None:
    mapping = copy.deepcopy(MAPPING)
    doubt = next(item for item in mapping["doubt"] if item["key"] == "research-term")
    doubt["title"]["fr"] = "La recherche scientifique"

    issues = [(item.code, item.place) for item in found(parse(mapping))]
    assert issues == [("no-letter", "doubt[research-term].title")]


def test_a_case_that_asks_has_its_letter_on_each_of_its_days() -> None:
    def forget(papers: Papers) -> None:
        kept = [item for item in papers["question"] if item["key"] != "temporary-import-before"]
        papers["question"] = kept

    def end_early(papers: Papers) -> None:
        waste = next(item for item in papers["question"] if item["key"] == "waste")
        waste["in_force_until"] = date(2026, 12, 31)

    silent = [
        (forget, Issue("no-letter", "case[temporary-import]", SOUND.in_force_from.isoformat())),
        (end_early, Issue("no-letter", "case[waste]", "2027-01-01")),
    ]
    for spoil, issue in silent:
        assert found(spoilt(spoil)) == (issue,)


def test_a_key_that_does_not_belong_is_refused() -> None:
    with pytest.raises(RuleSetError, match=r"papers\.paper\[request\]\.colour"):
        spoilt(lambda papers: papers["paper"][0].update(colour="red"))


def test_a_sentence_that_waits_for_an_answer_is_offered_only_where_it_is_asked_for() -> None:
    """Sentences that exclude one another are printed by parts that wait for different answers."""

    def spoil(papers: Papers) -> None:
        after = next(item for item in papers["topic"] if item["key"] == "after")
        # To where everybody is asked: the answer is asked for in a file for a permission alone.
        papers["topic"][0]["field"].append(after["field"].pop())

    assert [str(issue) for issue in found(spoilt(spoil))] == [
        f"unprinted-sentence at papers.topic[company].field[say_after].sentences: iii-{letter}"
        for letter in "abc"
    ]
