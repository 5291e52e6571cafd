"""What programs fetch to find pages: the site's feed, sitemaps, robots.txt."""

from __future__ import annotations

from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.models import Page

from guidance.discovery.sitemaps import sitemaps
from guidance.text.atom import LATEST, Feed


@require_GET
def site_feed(request: HttpRequest) -> HttpResponse:
    """The pages of this language that were published last, as an Atom feed."""
    feed = Feed(request, _("Import and Origin Guide"), f"/{get_language()}/")
    pages = Page.objects.live().public().filter(locale__language_code=get_language(), depth__gte=2)
    for page in pages.order_by("-last_published_at").specific()[:LATEST]:
        summary = getattr(page, "summary", "")
        feed.add(page.title, page.get_url(request) or "/", summary, page.last_published_at)
    return feed.response()


@require_GET
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files that together name every public address."""
    return sitemap_views.index(request, sitemaps(), sitemap_url_name="sitemap-part")


@require_GET
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """A part of the addresses of one language, each with its other languages."""
    return sitemap_views.sitemap(request, sitemaps(), section)


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """What programs may read: everything but searches and answers given."""
    context = {"sitemap": request.build_absolute_uri(reverse("sitemap"))}
    return render(request, "guidance/robots.txt", context, content_type="text/plain")
