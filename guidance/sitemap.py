"""Every public address of the site, each with its other languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from guidance.models import LegalSource, LegalSourceIndexPage, Locality, LocalityIndexPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address, when it changed, and the same place in each language."""

    url: str
    changed: datetime | None
    alternates: dict[str, str]


def entries(request: HttpRequest) -> Iterator[Address]:
    """Pages, then what indexes have below them, then the self-assessment."""
    yield from _pages(request)
    sources = LegalSource.objects.values_list("slug", flat=True)
    yield from _below(request, LegalSourceIndexPage, list(sources))
    places = Locality.objects.values_list("slug", flat=True)
    yield from _below(request, LocalityIndexPage, list(places))
    yield from _self_assessment(request)


def _pages(request: HttpRequest) -> Iterator[Address]:
    groups: dict[str, list[Page]] = defaultdict(list)
    pages = Page.objects.live().public().filter(depth__gte=2).select_related("locale")
    for page in pages.order_by("path"):
        groups[str(page.translation_key)].append(page)
    for group in groups.values():
        found = {
            page.locale.language_code: request.build_absolute_uri(page.get_url(request))
            for page in group
        }
        for page in group:
            url = found[page.locale.language_code]
            yield Address(url=url, changed=page.last_published_at, alternates=found)


def _below(
    request: HttpRequest, model: type[LegalSourceIndexPage | LocalityIndexPage], slugs: list[str]
) -> Iterator[Address]:
    indexes = {
        page.locale.language_code: request.build_absolute_uri(page.get_url(request))
        for page in model.objects.live().select_related("locale")
    }
    for slug in slugs:
        found = {code: f"{url}{slug}/" for code, url in indexes.items()}
        for url in found.values():
            yield Address(url=url, changed=None, alternates=found)


def _self_assessment(request: HttpRequest) -> Iterator[Address]:
    for name in ("wizard:start", "wizard:rules"):
        found = {}
        for code, _label in settings.LANGUAGES:
            with override(code):
                found[code] = request.build_absolute_uri(reverse(name))
        for url in found.values():
            yield Address(url=url, changed=None, alternates=found)
