"""The walk against plain enumeration, on random rule sets small enough to enumerate."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.wizard.decision.small import ON, TIERS, case, doubt, mapping, question, term, ticks
from wizard.decision.assess import assess, conclude, on_path, path
from wizard.decision.compiled_rules import Answers, CompiledRuleSet, compiled
from wizard.decision.diff import difference
from wizard.decision.parse import parse
from wizard.decision.ruleset import DONT_KNOW, RuleSet
from wizard.decision.standing import Standing, answers_to, initial_standing
from wizard.decision.truth import Truth
from wizard.decision.walk import Walk, finish

SEEDS = range(30)
CHOICES = "abc"
TICKS = "ab"


def drawn(seed: int, questions: int = 4, cases: int = 6) -> RuleSet:
    """Draw a rule set by lot: some questions take several answers, ask for a term, or are gates."""
    draw = random.Random(seed)  # noqa: S311 - tests, not secrets
    asked, choices = [], {}
    for number in range(questions):
        key = f"fact-{number}"
        several = draw.random() < 0.3
        choices[key] = (*TICKS, "none") if several else tuple(CHOICES)
        item = ticks(key, *TICKS) if several else question(key, *CHOICES)
        item = term(item) if draw.random() < 0.4 else item
        asked.append({**item, "gate": draw.random() < 0.2})
    found = []
    for number in range(cases):
        facts = draw.sample(range(questions), draw.randint(1, 3))
        row = {
            f"fact_{fact}": ",".join(draw.sample(choices[f"fact-{fact}"], draw.randint(1, 2)))
            for fact in facts
        }
        item = case(f"case-{number}", *draw.choice(TIERS), **row)
        if draw.random() < 0.4:
            item["when"] += case("", "", "", fact_0=draw.choice(choices["fact-0"]))["when"]
        found.append(item)
    content: dict[str, Any] = {**mapping(), "question": asked, "case": found, "doubt": [doubt()]}
    return parse(content)


def ends(ruleset: RuleSet) -> Iterator[Answers]:
    """Follow every path question by question, and nothing else: no table, no merging."""

    def onward(answers: dict[str, frozenset[str]]) -> Iterator[Answers]:
        asked = [key for key in path(ruleset, answers, ON) if key not in answers]
        if not asked:
            yield on_path(ruleset, answers, ON)
            return
        for answer in answers_to(ruleset.question_by_key[asked[0]]):
            yield from onward({**answers, asked[0]: answer})

    yield from onward({})


@cache
def enumerated(seed: int) -> list[Answers]:
    """Every path of a rule set drawn by lot."""
    return list(ends(drawn(seed)))


@cache
def walked(seed: int) -> Walk:
    """The same rule set, walked."""
    walk = Walk(drawn(seed), ON)
    finish(walk.steps())
    return walk


each = pytest.mark.parametrize("seed", SEEDS)


@each
def test_the_walk_counts_every_path_where_it_ends(seed: int) -> None:
    ruleset = drawn(seed)
    verdicts = [assess(ruleset, answers, ON) for answers in enumerated(seed)]
    total = walked(seed).total

    assert total.paths == len(verdicts)
    assert total.outcomes == Counter(verdict.outcome for verdict in verdicts)
    assert total.unsettled == sum(verdict.is_unsettled for verdict in verdicts)
    assert total.longest == max(map(len, enumerated(seed)))


@each
def test_the_walk_asks_and_concludes_what_some_path_does(seed: int) -> None:
    ruleset, walk = drawn(seed), walked(seed)
    verdicts = [assess(ruleset, answers, ON) for answers in enumerated(seed)]

    assert walk.asked == {key for answers in enumerated(seed) for key in answers}
    assert walk.arrivals.concluded == {item.key for found in verdicts for item in found.cases}


def holding(table: CompiledRuleSet, answers: Answers) -> dict[int, tuple[str, str]]:
    """The rows that hold at the end of a path: number, and the case with its tier's outcome."""
    possible = table.possible(answers)
    return {
        row.number: (rule.case.key, str(rule.tier))
        for rule in table.rules
        for row in rule.rows
        if row.truth(possible) is Truth.YES
    }


