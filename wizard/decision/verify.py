"""The proof that a rule set is sound: its references, its wording and every path through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any

from .ruleset import DONT_KNOW, Case, RuleSet
from .sources import Citation, Unknown
from .walk import MOST_SITUATIONS, Steps, TooManyError, Trail, Walk, finish

OUTCOMES = ("not-covered", "permit-required", "prohibited", "ask-authority", "more-information")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must be mended before publishing: what kind, where, and the detail."""

    code: str
    place: str
    detail: str = ""

    def __str__(self) -> str:
        """Write "code at place: detail"."""
        return f"{self.code} at {self.place}" + (f": {self.detail}" if self.detail else "")


@dataclass(frozen=True, slots=True)
class Report:
    """The findings and the figures of a verification; no paths are walked on broken references."""

    findings: tuple[Finding, ...]
    paths: int = 0
    situations: int = 0
    longest: int = 0
    questions: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)


def verify(ruleset: RuleSet, on: date) -> Report:
    """Check wording and references, then walk every path a visitor could take on a day."""
    return finish(verification(ruleset, on))


def verification(ruleset: RuleSet, on: date) -> Steps[Report]:
    """Do so step by step."""
    findings = [*_wording(ruleset), *_keys(ruleset), *_references(ruleset)]
    if any(finding.code in ("unknown-question", "unknown-choice") for finding in findings):
        return Report(tuple(findings))
    walk = Walk(ruleset, on)
    try:
        yield from walk.steps()
    except TooManyError:
        findings.append(Finding("too-many-situations", "question", str(MOST_SITUATIONS)))
        return Report(tuple(findings))
    findings += _reach(ruleset, walk, on)
    return Report(
        findings=tuple(findings),
        paths=walk.total.paths,
        situations=len(walk.seen),
        longest=walk.total.longest,
        questions=len(walk.asked),
        outcomes=dict(sorted(walk.total.outcomes.items())),
    )


