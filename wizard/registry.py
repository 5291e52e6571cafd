"""Which rule set, and which goods list, is in force on a day.

Rules come from the shipped files and from what editors published; a published version takes the
place of the file with the same number. All of them are kept in memory as one shelf that is
replaced whole: no step of the wizard asks the database, and none sees half a change.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db import DatabaseError
from django.utils import timezone

from . import goods, stamp
from .decision.parse import dump, parse
from .decision.ruleset import RuleSet

logger = logging.getLogger(__name__)

RULESETS = Path(__file__).parent / "rulesets"
MAIN = "circular-26-2025"
LOOK_AGAIN = 0.05
"""Seconds for which a process trusts that nothing was published; looking costs no query."""


class NotInForceError(LookupError):
    """No version of the rules is in force on the day asked for; carries the first day there is."""

    def __init__(self, first: date) -> None:
        """Keep the first day on which there are rules."""
        super().__init__(f"no rules in force before {first}")
        self.first = first


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every version of every rule set, as of one mark."""

    marks: tuple[str, str]
    versions: Mapping[str, tuple[RuleSet, ...]]
    digest: str


source: Callable[[], Iterable[RuleSet]] = tuple
"""Gives the rule sets that editors published; wizard.apps says whence."""

_shelf: Shelf | None = None
_marks = ("", "")
_looked = _stocked = 0.0
_failures = 0
_tried: ContextVar[tuple[RuleSet, date] | None] = ContextVar("tried", default=None)


@contextmanager
def using(ruleset: RuleSet, on: date) -> Iterator[None]:
    """Judge by one rule set, whatever is published, as if it were that day: for trying a draft."""
    token = _tried.set((ruleset, on))
    try:
        yield
    finally:
        _tried.reset(token)


def today() -> date:
    """Give the day it is in the site's time zone, or the day a draft is tried on."""
    tried = _tried.get()
    return tried[1] if tried else timezone.localdate()


def versions(key: str = MAIN) -> tuple[RuleSet, ...]:
    """Give every version of a rule set, oldest first."""
    tried = _tried.get()
    if tried and tried[0].key == key:
        return (tried[0],)
    return _current().versions.get(key, ())


def in_force(on: date, key: str = MAIN) -> RuleSet:
    """Give the newest version in force on a day; raise NotInForceError when there is none."""
    for ruleset in reversed(versions(key)):
        if ruleset.in_force(on):
            return ruleset
    raise NotInForceError(first_day(key))


def numbered(version: int, key: str = MAIN) -> RuleSet | None:
    """Give a version of a rule set by its number, if there is or was one."""
    return next((ruleset for ruleset in versions(key) if ruleset.version == version), None)


def first_day(key: str = MAIN) -> date:
    """Give the first day on which the rules are in force."""
    return min(ruleset.in_force_from or date.min for ruleset in versions(key))


def goods_list(ruleset: RuleSet) -> goods.GoodsList:
    """Give the goods list that a rule set names."""
    return goods.load(ruleset.goods_list)


def digest() -> str:
    """Fingerprint of all rules and goods lists: changes whenever an answer could."""
    tried = _tried.get()
    return fingerprint(tried[0]) if tried else _current().digest


@cache
def fingerprint(ruleset: RuleSet) -> str:
    """Name what a rule set says: equal names, equal rules."""
    content = json.dumps(dump(ruleset), default=str, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def refresh() -> None:
    """Look at once, instead of in a moment, whether rules were published."""
    global _looked
    _looked = 0.0


def mark() -> object:
    """Name the rules that this process goes by; it differs as long as that is not settled."""
    marks = _look()
    return *marks, _failures, _looked if stamp.is_pending(marks) else 0


def _look() -> tuple[str, str]:
    """Read when rules were last published, or trust what was read a moment ago."""
    global _marks, _looked
    now = time.monotonic()
    if now - _looked >= LOOK_AGAIN:
        _looked = now
        _marks = stamp.read()
    return _marks


def _current() -> Shelf:
    """Give the shelf, replaced if the mark says that rules were published since."""
    global _shelf, _stocked
    marks = _look()
    if _shelf is None or (
        _stocked != _looked and (marks != _shelf.marks or stamp.is_pending(marks))
    ):
        _shelf = _stock(marks, _shelf)
    _stocked = _looked
    return _shelf


def _stock(marks: tuple[str, str], before: Shelf | None) -> Shelf:
    """Put every version on a new shelf; if the database fails, keep what was there."""
    global _failures
    found = {(ruleset.key, ruleset.version): ruleset for ruleset in shipped()}
    try:
        found |= {(ruleset.key, ruleset.version): ruleset for ruleset in source()}
    except DatabaseError:
        logger.exception("cannot read the published rules; serving those known before")
        # Pages made now must not outlive the failure.
        _failures += 1
        if before is not None:
            return before
    by_key: dict[str, tuple[RuleSet, ...]] = {}
    for (key, _), ruleset in sorted(found.items(), key=lambda item: item[0]):
        by_key[key] = (*by_key.get(key, ()), ruleset)
    return Shelf(marks, by_key, _digest(found.values()))


@cache
def shipped() -> tuple[RuleSet, ...]:
    """Load the rule sets that come with the product."""
    found = []
    for path in sorted(RULESETS.glob("*.toml")):
        with path.open("rb") as file:
            found.append(parse(tomllib.load(file)))
    return tuple(found)


def _digest(rulesets: Iterable[RuleSet]) -> str:
    content = hashlib.sha256(" ".join(map(fingerprint, rulesets)).encode())
    for path in sorted(goods.LISTS.glob("*.toml")):
        content.update(path.read_bytes())
    return content.hexdigest()[:16]
