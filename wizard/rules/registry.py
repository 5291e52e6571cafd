"""Which rule set, and which goods list, is in force on a day.

Rules and lists come from the shipped files and from what editors published; a published version
takes the place of the file with the same number. All of them are kept in memory as one snapshot
that is replaced whole: no step of the wizard asks the database, and none sees half a change.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date

from django.db import DatabaseError
from django.utils import timezone

from guidance.delivery.content_version import content_version
from wizard.decision.ruleset import RuleSet
from wizard.goods import lookup

from .snapshot import Snapshot, Versioned, fill
from .snapshot import fingerprint as fingerprint
from .snapshot import shipped as shipped

logger = logging.getLogger(__name__)

TRY_AGAIN = 5.0
"""Seconds after which a database that did not give the published rules is asked again."""


class NotInForceError(LookupError):
    """No version of the rules is in force on the day asked for; carries the first day there is."""

    def __init__(self, first: date) -> None:
        """Keep the first day on which there are rules."""
        super().__init__(f"no rules in force before {first}")
        self.first = first


@dataclass(frozen=True, slots=True)
class Override:
    """What is judged by instead of what is published: rules and a day, perhaps a goods list."""

    ruleset: RuleSet
    on: date
    goods_list: lookup.GoodsList | None


source: Callable[[], Iterable[Versioned]] = tuple
"""Gives the rule sets and goods lists that editors published; wizard.apps says whence."""

_snapshot: Snapshot | None = None
_has_failed = False
_loaded_at = float("-inf")
_asked = -TRY_AGAIN
_override: ContextVar[Override | None] = ContextVar("overridden", default=None)
_assumed: ContextVar[tuple[Versioned, ...]] = ContextVar("assumed", default=())
_held: ContextVar[Snapshot | None] = ContextVar("held", default=None)


@contextmanager
def override(
    ruleset: RuleSet, on: date, goods_list: lookup.GoodsList | None = None
) -> Iterator[None]:
    """Judge by one rule set, whatever is published, as if it were that day: for trying a draft."""
    around = _override.get()
    if goods_list is None and around is not None:
        goods_list = around.goods_list
    token = _override.set(Override(ruleset, on, goods_list))
    try:
        yield
    finally:
        _override.reset(token)


@contextmanager
def with_published(kept: Versioned) -> Iterator[None]:
    """Judge as if a rule set or goods list were published beside all that are."""
    token = _assumed.set((*_assumed.get(), kept))
    try:
        yield
    finally:
        _assumed.reset(token)


@contextmanager
def held() -> Iterator[None]:
    """Answer from one snapshot until the end of a computation that asks again and again.

    While a change is pending, every question reads the published rules anew: a proof that judges
    two hundred expected situations inside the transaction of a publication asked two thousand
    times, and held the lock of the database for a minute.
    """
    token = _held.set(_current())
    try:
        yield
    finally:
        _held.reset(token)


def today() -> date:
    """Give the day it is in the site's time zone, or the day a draft is tried on."""
    overridden = _override.get()
    return overridden.on if overridden else timezone.localdate()


def known_keys() -> tuple[str, ...]:
    """Give the key of every rule set of which there is a version."""
    overridden = _override.get()
    known = _current().versions
    if overridden and overridden.ruleset.key not in known:
        return (*known, overridden.ruleset.key)
    return tuple(known)


def is_draft(key: str) -> bool:
    """Whether a rule set is judged by a draft that is being tried, not by what is published."""
    overridden = _override.get()
    return overridden is not None and overridden.ruleset.key == key


def is_withdrawn(key: str) -> bool:
    """Whether an assessment was taken away; one that is tried as a draft is there."""
    overridden = _override.get()
    if overridden and overridden.ruleset.key == key:
        return False
    return key in _current().withdrawn


def versions(key: str) -> tuple[RuleSet, ...]:
    """Give every version of a rule set, oldest first."""
    overridden = _override.get()
    if overridden and overridden.ruleset.key == key:
        return (overridden.ruleset,)
    return _current().versions.get(key, ())


