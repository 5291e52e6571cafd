"""What to do and which days to keep, each with its date: counted from the data of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from wizard.decision.ruleset import Task
from wizard.rules import registry
from wizard.rules.working_days import SATURDAY, Counted, viet_nam

from .results import Result
from .situation import Situation

MOST_THINGS = 3
"""So many things to do are shown beside a verdict: what anybody can keep in mind."""

MOST_DAYS = 35
"""So many days of a file are drawn one by one: 17 working days with the days off of Tết."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A task on its day; `day` is None where none can be counted.

    Provisional is a day that a holiday not yet announced may still move.
    """

    task: Task
    day: date | None
    is_provisional: bool = False

    @property
    def is_past(self) -> bool:
        """Whether its day lies before today; what may be done from a day on is never over."""
        if self.day is None or self.task.bound == "from":
            return False
        return self.day < registry.today()


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the way of a file; `number` counts the working days, 0 on days off and the first.

    Unsure is a day that a holiday not announced yet, or in doubt, may still change.
    """

    day: date
    number: int
    is_off: bool
    is_unsure: bool
    entries: tuple[Entry, ...]

    @property
    def is_holiday(self) -> bool:
        """Whether it is off though it is no Saturday or Sunday."""
        return self.is_off and self.day.weekday() < SATURDAY


@dataclass(frozen=True)
class Timeline:
    """The dates of a result, counted from the days of its situation."""

    result: Result

    @property
    def situation(self) -> Situation:
        """What the dates are counted from."""
        return self.result.situation

    @cached_property
    def todo(self) -> tuple[Entry, ...]:
        """What to do first, in the order of the rules."""
        return self._things[:MOST_THINGS]

    @cached_property
    def dates(self) -> tuple[Entry, ...]:
        """The days to keep, of procedures and of what is done later; those without one last."""
        named = {key for route in self.result.routes for key in route.procedure.dates}
        named |= {item.task.key for item in self._things[MOST_THINGS:]}
        return tuple(sorted(self._dated(named), key=lambda item: item.day or date.max))

    @cached_property
    def _things(self) -> tuple[Entry, ...]:
        """All that there is to do."""
        return self._dated(self.result.to_do)

    @cached_property
    def all(self) -> tuple[Entry, ...]:
        """Both, each once."""
        return tuple({item.task.key: item for item in (*self.todo, *self.dates)}.values())

    @property
    def has_past(self) -> bool:
        """Whether a day of what to do first lies before today."""
        return any(item.is_past for item in self.todo)

    @property
    def is_counted_from_file(self) -> bool:
        """Whether another day of the file would move a date shown."""
        return any(self._is_from_file(item.task) for item in self.all)

    def _is_from_file(self, task: Task) -> bool:
        """Whether a task is counted from the day of the file, or from another that is."""
        before = self.result.ruleset.task_by_key.get(task.after) if task.after else task
        return before is not None and before.starts == "filed"

    @cached_property
    def file_days(self) -> tuple[Day, ...]:
        """Each day from the file to the last that follows from it within the days drawn.

        Nothing where no other day follows: a stay and a yearly report are too far to be drawn.
        """
        last = self.situation.filed.toordinal() + MOST_DAYS
        due: dict[date, list[Entry]] = {}
        # In the order of the rules: on one day the answer comes before what it allows.
        for item in self._dated(item.task.key for item in self.all):
            is_far = item.task.years is not None or item.task.each_year is not None
            is_drawn = item.day and item.day.toordinal() <= last and not is_far
            if item.day and is_drawn and self._is_from_file(item.task):
                due.setdefault(item.day, []).append(item)
        return tuple(_between(due)) if len(due) > 1 else ()

    @property
    def is_provisional(self) -> bool:
        """Whether a date shown may still move."""
        return any(item.is_provisional for item in self.all)

    def _dated(self, named: Iterable[str]) -> tuple[Entry, ...]:
        wanted = set(named)
        found = []
        for task in self.result.ruleset.tasks:
            if task.key in wanted and task.in_force(self.situation.day(task.by)):
                counted = self._day(task)
                day, provisional = (
                    (counted.day, counted.is_provisional) if counted else (None, False)
                )
                found.append(Entry(task, day, provisional))
        return tuple(found)

    def _day(self, task: Task, waiting: frozenset[str] = frozenset()) -> Counted | None:
        """The day of a task; None for one that is told in words, or waits for a day not given.

        A draft may count a day from itself or from nothing: it has none.
        """
        start = None if task.key in waiting else self._start(task, waiting | {task.key})
        has_own = task.days is not None or task.years is not None or task.each_year is not None
        if start is None or (task.moment is not None and not has_own):
            return None
        if task.days is not None:
            counted = viet_nam().after(start.day, task.days)
            start = Counted(counted.day, start.is_provisional or counted.is_provisional)
        if task.years is not None:
            # A stay that ends on a day off: what is to be done is done before it.
            end = viet_nam().before_or_on(_in_year(start.day.year + task.years, start.day))
            start = Counted(end.day, start.is_provisional or end.is_provisional)
        return _next_of_year(start, task.each_year) if task.each_year is not None else start

    def _start(self, task: Task, waiting: frozenset[str]) -> Counted | None:
        if task.after is not None:
            before = self.result.ruleset.task_by_key.get(task.after)
            return self._day(before, waiting) if before else None
        if task.starts == "declared":
            on = self.situation.declared_on
            return Counted(on) if on else None
        return Counted(self.situation.filed if task.starts == "filed" else self.situation.on)


def _between(due: Mapping[date, Sequence[Entry]]) -> Iterator[Day]:
    """Every day from the first to the last, its working days counted."""
    calendar, first, number = viet_nam(), min(due), 0
    for ahead in range((max(due) - first).days + 1):
        day = first + timedelta(days=ahead)
        is_off = not calendar.is_working(day)
        number += ahead > 0 and not is_off
        yield Day(
            day=day,
            number=0 if is_off else number,
            is_off=is_off,
            is_unsure=not calendar.is_sure(day),
            entries=tuple(due.get(day, ())),
        )


def _next_of_year(start: Counted, month_and_day: str) -> Counted | None:
    """The first such day from a day on; the law names it, so no holiday moves it."""
    try:
        named = date.fromisoformat(f"2000-{month_and_day}")
    except ValueError:
        return None
    found = _in_year(start.day.year, named)
    return Counted(found if found >= start.day else _in_year(start.day.year + 1, named))


def _in_year(year: int, like: date) -> date:
    """The same month and day of a year; 28 February where there is no 29th."""
    year = min(year, date.max.year)
    try:
        return like.replace(year=year)
    except ValueError:
        return like.replace(year=year, day=28)
