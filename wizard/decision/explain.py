"""Why a question is asked, and which facts would lead to another verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .assess import Verdict, assess, on_path, path
from .ruleset import Case, RuleSet
from .table import Answers, compiled


@dataclass(frozen=True, slots=True)
class Change:
    """One or two facts (question, choice) that, were they so, would lead to `verdict`."""

    facts: tuple[tuple[str, str], ...]
    verdict: Verdict


def why_asked(ruleset: RuleSet, answers: Answers, question: str, on: date) -> tuple[Case, ...]:
    """List the cases still open that hang on a question, given the answers before it."""
    table = compiled(ruleset, on)
    possible = table.everything
    for key in path(ruleset, answers, on):
        if key == question:
            break
        if key in answers:
            possible = table.narrow(possible, key, answers[key])
    cases = {
        case.key: case
        for case, row in table.open_rows(possible)
        if question in table.unsettled(row, possible)
    }
    return tuple(cases.values())


def what_would_change(ruleset: RuleSet, answers: Answers, on: date) -> tuple[Change, ...]:
    """Find the nearest facts, one or else two, that would lead to another settled outcome.

    Only choices that the author of the rules gave a `change` wording are tried: facts that a
    business can arrange. The answers are never advised to be other than the truth.
    """
    kept = on_path(ruleset, answers, on)
    today = assess(ruleset, kept, on).outcome
    single = [
        Change((fact,), verdict)
        for fact, changed in _arranged(ruleset, kept, on)
        if (verdict := assess(ruleset, changed, on)).outcome not in (today, "more-information")
    ]
    return tuple(single) if single else tuple(_pairs(ruleset, kept, on, today))


def _arranged(
    ruleset: RuleSet, answers: Answers, on: date
) -> Iterator[tuple[tuple[str, str], Answers]]:
    """Yield each fact that can be arranged, with the answers as they would then be."""
    for key in path(ruleset, answers, on):
        for choice in ruleset.question_by_key[key].choices:
            only = frozenset({choice.key})
            if choice.change and answers.get(key) != only:
                yield (key, choice.key), on_path(ruleset, {**answers, key: only}, on)


def _pairs(ruleset: RuleSet, answers: Answers, on: date, today: str) -> Iterator[Change]:
    seen: set[frozenset[tuple[str, str]]] = set()
    for first, changed in _arranged(ruleset, answers, on):
        for second, twice in _arranged(ruleset, changed, on):
            facts = frozenset({first, second})
            verdict = assess(ruleset, twice, on)
            if second[0] == first[0] or facts in seen:
                continue
            seen.add(facts)
            if verdict.outcome not in (today, "more-information"):
                yield Change((first, second), verdict)
