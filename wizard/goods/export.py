"""The contents of a goods list as the rows of a sheet, which reads back without loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .codes import write_code
from .sheet import FROM, KINDS, columns, languages


def write_rows(contents: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Write each part of a list as rows, all columns filled."""
    blank = dict.fromkeys(columns(), "")
    for kind, part in KINDS.items():
        found = contents.get(part)
        items = found if isinstance(found, list) else [] if found is None else [found]
        for item in items:
            yield {**blank, "kind": kind, **_cells(kind, item)}


def _cells(kind: str, item: Any) -> dict[str, str]:
    """Fill the columns that this kind of row has."""
    if kind == "default":
        return {"class": item}
    if kind == "title":
        return _named(item)
    codes = item.get("codes") or [item.get("code") or item["prefix"]]
    cells = {"code": " ".join(map(write_code, codes))}
    cells |= {name: item[name] for name in ("class", "key") if name in item}
    if day := item.get("in_force_from"):
        cells[FROM] = str(day)
    cells |= _named(item.get("name") or item.get("text") or {})
    spoken = item.get("synonyms", {})
    return cells | {f"also-{code}": "; ".join(spoken.get(code, ())) for code in languages()}


def _named(names: Mapping[str, str]) -> dict[str, str]:
    return {f"name-{code}": names.get(code, "") for code in languages()}
