"""Working days by the Vietnamese calendar, and what is not known of it."""

from __future__ import annotations

from datetime import date

import pytest
from holidays.countries import Vietnam

from wizard.rules.working_days import Counted, viet_nam


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-30", 5, "2026-12-07"),  # over a weekend
        ("2026-11-28", 1, "2026-11-30"),  # received on a Saturday: day 0 is not counted
        ("2026-11-28", 0, "2026-11-30"),  # the next working day
        ("2026-11-30", 0, "2026-11-30"),  # is one itself
        ("2026-02-13", 1, "2026-02-23"),  # Tết
        ("2026-04-24", 3, "2026-05-04"),  # Hùng Kings' day moved to Monday; 30 April, 1 May off
        ("2025-12-31", 2, "2026-01-06"),  # 2 January off, 10 January worked instead
        ("2026-08-21", 1, "2026-08-22"),  # a Saturday worked instead of 31 August
        ("2026-08-28", 1, "2026-09-03"),  # National Day
    ],
)
def test_holidays_weekends_and_swapped_days_are_counted(start: str, days: int, end: str) -> None:
    counted = viet_nam().after(date.fromisoformat(start), days)

    assert counted == Counted(date.fromisoformat(end))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-12-30", 3, "2027-01-05"),  # 2027 is computed, not announced
        ("2027-02-03", 1, "2027-02-11"),  # Tết of 2027
        ("2026-11-23", 1, "2026-11-24"),  # Culture Day is in doubt
        ("2029-01-01", 5, "2029-01-08"),  # nothing known but weekends
        ("9999-12-30", 9, "9999-12-31"),  # the end of all calendars
    ],
)
def test_what_is_not_announced_makes_a_day_provisional(start: str, days: int, end: str) -> None:
    counted = viet_nam().after(date.fromisoformat(start), days)

    assert counted == Counted(date.fromisoformat(end), is_provisional=True)


@pytest.mark.parametrize("year", sorted(viet_nam().announced))
def test_each_year_is_the_one_that_a_library_computes(year: int) -> None:
    """Weekends aside, and but for what the file explains: a swap that it lacks, a day in doubt."""
    known, computed = viet_nam(), Vietnam(years=year)
    swapped = {date(2026, 1, 2)}
    worked_instead = {date(2026, 1, 10)}
    off = {day for day in computed if day.weekday() < 5} - known.doubtful

    assert {day for day in known.off if day.year == year} - swapped == off
    saturdays = {day for day in computed.weekend_workdays if day.year == year}
    assert {day for day in known.worked if day.year == year} - worked_instead == saturdays


def test_an_end_on_a_day_off_is_moved_before_it() -> None:
    assert viet_nam().before_or_on(date(2026, 2, 20)) == Counted(date(2026, 2, 13))
    assert viet_nam().before_or_on(date(2026, 2, 13)) == Counted(date(2026, 2, 13))
