"""What each published version changed, as any visitor may read it: the public change log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wizard.decision.diff import Difference
from wizard.decision.ruleset import Case, RuleSet
from wizard.decision.sources import Text

from . import registry, resumable_jobs

SECTIONS: Mapping[str, tuple[str, Any]] = {
    "questions": ("label", _("Question")),
    "cases": ("title", _("Case")),
    "documents": ("name", pgettext_lazy("paper", "Document")),
    "procedures": ("name", _("Procedure")),
    "doubts": ("title", _("What is in doubt")),
    "authorities": ("name", _("Authority")),
    "unknowns": ("text", _("What is not known")),
}
"""The parts of a rule set with a key and a name, what names them, and what they are."""

ADDED, CHANGED, DROPPED = "added", "changed", "dropped"


@dataclass(frozen=True, slots=True)
class RulePart:
    """A part of the rules that came, changed or went."""

    kind: Any
    name: Text
    how: str


@dataclass(frozen=True, slots=True)
class ChangelogEntry:
    """One version: when it holds, and what it changed against the one before."""

    ruleset: RuleSet
    ends: date | None
    is_current: bool
    is_to_come: bool
    is_first: bool
    replaced: bool = False
    previous: RuleSet | None = None
    difference: Difference | None = None
    """How verdicts change; none while that is being worked out, and for the first version."""
    parts: tuple[RulePart, ...] = ()
    other_goods: bool = False

    @property
    def is_being_compared(self) -> bool:
        """Whether the comparison with the version before is not there yet."""
        return self.previous is not None and self.difference is None


def entries(key: str, seconds: float | None = None) -> list[ChangelogEntry]:
    """Every published version of a rule set, newest first; no query is needed.

    What is not compared within some seconds is said to be being compared.
    """
    versions = registry.versions(key)
    today = registry.today()
    current = next((item for item in reversed(versions) if item.in_force(today)), None)
    found = [
        _entry((previous, ruleset, following), current, seconds)
        for (previous, ruleset), following in zip(
            pairwise((None, *versions)), (*versions[1:], None), strict=True
        )
        if ruleset is not None
    ]
    return found[::-1]


def case_history(key: str, case_key: str) -> Iterator[tuple[RuleSet, Case]]:
    """The versions in which a case was first written or written anew, oldest first."""
    before: Case | None = None
    for ruleset in registry.versions(key):
        case = next((item for item in ruleset.cases if item.key == case_key), None)
        if case is not None and case != before:
            yield ruleset, case
        before = case


def _entry(
    versions: tuple[RuleSet | None, RuleSet, RuleSet | None],
    current: RuleSet | None,
    seconds: float | None,
) -> ChangelogEntry:
    previous, ruleset, following = versions
    starts = ruleset.in_force_from
    ends = _last_day(ruleset, following)
    replaced = ends is not None and starts is not None and ends < starts
    facts: dict[str, Any] = {
        "ends": ends,
        "is_current": ruleset is current,
        "is_to_come": starts is not None and starts > registry.today(),
        "is_first": previous is None,
        "replaced": replaced,
    }
    if previous is None:
        return ChangelogEntry(ruleset, **facts)
    return ChangelogEntry(
        ruleset,
        **facts,
        previous=previous,
        difference=_difference(previous, ruleset, seconds),
        parts=tuple(_parts(previous, ruleset)),
        other_goods=previous.goods_list != ruleset.goods_list,
    )


def _last_day(ruleset: RuleSet, following: RuleSet | None) -> date | None:
    """The last day a version holds: its own, or the day before the next one begins."""
    days = [ruleset.in_force_until]
    if following is not None and following.in_force_from is not None:
        days.append(following.in_force_from - timedelta(days=1))
    return min((day for day in days if day is not None), default=None)


def _difference(before: RuleSet, after: RuleSet, seconds: float | None) -> Difference | None:
    """Compare on the first day of the newer version, once for all processes that share a cache."""
    on = after.in_force_from or registry.today()
    return resumable_jobs.difference_soon(before, after, on, seconds).found


def _parts(before: RuleSet, after: RuleSet) -> Iterator[RulePart]:
    """Everything with a name that came, changed or went, section by section."""
    for section, (names, kind) in SECTIONS.items():
        old = {item.key: item for item in getattr(before, section)}
        new = {item.key: item for item in getattr(after, section)}
        for key, item in (new | {key: old[key] for key in old if key not in new}).items():
            if key not in old:
                how = ADDED
            elif key not in new:
                how = DROPPED
            elif old[key] != item:
                how = CHANGED
            else:
                continue
            yield RulePart(kind, getattr(item, names), how)
