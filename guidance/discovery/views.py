"""What programs fetch unasked: the site's feed, sitemaps, robots.txt, icons, security.txt."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from guidance.discovery.sitemaps import sitemaps
from guidance.models import Correction
from guidance.models.corrections import add_corrections, corrected
from guidance.models.frame import site_frame
from guidance.text.addresses import fixed_url
from guidance.text.atom import LATEST, Feed
from guidance.text.languages import reader_language
from guidance.text.own_addresses import own_url

ICONS = Path(__file__).resolve().parent.parent / "static" / "guidance" / "icons"


@require_safe
def site_feed(request: HttpRequest) -> HttpResponse:
    """The pages of this language published last, and the latest corrections, as an Atom feed."""
    name = site_frame().name
    feed = Feed(request, "site", name, f"/{get_language()}/", author=name)
    pages = Page.objects.live().public().filter(locale__language_code=get_language(), depth__gte=2)
    for page in pages.order_by("-last_published_at").specific()[:LATEST]:
        summary = getattr(page, "summary", "")
        moment = page.last_published_at or page.first_published_at
        subject = str(page.translation_key)
        feed.add(subject, page.title, page.get_url(request) or "/", summary, moment)
    latest = Correction.objects.select_related("page", "locality")[:LATEST]
    url = fixed_url("corrections", reader_language())
    add_corrections(feed, url, corrected(latest, reader_language()))
    return feed.response()


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files that together name every public address."""
    return sitemap_views.index(request, sitemaps(), sitemap_url_name="sitemap-part")


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """A part of the addresses of one language, each with its other languages."""
    return sitemap_views.sitemap(request, sitemaps(), section)


@require_safe
def icon(_request: HttpRequest, name: str) -> HttpResponseBase:
    """The mark of the site where browsers and telephones look for it unasked."""
    kind = {"favicon.ico": "image/x-icon"}.get(name, "image/png")
    response = HttpResponse(_icon_bytes(name), content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@cache
def _icon_bytes(name: str) -> bytes:
    return (ICONS / name).read_bytes()


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116): the operator, or whoever the contact page names."""
    contact = settings.SECURITY_CONTACT
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    page = fixed_url("contact", settings.INTERNATIONAL_LANGUAGE)
    lines = [
        f"Contact: {contact or own_url(request, page)}",
        f"Expires: {_good_until():%Y-%m-%dT00:00:00Z}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {own_url(request, request.path)}",
    ]
    content = "".join(f"{line}\n" for line in lines)
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


def _good_until() -> date:
    """The first day of a month, five to six months ahead: whoever reads it then looks again."""
    ahead = localdate() + timedelta(days=180)
    return ahead.replace(day=1)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs may read: everything but searches and answers given."""
    context = {"sitemap": own_url(request, reverse("sitemap"))}
    return render(request, "guidance/robots.txt", context, content_type="text/plain")
