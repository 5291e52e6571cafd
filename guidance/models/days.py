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


def _distinct(cited: Iterable[Cited]) -> list[LegalSource]:
    return list({item.source.pk: item.source for item in cited}.values())
