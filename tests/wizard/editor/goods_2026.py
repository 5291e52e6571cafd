"""A list of 2026, MADE UP FOR THESE TESTS: no such list is known, and nothing of it is law.

It is what an officer might upload if one were issued: the shipped list with the codes of printers
gone, one heading split, one heading added, and one name corrected.
"""

from __future__ import annotations

from typing import Any

from wizard.goods.export import write_rows
from wizard.goods.lookup import shipped_mappings

REMOVED = "8443.31.19"
ADDED = {
    "kind": "line",
    "code": "8524",
    "class": "listed",
    "name-vi": "Dòng bịa ra để kiểm thử",
    "name-en": "Line made up for a test",
    "name-fr": "Ligne inventée pour un essai",
}


def shipped_rows() -> list[dict[str, str]]:
    """The shipped list as the rows of a sheet."""
    return list(write_rows(shipped_mappings()[0]))


def made_up_rows() -> list[dict[str, str]]:
    """The made-up list of 2026."""
    rows = shipped_rows()
    blank = dict.fromkeys(rows[0], "")
    kept = [
        row
        for row in rows
        if not (row["kind"] == "line" and row["code"] == REMOVED)
        and not (row["kind"] == "unlisted" and row["code"] == "8524")
    ]
    changed = next(row for row in kept if row["kind"] == "line")
    changed["name-en"] = "Corrected for a test"
    return [*kept, {**blank, **ADDED}]


def changed_rows(row: int, **cells: Any) -> list[dict[str, str]]:
    """The shipped rows with the cells of one row, counted as a spreadsheet does, replaced."""
    rows = shipped_rows()
    rows[row - 2] |= {name.replace("_", "-"): value for name, value in cells.items()}
    return rows
