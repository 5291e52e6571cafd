"""Every version of every rule set and goods list, as kept in memory."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from wizard.decision.kit import Kit
from wizard.decision.parse import dump, parse
from wizard.decision.ruleset import RuleSet
from wizard.goods import lookup


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An assessment (the key of its rule sets) that is not offered at present."""

    key: str


Versioned = RuleSet | lookup.GoodsList | Withdrawn
Version = TypeVar("Version", RuleSet, lookup.GoodsList)

SITUATIONS = ".situations.toml"
RULESETS = Path(__file__).parent.parent / "rulesets"
PAPERS = RULESETS / "papers"
"""The papers of each rule set by its key, and how papers are drawn."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All versions as of one publication, by key, oldest first."""

    mark: Hashable
    versions: Mapping[str, tuple[RuleSet, ...]]
    lists: Mapping[str, tuple[lookup.GoodsList, ...]]
    digest: str
    goods_digest: str
    withdrawn: frozenset[str] = frozenset()
    is_whole: bool = True
    """Whether what editors published is among them, rather than out of reach."""

    def with_more(self, more: Iterable[Versioned]) -> Snapshot:
        """Give a snapshot with further versions; of two with one number, the further one."""
        found: list[Versioned] = [item for versions in self.versions.values() for item in versions]
        found += [item for versions in self.lists.values() for item in versions]
        found += map(Withdrawn, sorted(self.withdrawn))
        return replace(fill(self.mark, [*found, *more]), is_whole=self.is_whole)


def fill(mark: Hashable, found: Iterable[Versioned]) -> Snapshot:
    """Make a snapshot of versions; of two with one number, the later is kept."""
    kept = list(found)
    rulesets = _by_key(item for item in kept if isinstance(item, RuleSet))
    lists = _by_key(item for item in kept if isinstance(item, lookup.GoodsList))
    listed = _name(repr(item) for versions in lists.values() for item in versions)
    ruled = [fingerprint(item) for versions in rulesets.values() for item in versions]
    withdrawn = frozenset(item.key for item in kept if isinstance(item, Withdrawn))
    name = _name([*ruled, listed, *sorted(withdrawn)])
    return Snapshot(mark, rulesets, lists, name, listed, withdrawn)


def _by_key(found: Iterable[Version]) -> dict[str, tuple[Version, ...]]:
    numbered: dict[tuple[str, int], Version] = {(item.key, item.version): item for item in found}
    by_key: dict[str, list[Version]] = {}
    for (key, _), item in sorted(numbered.items(), key=lambda pair: pair[0]):
        by_key.setdefault(key, []).append(item)
    return {key: tuple(versions) for key, versions in by_key.items()}


@cache
def shipped() -> tuple[RuleSet, ...]:
    """Load the rule sets that come with the product; the newest of a key has its papers."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for path in sorted(RULESETS.glob("*.toml")):
        if not path.name.endswith(SITUATIONS):
            mapping = tomllib.loads(path.read_text(encoding="utf-8"))
            found[mapping["key"], mapping["version"]] = mapping
    for key, version in dict(sorted(found)).items():
        path = PAPERS / f"{key}.toml"
        if path.exists():
            found[key, version]["papers"] = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(parse(found[name]) for name in sorted(found))


@cache
def shipped_papers(key: str) -> Kit | None:
    """The papers that come with the product for the rule sets of a key; None if there are none."""
    papers = [ruleset.papers for ruleset in shipped() if ruleset.key == key]
    return papers[-1] if papers else None


def kit_of(ruleset: RuleSet) -> Kit | None:
    """The papers of a rule set: its own, or else those that came with the product."""
    return ruleset.papers or shipped_papers(ruleset.key)


@cache
def shipped_situations(key: str) -> tuple[Mapping[str, Any], ...]:
    """Load the situations that come with a rule set, and the verdicts they must have."""
    path = RULESETS / f"{key}{SITUATIONS}"
    if not path.exists():
        return ()
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["situation"])


@lru_cache(maxsize=64)
def fingerprint(ruleset: RuleSet) -> str:
    """Name what a rule set says: equal names, equal rules."""
    # Sorting hides the order in which outcomes are declared, which counts.
    content = json.dumps([[*ruleset.outcomes], dump(ruleset)], default=str, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _name(contents: Iterable[str]) -> str:
    """Name contents: equal names, equal contents."""
    return hashlib.sha256(" ".join(contents).encode()).hexdigest()[:16]
