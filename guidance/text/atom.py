"""Atom feeds: entries with addresses that all carry scheme and host."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

LATEST = 30


class Feed:
    """A feed whose addresses all carry scheme and host."""

    def __init__(self, request: HttpRequest, title: str, path: str) -> None:
        """Name the feed and the page it follows."""
        self.request = request
        self.feed = Atom1Feed(
            title=title,
            link=request.build_absolute_uri(path),
            description="",
            language=get_language(),
            feed_url=request.build_absolute_uri(),
        )

    def add(self, title: str, path: str, summary: str, moment: datetime | date | None) -> None:
        """One entry; its identity is its address and the day."""
        when = moment if isinstance(moment, datetime) else _noon(moment)
        address = self.request.build_absolute_uri(path)
        self.feed.add_item(
            title=title,
            link=address,
            description=summary,
            # An address has one fragment at most.
            unique_id=f"{address}{'-' if '#' in address else '#'}{when:%Y-%m-%d}",
            pubdate=when,
            updateddate=when,
        )

    def response(self) -> HttpResponse:
        """The feed as it is sent."""
        content = self.feed.writeString("utf-8")
        return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def _noon(day: date | None) -> datetime:
    return datetime.combine(day or date(2025, 1, 1), time(5), tzinfo=UTC)
