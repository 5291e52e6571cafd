"""What readers come to do, and the page that does it: reviewed lists beside the synonyms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from guidance.search.typed import CO, STOP_WORDS, is_word, tokens, with_co
from guidance.text.addresses import CONTENT

# A phrase of fewer words must stand as it is, in one piece.
LEAST_APART = 2
# What stands in another order or apart is a little less sure.
SCATTERED = 0.95


@dataclass(frozen=True, slots=True)
class Task:
    """The words of readers for one task; where it is done: a page or an assessment, by its key."""

    typed: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    page: str
    check: str


@cache
def tasks(language: str) -> tuple[Task, ...]:
    """Every task of a language; a change is seen when the site starts anew."""
    path = CONTENT / "synonyms" / f"{language}.toml"
    if not path.exists():
        return ()
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("task", ())
    return tuple(
        Task(
            typed=tuple(row["typed"]),
            phrases=tuple(tuple(with_co(tokens(phrase))) for phrase in row["typed"]),
            page=row.get("page", ""),
            check=row.get("check", ""),
        )
        for row in rows
    )


def tasks_meant(query: str, language: str) -> list[tuple[Task, float]]:
    """The tasks that a query names, with the share of it that does so: 1.0 is nothing else."""
    readings = list(_readings(query))
    found = [
        (task, max(_share(typed, phrase) for typed in readings for phrase in task.phrases))
        for task in tasks(language)
    ]
    return [(task, share) for task, share in found if share]


def _readings(query: str) -> Iterator[list[str]]:
    typed = with_co(tokens(query))
    yield typed
    if query.isascii() and "co" in typed:
        # Without accents "co" may be "có" or a C/O.
        yield [CO if word == "co" else word for word in typed]


def _share(typed: Sequence[str], phrase: Sequence[str]) -> float:
    """How much of the query the phrase is, if all its words stand there; 0 if they do not.

    Words that mean something alone may stand in any order; "form E" must stand together.
    """
    own = [word for word in phrase if word not in STOP_WORDS]
    if (rest := _without(typed, phrase)) is None:
        if len(own) < LEAST_APART or not all(is_word(word) for word in phrase):
            return 0.0
        if not set(phrase) <= set(typed):
            return 0.0
        rest = [word for word in typed if word not in own]
        return SCATTERED * _part(own, rest)
    return _part(own, rest)


def _part(own: Sequence[str], rest: Sequence[str]) -> float:
    beside = [word for word in rest if is_word(word) and word not in STOP_WORDS]
    return max(1, len(own)) / (max(1, len(own)) + len(beside))


def _without(typed: Sequence[str], phrase: Sequence[str]) -> list[str] | None:
    """The words without the phrase; None if it does not stand there in one piece."""
    size = len(phrase)
    for at in range(len(typed) - size + 1):
        if tuple(typed[at : at + size]) == tuple(phrase):
            return [*typed[:at], *typed[at + size :]]
    return None