@each
def test_a_contradiction_is_named_if_and_only_if_a_path_meets_it(seed: int) -> None:
    table = compiled(drawn(seed), ON)
    rows = {row.number: (rule, row) for rule in table.rules for row in rule.rows}
    met = set()
    for answers in enumerated(seed):
        if conclude(table, table.possible(answers))[0] != "permit-required":
            continue
        held = [rows[number] for number in holding(table, answers)]
        for rule, row in held:
            for other, second in held:
                mine = {need.question: need.choice for need in row.needs if need.choice}
                theirs = {need.question: need.choice for need in second.needs if need.choice}
                apart = any(mine[key] != theirs[key] for key in mine.keys() & theirs.keys())
                if rule.tier == table.several < other.tier and not apart:
                    met.add((rule.case.key, other.case.key))

    assert set(walked(seed).arrivals.contradictions) == met


@each
def test_equal_names_have_equal_futures(seed: int) -> None:
    """The central lemma: what is merged under one name ends alike, path for path."""
    ruleset, walk = drawn(seed), Walk(drawn(seed), ON)
    ahead: dict[tuple[Any, ...], Counter[str]] = {}
    for answers in enumerated(seed):
        outcome = assess(ruleset, answers, ON).outcome
        steps = tuple(answers.items())
        for length in range(len(steps) + 1):
            ahead.setdefault(steps[:length], Counter())[outcome] += 1
    order = [item.key for item in ruleset.questions]
    futures: dict[object, set[tuple[tuple[str, int], ...]]] = {}
    start = initial_standing(walk.table, walk.table.everything)
    for steps, outcomes in ahead.items():
        asked = [key for key in path(ruleset, dict(steps), ON) if key not in dict(steps)]
        number = order.index(asked[0]) if asked else len(order)
        standing = _standing(start, walk.table, dict(steps))
        left, names = standing.residual(standing.open_needs(), walk.later[number])
        key = (number, left, frozenset(names.values()))
        futures.setdefault(key, set()).add(tuple(sorted(outcomes.items())))

    assert len(futures) > 1
    assert all(len(found) == 1 for found in futures.values())


def _standing(start: Standing, table: CompiledRuleSet, given: Answers) -> Standing:
    standing = start
    for key, answer in given.items():
        standing = standing.then(table.restrict(standing.possible, key, answer))
    return standing


@pytest.mark.parametrize("seed", range(12))
def test_the_difference_is_that_of_every_combination(seed: int) -> None:
    before, after = drawn(seed), drawn(seed, cases=8)

    found = difference(before, after, ON)

    counted = Counter(
        (old.outcome, new.outcome)
        for old, new in _both(before, after)
        if (old.outcome, _keys(old)) != (new.outcome, _keys(new))
    )
    assert {(item.before, item.after): item.count for item in found.verdict_changes} == counted
    for change in found.verdict_changes:
        for trail in change.examples:
            given = {key: frozenset(answer.split(".")) for key, answer in trail}
            assert assess(before, on_path(before, given, ON), ON).outcome == change.before
            assert assess(after, on_path(after, given, ON), ON).outcome == change.after


def _keys(verdict: Any) -> frozenset[str]:
    return frozenset(item.key for item in verdict.cases)


def _both(before: RuleSet, after: RuleSet) -> Iterator[tuple[Any, Any]]:
    """Judge every combination of answers to what either side asks, by both."""

    def onward(answers: dict[str, frozenset[str]]) -> Iterator[tuple[Any, Any]]:
        asked = {*path(before, answers, ON), *path(after, answers, ON)} - answers.keys()
        if not asked:
            yield assess(before, answers, ON), assess(after, answers, ON)
            return
        key = min(asked, key=list(before.question_by_key).index)
        for answer in answers_to(before.question_by_key[key]):
            yield from onward({**answers, key: answer})

    yield from onward({})


def test_not_knowing_is_a_path_of_its_own() -> None:
    assert any(frozenset({DONT_KNOW}) in answers.values() for answers in enumerated(0))


def test_the_rule_sets_drawn_have_ticks_terms_and_gates_to_go_wrong_with() -> None:
    questions = [item for seed in SEEDS for item in drawn(seed).questions]

    assert {item.kind for item in questions} == {"choice", "choices"}
    assert {item.asks for item in questions} == {"fact", "term"}
    assert {item.gate for item in questions} == {True, False}
    assert sum(walked(seed).total.unsettled for seed in SEEDS) > 0
    assert any(walked(seed).arrivals.contradictions for seed in SEEDS)
