"""Measures of the drawings that are made from data: where a day or an amount stands on a bar."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from guidance.models.citations import Cited
from guidance.models.sources import LegalSource
from guidance.text.evidence import Evidence

register = template.Library()

WIDTH = 560
"""Units: on a phone three fifths of a pixel, so that words in the drawing can still be read."""
TOP, ROW = 36, 56
"""Units above the first bar, where the years stand, and for each bar with its name."""
YEAR = 64
"""Units between two years that are named, at least."""
BEFORE, AFTER = 60, 365
"""Days shown before the first day known and after today, at least."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One act: the row of its name and its line, and where the line begins and stops."""

    source: LegalSource
    y: int
    x: int
    until: int
    doubted: bool
    ends: bool

    @property
    def line(self) -> int:
        """The row of its line, below its name."""
        return self.y + 16


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on one scale of days; nothing if no act says since when it is in force."""

    bars: list[Bar] = field(default_factory=list)
    years: list[tuple[int, int]] = field(default_factory=list)
    today: int = 0
    height: int = 0


FULL = 100
"""Units of a bar to scale: the greatest amount of its table."""


@register.filter
def to_scale(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of ranges with where each bar begins and ends, the greatest amount at FULL."""
    greatest = max((item["most"] for row in rows for item in row["ranges"]), default=0)
    return [
        {
            "title": row["title"],
            "ranges": [
                {
                    "text": item["text"],
                    "from": _part(item["least"], greatest),
                    "until": _part(item["most"], greatest),
                }
                for item in row["ranges"]
            ],
        }
        for row in rows
    ]


@register.filter
def fees_to_scale(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of fees, each with the length of its bars; none where no amount is given.

    Bars are open, that is dashed, where no official text was read that gives the amounts.
    """
    names = ("new_amount", "reissue_amount")
    greatest = max((row.get(name) or 0 for row in rows for name in names), default=0)
    return [
        {
            "row": row,
            "is_open": row["evidence"] not in (Evidence.OFFICIAL, Evidence.OFFICIAL_COPY),
            "new": _part(row.get("new_amount"), greatest),
            "reissue": _part(row.get("reissue_amount"), greatest),
        }
        for row in rows
    ]


def _part(amount: int | None, greatest: int) -> int:
    return round(FULL * amount / greatest) if amount and greatest else 0


STATION = 46
"""Units between the lines of two former provinces that run into one."""


@register.filter
def run_in(names: list[Any]) -> dict[str, Any]:
    """Where former provinces and the one they went into stand: `names` with the row of each."""
    rows = [(name, 26 + number * STATION) for number, name in enumerate(names)]
    middle = 26 + (len(rows) - 1) * STATION // 2
    return {"names": rows, "middle": middle, "height": 64 + (len(rows) - 1) * STATION}


@register.simple_tag(takes_context=True)
def acts_in_force(context: Mapping[str, Any], citations: Iterable[str]) -> Chart:
    """The acts cited whose first day is known, the earliest first."""
    known: Mapping[str, Cited] = context.get("cited") or {}
    found = {known[item].source.pk: known[item].source for item in citations if item in known}
    today: date = context.get("today") or timezone.localdate()
    return chart(list(found.values()), today)


def chart(sources: list[LegalSource], today: date) -> Chart:
    """The bars of acts on a scale from a little before the first day to a year after today."""
    begun = sorted((item.in_force_from, item.slug, item) for item in sources if item.in_force_from)
    if not begun:
        return Chart()
    ahead = [day for *_, item in begun for day in (item.in_force_until, item.doubt_from)]
    days = [day for day in ahead if day]
    first = begun[0][0].toordinal() - BEFORE
    last = max([today, *days]).toordinal() + AFTER

    def place(day: date) -> int:
        return round((day.toordinal() - first) * WIDTH / (last - first))

    bars = []
    for number, (begins, _slug, item) in enumerate(begun):
        stop = item.doubt_from or item.in_force_until
        bars.append(
            Bar(
                source=item,
                y=TOP + 16 + number * ROW,
                x=place(begins),
                until=place(stop) if stop else WIDTH,
                doubted=item.doubt_from is not None,
                ends=stop is not None,
            )
        )
    years = range(date.fromordinal(first).year + 1, date.fromordinal(last).year + 1)
    every = math.ceil(YEAR * (last - first) / (WIDTH * 365))
    return Chart(
        bars=bars,
        years=[
            (year, x)
            for year in years[::every]
            # Its digits stand on both sides of the line.
            if YEAR // 2 <= (x := place(date(year, 1, 1))) <= WIDTH - YEAR // 2
        ],
        today=place(today),
        height=TOP + len(bars) * ROW + 8,
    )