def _parts(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Yield every part of a value object with the place where it stands."""
    yield place, value
    if is_dataclass(value) and not isinstance(value, Citation):
        for spec in fields(value):
            key = str(spec.metadata.get("key", spec.name))
            yield from _parts(getattr(value, spec.name), f"{place}.{key}" if place else key)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _parts(item, f"{place}[{getattr(item, 'key', index)}]")
    elif isinstance(value, Mapping) and not _is_text(value):
        for key, item in value.items():
            yield from _parts(item, f"{place}.{key}")


def _is_text(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(item, str) for item in value.values())


def _wording(ruleset: RuleSet) -> Iterator[Finding]:
    """Miss no language of any text: a gap is an error, never a fallback."""
    for place, part in _parts(ruleset, ""):
        if not _is_text(part):
            continue
        for language in ruleset.languages:
            if not part.get(language, "").strip():
                yield Finding("missing-language", place, language)


def _keys(ruleset: RuleSet) -> Iterator[Finding]:
    """Tell keys apart: none twice in its list, none that means "I don't know"."""
    lists: dict[str, Iterable[Any]] = {
        spec.metadata["key"]: getattr(ruleset, spec.name)
        for spec in fields(ruleset)
        if "key" in spec.metadata and spec.name != "outcomes"
    }
    lists |= {f"question[{item.key}].choice": item.choices for item in ruleset.questions}
    lists |= {f"source[{item.key}].provision": item.provisions for item in ruleset.sources}
    for place, items in lists.items():
        seen: set[str] = set()
        for key in (str(item.key) for item in items if hasattr(item, "key")):
            if key in seen:
                yield Finding("duplicate-key", f"{place}[{key}]")
            seen.add(key)
        if DONT_KNOW in seen and place.endswith(".choice"):
            yield Finding("reserved-key", f"{place}[{DONT_KNOW}]")
    for outcome in OUTCOMES:
        if outcome not in ruleset.outcomes:
            yield Finding("missing-outcome", f"outcome.{outcome}")


def _references(ruleset: RuleSet) -> Iterator[Finding]:
    """Follow every reference by key to what it names."""
    for place, part in _parts(ruleset, ""):
        if isinstance(part, Citation) and str(part) not in ruleset.provision_by_citation:
            yield Finding("unknown-citation", place, str(part))
        if place.endswith(".basis") and not part:
            yield Finding("no-basis", place)
    known: dict[str, set[str]] = {
        "documents": {item.key for item in ruleset.documents},
        "unknowns": {item.key for item in ruleset.unknowns},
        "ask": {item.key for item in ruleset.authorities},
        "procedures": {serves for item in ruleset.procedures for serves in item.serves},
    }
    owners: list[Case | Unknown] = [*ruleset.cases, *ruleset.unknowns]
    for owner in owners:
        for name, keys in known.items():
            for key in getattr(owner, name, ()):
                if key not in keys:
                    yield Finding(f"unknown-{name}", f"{_kind(owner)}[{owner.key}].{name}", key)
    yield from _conditions(ruleset)
    yield from _procedure_references(ruleset, known["ask"])


def _kind(owner: Any) -> str:
    return type(owner).__name__.lower()


def _conditions(ruleset: RuleSet) -> Iterator[Finding]:
    for case in ruleset.cases:
        for condition in (condition for row in case.when for condition in row):
            place = f"case[{case.key}].when.{condition.question}"
            question = ruleset.question_by_key.get(condition.question)
            if question is None:
                yield Finding("unknown-question", place)
                continue
            for choice in sorted(condition.choices):
                if question.choice(choice) is None:
                    yield Finding("unknown-choice", place, choice)


def _procedure_references(ruleset: RuleSet, authorities: set[str]) -> Iterator[Finding]:
    keys = {item.key for item in ruleset.procedures}
    for item in ruleset.procedures:
        place = f"procedure[{item.key}]"
        if item.body not in authorities:
            yield Finding("unknown-ask", f"{place}.body", item.body)
        if item.last_verified is not None and item.last_verified not in keys:
            yield Finding("unknown-procedures", f"{place}.last_verified", item.last_verified)
    for outcome, text in ruleset.outcomes.items():
        for key in set(text.ask) - authorities:
            yield Finding("unknown-ask", f"outcome.{outcome}.ask", key)
        for key in set(text.unknowns) - {item.key for item in ruleset.unknowns}:
            yield Finding("unknown-unknowns", f"outcome.{outcome}.unknowns", key)


def _reach(ruleset: RuleSet, walk: Walk, on: date) -> Iterator[Finding]:
    """Name what no path reaches, and the paths that end badly."""
    in_force = [case for case in ruleset.cases if case.in_force(on)]
    concluded = [case for case in in_force if case.key in walk.concluded]
    unreached = {
        "question": set(ruleset.question_by_key) - walk.asked,
        "case": {case.key for case in in_force} - walk.concluded,
        "document": {item.key for item in ruleset.documents}
        - {document for case in concluded for document in case.documents},
    }
    for kind, keys in unreached.items():
        for key in sorted(keys):
            yield Finding(f"unreachable-{kind}", f"{kind}[{key}]")
    yield from _bad_ends(walk)


def _bad_ends(walk: Walk) -> Iterator[Finding]:
    """Name the paths that end without a verdict, in contradiction, or in one that may shift."""
    for trail in walk.dead_ends:
        yield Finding("dead-end", f"question[{trail[-1][0]}]", _told(trail))
    for (permitted, asking), trail in walk.contradictions.items():
        yield Finding("contradictory-cases", f"case[{asking}]", f"{permitted}: {_told(trail)}")
    for trail in walk.shifts:
        yield Finding("not-monotone", f"question[{trail[-1][0]}]", _told(trail))


def _told(trail: Trail) -> str:
    return " ".join(f"{question}={answer}" for question, answer in trail)
