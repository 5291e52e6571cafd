"""Rows of a goods list changed by hand: merged into the draft of now, and judged as a sheet is.

A change says which row it replaces by all of that row's cells. So it still fits when somebody else
has changed other rows meanwhile, and is refused when they changed the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from wizard.goods.sheet import KINDS, NEEDS, SINGLE, RowIssue, languages, read_rows

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """A row before and after; None before a new one, and after one that goes.

    `number` is how the table counts it among the rows of its kind. A row that stays as it is may
    be named too, so that what is wrong with it is found in the table.
    """

    number: int
    before: Cells | None
    after: Cells | None

    @property
    def is_change(self) -> bool:
        """Whether anything is otherwise."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in words: in a row of the table by its `number`, or in none of them."""

    number: int | None
    column: str
    message: str


def columns_of(kind: str) -> list[str]:
    """The columns that a row of this kind has something to say in, in the order of the sheet."""
    names = [f"name-{code}" for code in languages()]
    also = [f"also-{code}" for code in languages()] if kind == "product" else []
    own = [name for name in ("key", "code", "class") if name in NEEDS[kind]]
    day = ["from"] if kind == "notice" else []
    return [*own, *(names if "name" in NEEDS[kind] else ()), *also, *day]


def apply_edits(
    rows: Sequence[Cells], edits: Iterable[Edit], classes: Collection[str] | None
) -> tuple[dict[str, Any], list[Problem]]:
    """The contents of a list after the edits; with any problem, there are no contents.

    A class that the rules do not know is a problem of a row that is changed alone: others may have
    it since the rules have changed, and are mended one after the other.
    """
    merged, lost = _merged(rows, edits)
    if lost:
        return {}, lost
    by_label = {label: edit for label, edit, _cells in merged}
    labelled = [(label, cells) for label, _edit, cells in merged]
    contents, issues = read_rows(labelled)
    if not issues:
        judged = read_rows(labelled, classes)[1]
        issues = [issue for issue in judged if (by_label[issue.row] or UNTOUCHED).is_change]
    problems = [_problem(issue, by_label[issue.row]) for issue in issues]
    return ({} if problems else contents), problems


UNTOUCHED = Edit(0, None, None)
ELSEWHERE = 1_000_000
"""Added to the number of a row of the sheet that is not in the table."""


def _merged(
    rows: Sequence[Cells], edits: Iterable[Edit]
) -> tuple[list[tuple[int, Edit | None, Cells]], list[Problem]]:
    """The rows, each under a label of its own with the edit it comes from; edits that found none.

    The label of a row in the table is its number there, so that others may be told of it by that.
    """
    waiting: dict[tuple[str, ...], list[Edit]] = {}
    added = []
    for edit in edits:
        if edit.before is not None:
            waiting.setdefault(_identity(edit.before), []).append(edit)
        elif edit.after is not None:
            added.append((edit.number, edit, edit.after))
    found: list[tuple[int, Edit | None, Cells]] = []
    for place, row in enumerate(rows, 2):
        known = waiting.get(_identity(row))
        made = known.pop(0) if known else None
        if made is None:
            found.append((ELSEWHERE + place, None, row))
        elif made.after is not None:
            found.append((made.number, made, made.after))
    message = _("Somebody changed or removed this row meanwhile.")
    lost = [edit for left in waiting.values() for edit in left if edit.is_change]
    return found + added, [Problem(edit.number, "", message) for edit in lost]


def _identity(row: Cells) -> tuple[str, ...]:
    return tuple(row.values())


def _problem(issue: RowIssue, edit: Edit | None) -> Problem:
    """What the reading of a sheet found: at the row of the table, else by its place there."""
    if edit is not None:
        return Problem(edit.number, issue.column, issue.message)
    return Problem(None, issue.column, str(replace(issue, row=issue.row - ELSEWHERE)))


def parts() -> list[tuple[str, str]]:
    """Each kind of row that may be changed by hand, with the part of the list it belongs to."""
    return list(KINDS.items())


def is_single(kind: str) -> bool:
    """Whether a list has one row of this kind at most."""
    return kind in SINGLE
