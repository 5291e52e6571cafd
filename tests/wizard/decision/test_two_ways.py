"""The path and the proof ask alike: what each looks at differs, what each finds must not."""

from __future__ import annotations

import random

import pytest

from bench.rules_generated import adversarial
from tests.checking import RULES
from tests.wizard.decision.small import ON
from wizard.decision.assess import assess, conclude
from wizard.decision.compiled_rules import compiled
from wizard.decision.ruleset import DONT_KNOW, RuleSet


def rule_sets() -> list[RuleSet]:
    """The shipped rules, and some in which every case hangs on questions drawn by lot."""
    return [RULES, *(adversarial(seed, questions=12, cases=20) for seed in range(4))]


@pytest.mark.parametrize("ruleset", rule_sets())
def test_a_question_decides_on_the_path_where_it_does_in_the_proof(ruleset: RuleSet) -> None:
    table = compiled(ruleset, ON)
    draw = random.Random(26)  # noqa: S311 - answers, not secrets
    questions = list(ruleset.question_by_key)
    decisive = 0
    for _ in range(150):
        possible, settled = table.everything, table.decided_tier
        for key in questions:
            decides = table.is_relevant(key, possible, settled)
            assert decides == (key in table.deciding(possible))
            decisive += decides
            if decides and draw.random() < 0.8:
                choice = draw.choice(list(table.bits[key]))
                possible = table.restrict(possible, key, frozenset({choice}))
                settled = table.decided_by(key, possible, settled)

    assert decisive > 150


@pytest.mark.parametrize("ruleset", rule_sets())
def test_answers_are_judged_as_what_they_leave_possible_is(ruleset: RuleSet) -> None:
    table = compiled(ruleset, ON)
    draw = random.Random(26)  # noqa: S311 - answers, not secrets
    outcomes = set()
    for _ in range(400):
        answers = {"no-question": frozenset({"at-all"})}
        for question in ruleset.questions:
            keys = [choice.key for choice in question.choices] + [DONT_KNOW]
            if draw.random() < 0.7:
                answers[question.key] = frozenset(draw.sample(keys, draw.choice([1, 1, 2])))
        verdict = assess(ruleset, answers, ON)
        given = (
            ("more-information", ()) if verdict.is_unsettled else (verdict.outcome, verdict.cases)
        )
        assert given == conclude(table, table.possible(answers))
        outcomes.add(verdict.outcome)

    assert len(outcomes) > 2
