"""Atom feeds (RFC 4287): who writes them, what stands in them, and names that never change.

An entry is named after what it is about, by a UUID made from that: an address may change with a
title, a day with each edit, the host with its owner; the name does not, so that no reader is shown
the same entry as a new one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

from guidance.text.own_addresses import own_url

LATEST = 30
# Names of this site; never to be changed, or every entry would be a new one.
NAMES = UUID("6f0a3c52-7d1e-5b8e-9a55-3f6f0d2c4b17")
BEGINNING = date(2025, 1, 1)


class _Atom(Atom1Feed):
    """Django's, which calls an empty feed changed at each look."""

    def latest_post_date(self) -> datetime:
        """When the newest entry changed."""
        days = [item["updateddate"] for item in self.items]
        return max(days, default=moment_of(BEGINNING))


class Feed:
    """A feed named after what it follows, a few words such as `rules`, in the reader's language."""

    def __init__(
        self, request: HttpRequest, name: str, title: str, path: str, *, author: str
    ) -> None:
        """Name the feed, the page it follows, and the site that writes it."""
        self.request = request
        self.language = get_language() or ""
        self.name = name
        self.feed = _Atom(
            title=title,
            link=own_url(request, path),
            description="",
            language=self.language,
            author_name=author,
            author_link=own_url(request, f"/{self.language}/"),
            feed_url=own_url(request),
            feed_guid=self._urn("feed"),
        )

    def add(
        self, subject: str, title: str, path: str, summary: str, moment: datetime | date | None
    ) -> None:
        """One entry on a subject, which is never another one in this feed."""
        when = moment_of(moment or BEGINNING)
        self.feed.add_item(
            title=title,
            link=own_url(self.request, path),
            # Atom takes it for HTML.
            description=escape(summary),
            unique_id=self._urn(subject),
            updateddate=when,
        )

    def response(self) -> HttpResponse:
        """The feed as it is sent."""
        content = self.feed.writeString("utf-8")
        return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")

    def _urn(self, subject: str) -> str:
        return uuid5(NAMES, f"{self.name}/{self.language}/{subject}").urn


def moment_of(day: date | datetime) -> datetime:
    """A day as the moment of its noon at the site's place."""
    return day if isinstance(day, datetime) else datetime.combine(day, time(5), tzinfo=UTC)
