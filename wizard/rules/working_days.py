"""Working days by the Vietnamese calendar: weekends, public holidays, Saturdays worked instead."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from .snapshot import RULESETS

CALENDAR = RULESETS / "calendars" / "viet-nam.toml"
SATURDAY = 5
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """A day that was counted, and whether a holiday on the way may still move it."""

    day: date
    is_provisional: bool = False


@dataclass(frozen=True)
class Calendar:
    """The days off and the days worked of the years that are known.

    A year that is not announced, not known at all, or that has a doubtful day on the way makes what
    is counted through it provisional.
    """

    off: frozenset[date]
    worked: frozenset[date]
    doubtful: frozenset[date]
    announced: Mapping[int, bool]

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day, as far as is known."""
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.off

    def is_sure(self, day: date) -> bool:
        """Whether it is settled that this day is worked, or not; weekends are taken to be."""
        is_settled = self.announced.get(day.year, False) and day not in self.doubtful
        return is_settled or day.weekday() >= SATURDAY

    def after(self, start: date, days: int) -> Counted:
        """So many working days later; the first day is not counted. 0: that day or the next one."""
        day, left, sure = start, days, True
        if days > (date.max - start).days:
            return Counted(date.max, is_provisional=True)
        if days == 0:
            day -= ONE
            left = 1
        try:
            while left:
                day += ONE
                sure = sure and self.is_sure(day)
                left -= self.is_working(day)
        except OverflowError:
            return Counted(date.max, is_provisional=True)
        return Counted(day, not sure)

    def before_or_on(self, day: date) -> Counted:
        """The day itself if it is worked, else the last working day before it."""
        sure = self.is_sure(day)
        while not self.is_working(day) and day > date.min:
            day -= ONE
            sure = sure and self.is_sure(day)
        return Counted(day, not sure)


@cache
def viet_nam() -> Calendar:
    """The calendar of Viet Nam, as its file has it."""
    years = tomllib.loads(CALENDAR.read_text(encoding="utf-8"))["year"]
    return Calendar(
        off=frozenset(day for year in years for day in year["off"]),
        worked=frozenset(day for year in years for day in year.get("worked", ())),
        doubtful=frozenset(day for year in years for day in year.get("doubtful", ())),
        announced={year["year"]: year["announced"] for year in years},
    )


def is_working_day(day: date) -> bool:
    """Whether offices in Viet Nam work on a day, as far as is known."""
    return viet_nam().is_working(day)
