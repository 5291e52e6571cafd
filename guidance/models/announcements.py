"""Announcements: one page each, and the page that lists them, so many at a time."""

from __future__ import annotations

from typing import ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from guidance.models.base import BasePage, readable
from guidance.models.frame import site_frame
from guidance.models.panels import explained
from guidance.text.atom import LATEST, Feed

AT_A_TIME = 20


class AnnouncementIndexPage(RoutablePageMixin, BasePage):
    """All announcements, newest first, with a feed."""

    template = "guidance/announcement_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.HomePage"]
    subpage_types: ClassVar[list[str]] = ["guidance.AnnouncementPage"]

    class Meta:
        """Below the home page."""

        verbose_name = _("announcements")

    def announcements(self) -> models.QuerySet[AnnouncementPage]:
        """Those published, newest first."""
        return readable(AnnouncementPage.objects.child_of(self)).order_by("-published_on", "-pk")

    @path("")
    def overview(self, request: HttpRequest) -> HttpResponse:
        """The newest."""
        return self.page_at(request, 1)

    @path("page/<int:number>/", name="older")
    def older(self, request: HttpRequest, number: int) -> HttpResponse:
        """Those before, so many at a time; beyond the last are the last."""
        last = self.paginator().num_pages
        if not 1 < number <= last:
            return HttpResponseRedirect(self.url_of_page(request, min(number, last)))
        return self.page_at(request, number, subpath=f"page/{number}/")

    def paginator(self) -> Paginator[AnnouncementPage]:
        """The announcements, as many at a time as one page shows."""
        paginator = Paginator(self.announcements(), AT_A_TIME)
        # Nothing else lies below this page, and pages alone are counted faster.
        paginator.count = readable(self.get_children()).count()
        return paginator

    def url_of_page(self, request: HttpRequest, number: int) -> str:
        """The address of so many announcements."""
        return f"{self.get_url(request)}{f'page/{number}/' if number > 1 else ''}"

    def page_at(self, request: HttpRequest, number: int, subpath: str = "") -> HttpResponse:
        """One page of announcements, with the ways to those after and before."""
        page_obj = self.paginator().page(number)
        ways = {
            name: {"url": self.url_of_page(request, other), "label": label}
            for name, other, label in (
                ("newer", number - 1, _("Newer announcements")),
                ("older", number + 1, _("Older announcements")),
            )
            if other in page_obj.paginator.page_range
        }
        context = {
            "announcements": self.with_shared_locale(page_obj.object_list),
            "page_obj": page_obj,
            **ways,
        }
        return self.render(request, context_overrides=context, subpath=subpath)

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """The announcements as an Atom feed."""
        name, path = str(self.translation_key), self.get_url(request)
        feed = Feed(request, name, self.title, path, author=site_frame().name)
        for page in self.announcements()[:LATEST]:
            subject = str(page.translation_key)
            feed.add(subject, page.title, page.get_url(request), page.summary, page.published_on)
        return feed.response()


class AnnouncementPage(BasePage):
    """What happened on a day, and what it means for readers."""

    # Indexed: the home page asks for the newest few of however many there are.
    published_on = models.DateField(_("date"), db_index=True)

    template = "guidance/announcement_page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.AnnouncementIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels[:1],
        *explained({"published_on": _("The day by which announcements are ordered.")}),
        *BasePage.content_panels[1:],
    ]

    class Meta:
        """Below the announcements."""

        verbose_name = _("announcement")
