"""Why a question is asked, and which facts would lead to another verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .assess import Verdict, assess, on_path, path
from .compiled_rules import Answers, compiled
from .ruleset import Case, RuleSet

MOST_CHANGES = 8
"""Changes worth telling: the easiest."""

LAST = 1_000_000
"""The rank of a fact that was given none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One or two facts (question, choice) that, were they so, would lead to `verdict`."""

    facts: tuple[tuple[str, str], ...]
    verdict: Verdict


def why_asked(ruleset: RuleSet, answers: Answers, question: str, on: date) -> tuple[Case, ...]:
    """List the cases still open that hang on a question, given the answers before it.

    In the order of authority; none for a question that is not on the path.
    """
    table = compiled(ruleset, on)
    possible = table.everything
    for key in path(ruleset, answers, on):
        if key == question:
            break
        if key in answers:
            possible = table.restrict(possible, key, answers[key])
    cases = {
        rule.case.key: rule.case
        for rule, row in table.open_rows(possible)
        if any(need.question == question for need in row.unsettled(possible))
    }
    return tuple(cases.values())


def what_would_change(ruleset: RuleSet, answers: Answers, on: date) -> tuple[Change, ...]:
    """Find the nearest facts, one or else two, that would lead to another settled outcome.

    At most MOST_CHANGES, the easiest to arrange first.

    Only choices that the author of the rules gave a `change` wording are tried: facts that a
    business can arrange, those easiest to arrange (by `rank`) first. The answers are never advised
    to be other than the truth.
    """
    kept = on_path(ruleset, answers, on)
    today = assess(ruleset, kept, on)
    single = [
        Change((fact,), verdict)
        for fact, changed in _arranged(ruleset, kept, on)
        if _is_other(verdict := assess(ruleset, changed, on), today)
    ]
    found = sorted(single, key=lambda change: _effort(ruleset, change))
    last = (max((item.rank or 0 for q in ruleset.questions for item in q.choices), default=0),)
    if not found or _effort(ruleset, found[0]) >= last:
        # Nothing easier than what is hardest of all: two easier things may do as well.
        enough = {change.facts[0] for change in found}
        pairs = _pairs(ruleset, kept, on, today)
        found += [change for change in pairs if not enough.intersection(change.facts)]
    return tuple(sorted(found, key=lambda change: _effort(ruleset, change))[:MOST_CHANGES])


def _is_other(verdict: Verdict, today: Verdict) -> bool:
    return verdict.outcome != today.outcome and not verdict.is_open


def _effort(ruleset: RuleSet, change: Change) -> tuple[int, ...]:
    """Order changes by what is hardest to arrange in each; what has no rank comes last."""
    choices = (ruleset.question_by_key[key].choice(choice) for key, choice in change.facts)
    ranks = [choice.rank or LAST for choice in choices if choice]
    return tuple(sorted(ranks, reverse=True))


def _arranged(
    ruleset: RuleSet, answers: Answers, on: date
) -> Iterator[tuple[tuple[str, str], Answers]]:
    """Yield each fact that can be arranged, with the answers as they would then be.

    Of a question with several answers the fact is that this one alone were so.
    """
    for key in path(ruleset, answers, on):
        for choice in ruleset.question_by_key[key].choices:
            only = frozenset({choice.key})
            if choice.change and answers.get(key) != only:
                yield (key, choice.key), on_path(ruleset, {**answers, key: only}, on)


def _pairs(ruleset: RuleSet, answers: Answers, on: date, today: Verdict) -> Iterator[Change]:
    seen: set[frozenset[tuple[str, str]]] = set()
    for first, changed in _arranged(ruleset, answers, on):
        for second, twice in _arranged(ruleset, changed, on):
            facts = frozenset({first, second})
            if second[0] == first[0] or facts in seen:
                continue
            seen.add(facts)
            verdict = assess(ruleset, twice, on)
            if _is_other(verdict, today):
                yield Change((first, second), verdict)
