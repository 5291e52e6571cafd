"""What an open verdict says all the same, against every way that open facts can turn out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from tests.wizard.decision.small import ON, case, given, mapping, question
from tests.wizard.decision.test_brute_force import SEEDS, drawn, enumerated
from wizard.decision.anyway import anyway
from wizard.decision.assess import Verdict, assess
from wizard.decision.compiled_rules import Answers, compiled
from wizard.decision.parse import parse
from wizard.decision.ruleset import RuleSet
from wizard.decision.truth import Truth

WIDE = "abcdefgh"


def ways(
    ruleset: RuleSet, answers: Answers
) -> Iterator[tuple[dict[str, frozenset[str]], set[str]]]:
    """Every way in which all facts are known, with the cases (keys) that hold then."""
    known = []
    for item in ruleset.questions:
        keys = [choice.key for choice in item.choices]
        chosen = answers.get(item.key, frozenset())
        if item.kind != "choices":
            left = [key for key in keys if key in chosen] or keys
            known.append([frozenset({key}) for key in left])
        elif chosen.intersection(keys):
            known.append([chosen])
        else:
            known.append([frozenset({key}) for key in keys])
    table = compiled(ruleset, ON)
    for facts in product(*known):
        complete = {item.key: fact for item, fact in zip(ruleset.questions, facts, strict=True)}
        possible = table.possible(complete)
        holding = {rule.case.key for rule in table.rules if rule.truth(possible) is Truth.YES}
        yield complete, holding


def seen(answers: dict[str, str]) -> Verdict:
    """The verdict of rules with one wide question, of which one answer of eight spoils a case."""
    content = mapping()
    content["question"] = [question("state", "new", "used"), question("purpose", *WIDE)]
    content["case"] = [
        case("fresh", "coverage", "not-covered", state="new"),
        case("most", "opening", "permit-required", purpose="b,c,d,e,f,g,h"),
        case("few", "opening", "permit-required", purpose="a,b"),
        case("other", "opening", "permit-required", state="used"),
    ]
    return assess(parse(content), given(**answers), ON)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_holds_anyway_holds_in_every_way_unless_what_it_names(seed: int) -> None:
    ruleset = drawn(seed)

    for answers in enumerated(seed):
        found = anyway(assess(ruleset, answers, ON))
        overruling = {case.key for case in found.overruled_by}
        for complete, holding in ways(ruleset, answers) if found.holding else ():
            if overruling & holding:
                continue
            for item in found.holding:
                is_spoilt = item.unless and complete[item.unless.question] & item.unless.choices
                assert bool(is_spoilt) != (item.case.key in holding), (answers, complete)


def test_the_lots_drawn_have_such_cases() -> None:
    verdicts = [
        assess(drawn(seed), answers, ON) for seed in SEEDS[:10] for answers in enumerated(seed)
    ]

    assert any(anyway(verdict).holding for verdict in verdicts)


def test_a_case_that_waits_for_nothing_is_told_with_what_would_come_before_it() -> None:
    found = anyway(seen({"purpose": "c"}))

    assert [(item.case.key, item.unless) for item in found.holding] == [("most", None)]
    assert [case.key for case in found.overruled_by] == ["fresh"]


def test_a_case_that_few_answers_spoil_is_told_with_these() -> None:
    found = anyway(seen({}))

    assert [item.case.key for item in found.holding] == ["most"]
    assert found.holding[0].unless
    assert found.holding[0].unless.question == "purpose"
    assert found.holding[0].unless.choices == {"a"}


def test_a_settled_verdict_says_it_itself() -> None:
    assert anyway(seen({"state": "used", "purpose": "c"})).holding == ()