def in_force(key: str, on: date) -> RuleSet:
    """Give the newest version in force on a day; raise NotInForceError when there is none."""
    for ruleset in reversed(versions(key)):
        if ruleset.in_force(on):
            return ruleset
    raise NotInForceError(first_day(key))


def by_version(key: str, version: int) -> RuleSet | None:
    """Give a version of a rule set by its number, if there is or was one."""
    return next((ruleset for ruleset in versions(key) if ruleset.version == version), None)


def first_day(key: str) -> date:
    """Give the first day on which the rules are in force."""
    return min(ruleset.in_force_from or date.min for ruleset in versions(key))


def rule_sets_using(goods_key: str, on: date) -> tuple[RuleSet, ...]:
    """Give the rules that use a goods list on a day or are published for later."""
    found = []
    for rulesets in _current().versions.values():
        current = [item for item in rulesets if item.in_force(on)][-1:]
        coming = [item for item in rulesets if (item.in_force_from or on) > on]
        found += [item for item in (*current, *coming) if item.goods_list == goods_key]
    return tuple(found)


def goods_list(ruleset: RuleSet, on: date) -> lookup.GoodsList:
    """Give the list that a rule set names as it stands on a day; LookupError if there is none."""
    overridden = _override.get()
    if overridden and overridden.goods_list and overridden.goods_list.key == ruleset.goods_list:
        return overridden.goods_list
    return listed_on(goods_lists(ruleset.goods_list or ""), on)


def goods_lists(key: str) -> tuple[lookup.GoodsList, ...]:
    """Give every version of a goods list, oldest first."""
    return _current().lists.get(key, ())


def listed_on(versions: tuple[lookup.GoodsList, ...], on: date) -> lookup.GoodsList:
    """Pick the newest version in force on a day; out of every period, the nearest before it."""
    if not versions:
        raise LookupError("no such goods list")
    started = [item for item in versions if item.in_force_from <= on] or [versions[0]]
    in_force = [item for item in started if item.in_force(on)]
    return max(in_force or started, key=lambda item: item.version)


def digest() -> str:
    """Fingerprint of all rules and goods lists: changes whenever an answer could."""
    overridden = _override.get()
    return fingerprint(overridden.ruleset) if overridden else _current().digest


def goods_digest() -> str:
    """Fingerprint of the goods lists alone."""
    return _current().goods_digest


def is_whole() -> bool:
    """Say whether the published rules are known, or only those that came with the product."""
    return _current().is_whole


def refresh() -> None:
    """Look at once, instead of in a moment, whether rules were published."""
    global _asked
    content_version.look()
    _asked = -TRY_AGAIN


def _current() -> Snapshot:
    """Give the snapshot, with what is assumed to be published as well."""
    if snapshot := _held.get():
        return snapshot
    snapshot, assumed = _published(), _assumed.get()
    return snapshot.with_more(assumed) if assumed else snapshot


def _published() -> Snapshot:
    """Give the snapshot, replaced if something was published since, or is being published now."""
    global _snapshot, _loaded_at, _asked, _has_failed
    mark, now = content_version.mark(), time.monotonic()
    snapshot, looked = _snapshot, content_version.looked
    if snapshot is not None:
        is_current = (
            snapshot.is_whole and mark == snapshot.mark and not content_version.is_pending()
        )
        # While one thread asks a database that may not answer, others go on with what there is.
        if is_current or looked == _loaded_at or now - _asked < TRY_AGAIN:
            return snapshot
    had_failed, _loaded_at, _asked = _has_failed, looked, now
    _snapshot, _has_failed = _load(mark, snapshot)
    if not _has_failed:
        _asked = -TRY_AGAIN
        if had_failed:
            # Pages made of earlier rules meanwhile must not outlive the failure.
            content_version.change()
    return _snapshot


def _load(mark: Hashable, before: Snapshot | None) -> tuple[Snapshot, bool]:
    """Take a new snapshot; if the database fails, keep the one before and say so."""
    shipped_too: list[Versioned] = [*shipped(), *lookup.shipped()]
    try:
        return fill(mark, [*shipped_too, *source()]), False
    except DatabaseError:
        logger.exception("cannot read the published rules; serving those known already")
        return before or replace(fill(mark, shipped_too), is_whole=False), True
