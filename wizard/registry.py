"""Which rule set, and which goods list, is in force on a day."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from django.utils import timezone

from . import goods
from .decision.parse import parse
from .decision.ruleset import RuleSet

RULESETS = Path(__file__).parent / "rulesets"
MAIN = "circular-26-2025"


class NotInForceError(LookupError):
    """No version of the rules is in force on the day asked for; carries the first day there is."""

    def __init__(self, first: date) -> None:
        """Keep the first day on which there are rules."""
        super().__init__(f"no rules in force before {first}")
        self.first = first


def today() -> date:
    """Give the day it is in the site's time zone."""
    return timezone.localdate()


@cache
def versions(key: str = MAIN) -> tuple[RuleSet, ...]:
    """Load every shipped version of a rule set, oldest first."""
    found = []
    for path in sorted(RULESETS.glob("*.toml")):
        with path.open("rb") as file:
            ruleset = parse(tomllib.load(file))
        if ruleset.key == key:
            found.append(ruleset)
    return tuple(sorted(found, key=lambda ruleset: ruleset.version))


def in_force(on: date, key: str = MAIN) -> RuleSet:
    """Give the newest version in force on a day; raise NotInForceError when there is none."""
    for ruleset in reversed(versions(key)):
        if ruleset.in_force(on):
            return ruleset
    raise NotInForceError(first_day(key))


def first_day(key: str = MAIN) -> date:
    """Give the first day on which the rules are in force."""
    return min(ruleset.in_force_from or date.min for ruleset in versions(key))


def goods_list(ruleset: RuleSet) -> goods.GoodsList:
    """Give the goods list that a rule set names."""
    return goods.load(ruleset.goods_list)


@cache
def digest() -> str:
    """Fingerprint of all shipped rules and goods lists: changes whenever an answer could."""
    content = hashlib.sha256()
    for folder in (RULESETS, goods.LISTS):
        for path in sorted(folder.glob("*.toml")):
            content.update(path.read_bytes())
    return content.hexdigest()[:16]
