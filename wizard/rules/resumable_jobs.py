"""Proofs and comparisons in slices: nobody waits longer than they ask to, and each is made once.

One of large rules takes seconds. Whoever asks takes it further for as long as they will wait; it
stays where it is, in this process, until somebody asks again. What is found goes to the cache,
where other processes find it; those that share none make their own.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from django.core.cache import cache as shared

from wizard.decision import diff, verify
from wizard.decision.ruleset import RuleSet
from wizard.decision.walk import Steps

from . import law
from .snapshot import fingerprint

KEEP_SECONDS = 24 * 3600
"""Seconds for which what was found is kept."""

MOST_JOBS = 8
"""Computations that a process remembers: those longest not asked for are forgotten."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Progress(Generic[Found]):
    """The situations walked so far, and what was found once all of them were."""

    walked: int
    found: Found | None = None

    @property
    def whole(self) -> Found:
        """What was found; asked only by whoever waited for the end."""
        if self.found is None:
            raise RuntimeError(f"not finished: {self.walked} situations walked so far")
        return self.found


@dataclass(slots=True)
class _Job:
    """One computation, where it stands."""

    steps: Steps[Any]
    walked: int = 0
    found: Any = None
    has_ended: bool = False
    lock: Lock = field(default_factory=Lock)
    thread: Thread | None = None
    """What works on it for a reader who was sent away meanwhile."""

    def go_on(self, seconds: float | None) -> None:
        """Take further steps for some time, at least one, or all of them."""
        end = None if seconds is None else time.monotonic() + seconds
        try:
            while not self.has_ended:
                self.walked = next(self.steps)
                if end is not None and time.monotonic() >= end:
                    return
        except StopIteration as stop:
            self.found, self.has_ended = stop.value, True


_jobs: OrderedDict[str, _Job] = OrderedDict()
_guard = Lock()


def report(ruleset: RuleSet, on: date, seconds: float | None = None) -> Progress[verify.Report]:
    """Prove a rule set for a day: wholly, or for as long as somebody will wait.

    The paths are walked once for all rule sets that differ in their wording only.
    """
    found = law.register()
    key = _key(f"proof.{fingerprint(ruleset)}.{on}.{law.fingerprint(found)}")
    known: verify.Report | None = shared.get(key)
    if known is not None:
        return Progress(0, known)
    walk: Progress[verify.Report] = Progress(0)
    if verify.may_be_walked(ruleset):
        bare = verify.bare(ruleset)
        name = f"walk.{fingerprint(bare)}.{on}"
        walk = advance(name, partial(verify.walking, bare, on), seconds)
        if walk.found is None:
            return walk
    known = verify.complete_report(ruleset, found, walk.found)
    shared.set(key, known, KEEP_SECONDS)
    return Progress(walk.walked, known)


def difference(
    before: RuleSet, after: RuleSet, on: date, seconds: float | None = None
) -> Progress[diff.Difference]:
    """Compare two rule sets on a day: wholly, or for as long as somebody will wait."""
    return advance(*_comparison(before, after, on), seconds)


def difference_soon(
    before: RuleSet, after: RuleSet, on: date, seconds: float | None
) -> Progress[diff.Difference]:
    """Give the comparison if it is there within some seconds; else it goes on without the caller.

    For pages that anybody may ask for: no reader waits for all of it, and none has to come back
    for it to get on. One thread works on a comparison, however many ask for it.
    """
    name, begin = _comparison(before, after, on)
    known = shared.get(_key(name))
    if known is not None:
        return Progress(0, known)
    job = _job(_key(name), begin)
    with _guard:
        if job.thread is None or not (job.thread.is_alive() or job.has_ended):
            job.thread = Thread(target=advance, args=(name, begin, None), daemon=True)
            job.thread.start()
    job.thread.join(seconds)
    return Progress(job.walked, job.found)


def advance(name: str, begin: Callable[[], Steps[Found]], seconds: float | None) -> Progress[Found]:
    """Take a computation further, unless it was finished; begin it if nobody has."""
    key = _key(name)
    known = shared.get(key)
    if known is not None:
        return Progress(0, known)
    job = _job(key, begin)
    # Who will not wait does not wait for somebody else's slice either.
    if not job.lock.acquire(blocking=seconds is None):
        return Progress(job.walked)
    try:
        job.go_on(seconds)
    except BaseException:
        # A broken computation would end at once, with nothing, when asked again.
        _jobs.pop(key, None)
        raise
    finally:
        job.lock.release()
    if job.has_ended:
        shared.set(key, job.found, KEEP_SECONDS)
    return Progress(job.walked, job.found)


def _job(key: str, begin: Callable[[], Steps[Any]]) -> _Job:
    """Give a computation where it stands, as the one asked for last."""
    with _guard:
        job = _jobs.setdefault(key, _Job(begin()))
        _jobs.move_to_end(key)
        while len(_jobs) > MOST_JOBS:
            _jobs.popitem(last=False)
    return job


def _comparison(
    before: RuleSet, after: RuleSet, on: date
) -> tuple[str, Callable[[], Steps[diff.Difference]]]:
    """Name a comparison, and say how it is begun."""
    name = f"difference.{fingerprint(before)}.{fingerprint(after)}.{on}"
    return name, partial(diff.comparison, before, after, on)


def _key(name: str) -> str:
    """Under which name something found is kept, by this program."""
    return f"wizard.{_program_version()}.{name}"


@cache
def _program_version() -> str:
    """Name the program that proves: what an earlier one found is no proof to the next."""
    folder = Path(verify.__file__).parent
    sources = b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
    return hashlib.sha256(sources).hexdigest()[:12]
