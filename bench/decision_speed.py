"""How fast the engine judges, and how long the proof over every path takes."""

from __future__ import annotations

import random
from datetime import date

from bench.figures import median, print_figure, print_title, seconds
from tests.checking import MAIN
from wizard.decision.assess import assess
from wizard.decision.compiled_rules import compiled
from wizard.decision.ruleset import RuleSet
from wizard.decision.verify import Report, verify
from wizard.rules import law, registry

BATCHES, CALLS = 40, 1000
ASSESSMENTS_PER_SECOND = 50_000
VERIFY_SECONDS = 2.0

AnswerSet = dict[str, frozenset[str]]


def measure() -> None:
    """Print the figures of `assess` and `verify` over the shipped rules."""
    on = registry.today()
    ruleset = registry.in_force(MAIN, on)
    print_title("assess(): random answer sets over the shipped rules, each used once, one core")
    for told, share in (("every question answered", 1.0), ("half of the questions", 0.5)):
        rate = _rate(ruleset, on, share, proof=False)
        print_figure(
            f"{told}",
            f"{rate:,.0f} a second",
            f">= {ASSESSMENTS_PER_SECOND:,}",
            met=rate >= ASSESSMENTS_PER_SECOND,
        )
        print_figure("  with its proof", f"{_rate(ruleset, on, share, proof=True):,.0f} a second")
    _measure_verify(ruleset, on)


def _rate(ruleset: RuleSet, on: date, share: float, *, proof: bool) -> float:
    """Count assessments a second: the median of the batches."""
    chance = random.Random(26)  # noqa: S311 - the same answer sets in every run
    calls = CALLS // 10 if proof else CALLS
    rates = []
    for _ in range(BATCHES):
        batch = [_answers(ruleset, chance, share) for _ in range(calls)]
        rates.append(calls / seconds(lambda: _judge(ruleset, batch, on, proof=proof)))  # noqa: B023
    return median(rates)


def _judge(ruleset: RuleSet, batch: list[AnswerSet], on: date, *, proof: bool) -> None:
    if proof:
        for answers in batch:
            _ = assess(ruleset, answers, on).proof
    else:
        for answers in batch:
            assess(ruleset, answers, on)


def _answers(ruleset: RuleSet, chance: random.Random, share: float) -> AnswerSet:
    """Answer a share of the questions, one time in eight with "I don't know"."""
    answers = {}
    for question in ruleset.questions:
        if chance.random() < share:
            keys = [choice.key for choice in question.choices]
            known = chance.random() >= 1 / 8
            answers[question.key] = frozenset({chance.choice(keys)} if known else keys)
    return answers


def _measure_verify(ruleset: RuleSet, on: date) -> None:
    reports: list[Report] = []
    known = law.register()

    def run() -> None:
        compiled.cache_clear()
        reports.append(verify(ruleset, on, known))

    took = median(seconds(run) for _ in range(5))
    report = reports[-1]
    print_title(f"verify(): every path of {ruleset.key} version {ruleset.version}")
    print_figure("time", f"{took:.2f} s", f"< {VERIFY_SECONDS:.0f} s", met=took < VERIFY_SECONDS)
    print_figure("issues", str(len(report.issues)), "0", met=not report.issues)
    print_figure("paths", f"{report.paths:,}")
    print_figure("situations told apart", f"{report.situations:,}")
    print_figure("questions, longest path", f"{report.questions}, {report.longest}")
    for outcome, paths in report.outcomes.items():
        print_figure(f"paths to {outcome}", f"{paths:,}")
