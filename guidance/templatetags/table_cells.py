"""The cells of a table with the names of their columns, for screens too narrow for columns."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

register = template.Library()


@register.filter
def labelled(row: Sequence[str], header: Sequence[str] | None) -> list[tuple[str, str]]:
    """Each cell of a row with the name of its column, empty where the column has none."""
    names = list(header or ())
    names += [""] * (len(row) - len(names))
    return list(zip(names, row, strict=False))
