"""What holds on the day a page is shown for, and what has run out or come into doubt by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone

from guidance.models.citations import Cited
from guidance.models.sources import LegalSource

if TYPE_CHECKING:
    from guidance.models.base import BasePage


def day_shown(request: HttpRequest) -> date:
    """The day a page is made for: today in Viet Nam, or in a preview the day the editor chose."""
    return getattr(request, "day_shown", None) or timezone.localdate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a page and the acts it rests on hold on a day."""

    has_ended: bool
    has_not_begun: bool
    ended: list[LegalSource]
    doubted: list[LegalSource]


def standing(page: BasePage, cited: Mapping[str, Cited], day: date) -> Standing:
    """What the reader of a page must know of its acts on this day.

    An act that had ended when the page was last reviewed is cited as history, so nothing is said.
    Where the end itself is in doubt, the doubt says more.
    """
    sources = _distinct(cited.values())
    reviewed = page.last_reviewed or date.min
    doubted = [source for source in sources if source.is_in_doubt(day)]
    return Standing(
        has_ended=page.applies_until is not None and page.applies_until < day,
        has_not_begun=page.applies_from is not None and day < page.applies_from,
        ended=[
            source
            for source in sources
            if source.ended_between(reviewed, day) and source not in doubted
        ],
        doubted=doubted,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A day on which what holds changes: acts that begin, end or come into doubt on it.

    `state` is on (begun), now (the last day with what holds today) or q (ahead, in doubt or not).
    """

    day: date
    state: str
    begins: list[LegalSource]
    ends: list[LegalSource]
    doubted: list[LegalSource]


MOST_TURNS = 4


def turns(cited: Iterable[Cited], today: date) -> list[Turn]:
    """The last day on which something changed, today, and the days ahead, as the register has them.

    An act that ends in doubt is in doubt from the next day: that says more.
    """
    sources = _distinct(cited)
    days = {source.in_force_from for source in sources}
    days |= {_end(source) for source in sources} | {source.doubt_from for source in sources}
    known = sorted(day for day in days if day)
    past = [day for day in known if day <= today][-1:]
    ahead = [day for day in known if day > today]
    wanted = sorted({*past, today, *ahead})[:MOST_TURNS]
    return [
        Turn(
            day=day,
            state="now" if day == today else "on" if day < today else "q",
            begins=[source for source in sources if source.in_force_from == day],
            ends=[source for source in sources if _end(source) == day],
            doubted=[source for source in sources if source.doubt_from == day],
        )
        for day in wanted
    ]


def _end(source: LegalSource) -> date | None:
    """The last day in force, unless what follows it is in doubt."""
    return None if source.doubt_from else source.in_force_until


def _distinct(cited: Iterable[Cited]) -> list[LegalSource]:
    return list({item.source.pk: item.source for item in cited}.values())
