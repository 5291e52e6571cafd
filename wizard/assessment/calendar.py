"""The dates of a result as a calendar file (RFC 5545): whole days, made from the address alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

import icalendar
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guidance.text.own_addresses import own_url
from wizard.decision.sources import Citation
from wizard.rules.law import provision

from .addresses import address
from .flow import go_to, next_address
from .forms import localized
from .results import Result
from .storage import situation_of
from .timeline import Timeline

REVIEW = 30
"""A result is looked at again after so many days, or before a point of law comes into doubt."""
PROVISIONAL = gettext_lazy(
    "Provisional: public holidays on the way are not announced yet, or in doubt."
)
REMINDER = timedelta(days=-3)


def result_calendar(request: HttpRequest) -> HttpResponse:
    """Send the dates of a result; lead to the first question still open where there is none."""
    situation = situation_of(request)
    if situation.first_open is not None:
        return go_to(next_address(situation), situation)
    own = own_url(request, address("result", situation, stamped=True))
    body = calendar(Result(situation), own)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="result.ics"'
    return response


@dataclass(frozen=True, kw_only=True)
class Event:
    """A whole day of a calendar; `name` is its own for good, so that a later file moves it."""

    name: str
    day: date
    title: str
    said: tuple[str, ...]
    is_yearly: bool = False


def calendar(result: Result, url: str, known: Mapping[str, date] | None = None) -> bytes:
    """Write the dates of a result that go into a calendar, each with its source and `url`.

    `known` has the days, by task, that the answers alone do not give: the end of a stay typed.
    """
    made = icalendar.Calendar()
    made.add("prodid", f"-//{_('Import and Origin Guide')}//{str(get_language()).upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for event in _events(result, known or {}):
        made.add_component(_written(event, url, result.situation.on))
    return bytes(made.to_ical())


def _events(result: Result, known: Mapping[str, date]) -> Iterator[Event]:
    """The dates to keep, and the day to look at the result again."""
    # The answers alone: who files on another day moves an entry and makes no second one.
    whose = hashlib.sha256(urlencode(result.situation.given).encode()).hexdigest()[:12]
    whose = f"{result.ruleset.key}.{whose}"
    for entry in Timeline(result).all:
        task = entry.task
        day = known.get(task.key) or entry.day
        if task.in_calendar and day:
            said = [localized(task.note)] if task.note else []
            if entry.is_provisional:
                said.append(str(PROVISIONAL))
            said.append(_source(task.basis))
            yield Event(
                name=f"{task.key}.{whose}",
                day=day,
                title=localized(task.text),
                said=tuple(said),
                is_yearly=task.each_year is not None,
            )
    title = _("Check this result again: %(title)s") % {"title": localized(result.sentence)}
    yield Event(name=f"review.{whose}", day=_review(result), title=title, said=())


def _review(result: Result) -> date:
    """The day before a point of law next comes into doubt, or else REVIEW days later."""
    on = result.situation.on
    begins = (doubt.in_force_from for doubt in result.ruleset.doubts)
    ahead = [day.toordinal() - 1 for day in begins if day and day > on]
    day = min([*ahead, on.toordinal() + REVIEW, date.max.toordinal()])
    return date.fromordinal(max(day, on.toordinal()))


def _source(basis: Iterable[Citation]) -> str:
    """The provisions a date rests on, by number and name."""
    found = [f"{item.number}, {localized(item.label)}" for item in map(provision, basis)]
    return _("Source: %(provisions)s") % {"provisions": "; ".join(found)}


def _written(event: Event, url: str, stamp: date) -> icalendar.Event:
    again = _("Check again: %(url)s") % {"url": url}
    entry = icalendar.Event()
    entry.add("uid", f"{event.name}@import-and-origin-guide")
    # The day of the rules and no clock: equal addresses give equal files.
    entry.add("dtstamp", datetime.combine(stamp, time(), UTC))
    entry.add("dtstart", event.day)
    if event.is_yearly:
        entry.add("rrule", {"freq": "yearly"})
    entry.add("summary", event.title)
    entry.add("description", "\n".join((*event.said, again)))
    entry.add("url", url)
    entry.add("transp", "TRANSPARENT")
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.title)
    alarm.add("trigger", REMINDER)
    entry.add_component(alarm)
    return entry
