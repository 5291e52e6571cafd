"""Atom feeds: the whole site, the announcements, one locality."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

if TYPE_CHECKING:
    from guidance.models import AnnouncementIndexPage, Locality, LocalityIndexPage

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


def site_feed(request: HttpRequest) -> HttpResponse:
    """The pages of this language that were published last."""
    feed = Feed(request, _("Import and Origin Guide"), f"/{get_language()}/")
    pages = Page.objects.live().public().filter(locale__language_code=get_language(), depth__gte=2)
    for page in pages.order_by("-last_published_at").specific()[:LATEST]:
        summary = getattr(page, "summary", "")
        feed.add(page.title, page.get_url(request) or "/", summary, page.last_published_at)
    return feed.response()


def announcements_feed(request: HttpRequest, index: AnnouncementIndexPage) -> HttpResponse:
    """The announcements, newest first."""
    feed = Feed(request, index.title, index.get_url(request))
    for page in index.announcements()[:LATEST]:
        feed.add(page.title, page.get_url(request), page.summary, page.published_on)
    return feed.response()


def locality_feed(
    request: HttpRequest, index: LocalityIndexPage, locality: Locality
) -> HttpResponse:
    """What is known of each step of one locality."""
    place = f"{index.get_url(request)}{locality.slug}/"
    feed = Feed(request, _("%(name)s: certificates of origin") % {"name": locality}, place)
    for rung in reversed(locality.rungs()):
        if rung.is_confirmed:
            title = f"{rung.get_step_display()}: {rung.get_status_display()}"
            feed.add(title, f"{place}?step={rung.step}#ladder", str(rung.note), rung.date)
    return feed.response()
