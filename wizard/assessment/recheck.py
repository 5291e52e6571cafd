"""A result opened again: judged by today's rules, and compared with what it was made under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from wizard.rules import registry

from .results import Result
from .situation import Situation, read


@dataclass(frozen=True, slots=True)
class Recheck:
    """How a result made on an earlier day, or under an earlier version, compares with today's."""

    made_on: date
    made_version: int
    changed: tuple[str, ...]
    before: Result


def recheck(now: Result) -> Recheck | None:
    """Compare a result with what its address says it was made under; None if nothing is newer."""
    earlier = _earlier(now.situation)
    if earlier is None:
        return None
    made_on, version, before = earlier
    facets: dict[str, Callable[[Result], object]] = {
        "outcome": lambda result: result.verdict.outcome,
        "cases": lambda result: [case.key for case in result.cases],
        "questions": lambda result: dict(result.situation.given),
        "documents": lambda result: [(item.document.key, item.current) for item in result.papers],
        "procedure": lambda result: [route.procedure.key for route in result.routes],
        "doubts": lambda result: [doubt.key for doubt in result.doubts],
        "penalties": lambda result: [(row.value, row.fine) for row in result.penalties],
    }
    changed = tuple(name for name, facet in facets.items() if facet(before) != facet(now))
    return Recheck(made_on, version, changed, before)


def interrupted(now: Situation) -> Recheck | None:
    """Tell of the result that an address led to, while today's rules ask one thing more."""
    earlier = _earlier(now)
    if earlier is None or now.first_open is None or earlier[2].situation.first_open is not None:
        return None
    made_on, version, before = earlier
    return Recheck(made_on, version, ("questions",), before)


def _earlier(now: Situation) -> tuple[date, int, Result] | None:
    """Judge an address by what it says it was made under; None if nothing is newer."""
    made_on, version = now.made_on, now.made_version
    if made_on is None or version is None or made_on > now.on:
        return None
    if made_on == now.on and version == now.ruleset.version:
        return None
    made_under = registry.by_version(now.ruleset.key, version)
    if made_under is not None and not made_under.in_force(made_on):
        made_under = None
    try:
        return made_on, version, Result(read(now.parameters, now.ruleset.key, made_on, made_under))
    except registry.NotInForceError:
        return None
