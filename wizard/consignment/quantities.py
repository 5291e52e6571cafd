"""Quantities as written on packing lists, and their sums by unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from guidance.text.folding import fold
from wizard.papers.wording import read_number

FILED_UNITS = {
    "chiếc": ("pc", "pcs", "piece", "pieces", "unit", "units", "unite", "unites"),
    "bộ": ("set", "sets", "jeu", "jeux"),
}
"""Units as papers in Vietnamese have them, and how packing lists in other languages write them."""

_WRITTEN = re.compile(r"(\d[\d., ]*?)\s*([^\d\s.,].*)?")


def read_quantity(text: str) -> tuple[Decimal, str] | None:
    """Read a number and its unit: "12 chiếc". None if it is none, or may be two ("1.500")."""
    found = _WRITTEN.fullmatch(text)
    number = read_number(found.group(1)) if found else None
    return None if number is None or found is None else (number, (found.group(2) or "").strip())


def filed_unit(unit: str) -> str:
    """A unit in Vietnamese where it is one of the usual ones, else as written."""
    written = fold(unit).strip(". ")
    return next((name for name, others in FILED_UNITS.items() if written in others), unit)


def total(texts: Iterable[str]) -> str:
    """Add quantities up, by unit: "12 chiếc; 3 kg". What is no quantity is not counted."""
    sums: dict[str, tuple[str, Decimal]] = {}
    for number, unit in filter(None, map(read_quantity, texts)):
        name, so_far = sums.get(fold(unit), (unit, Decimal(0)))
        sums[fold(unit)] = (name, so_far + number)
    return "; ".join(f"{plain_number(number)} {unit}".strip() for unit, number in sums.values())


def plain_number(number: Decimal) -> str:
    """A number without needless zeros, a point before its fraction."""
    return f"{number.normalize():f}"
