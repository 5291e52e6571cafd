"""The public addresses of each language, with the other languages, in files of bounded size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, Site

from guidance.models import LegalSource, LegalSourceIndexPage, Locality, LocalityIndexPage
from guidance.text.self_assessments import self_assessments

# So many addresses with their languages stay below what the page cache keeps of one page.
MOST_IN_FILE = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    """One place of the site: its address in each language, and when each changed."""

    paths: dict[str, str]
    changed: dict[str, datetime | None] = field(default_factory=dict)


class LanguageSitemap(Sitemap[SitemapEntry]):
    """A part of the places that one language has."""

    def __init__(self, language: str, places: Sequence[SitemapEntry]) -> None:
        """The places are at hand already: the index needs to know how many there are."""
        self.language = language
        self.places = places
        # Django asks the request unless it is told.
        self.protocol = urlsplit(settings.SITE_URL).scheme or None

    def items(self) -> Sequence[SitemapEntry]:
        """The places."""
        return self.places

    def get_latest_lastmod(self) -> datetime | None:
        """When the page that changed last did."""
        changed = (place.changed.get(self.language) for place in self.places)
        return max(filter(None, changed), default=None)

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """Each address with those of the same place in all languages."""
        origin = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        return [
            {
                "location": f"{origin}{place.paths[self.language]}",
                "lastmod": place.changed.get(self.language),
                "alternates": [
                    {"lang_code": code, "location": f"{origin}{path}"}
                    for code, path in place.paths.items()
                ],
            }
            for place in self.paginator.page(page).object_list
        ]


def sitemaps() -> dict[str, type[Sitemap[SitemapEntry]] | Sitemap[SitemapEntry]]:
    """The files of all languages by name: vi-1, vi-2, en-1 and so on."""
    found: dict[str, type[Sitemap[SitemapEntry]] | Sitemap[SitemapEntry]] = {}
    everywhere = list(places())
    for code, _name in settings.LANGUAGES:
        own = [place for place in everywhere if code in place.paths]
        for number, start in enumerate(range(0, len(own), MOST_IN_FILE), start=1):
            part = own[start : start + MOST_IN_FILE]
            found[f"{code}-{number}"] = LanguageSitemap(code, part)
    return found


def places() -> Iterator[SitemapEntry]:
    """Pages, then what indexes have below them, then the self-assessments."""
    yield from _pages()
    sources = LegalSource.objects.values_list("slug", flat=True)
    yield from _below(LegalSourceIndexPage, sources)
    localities = Locality.objects.values_list("slug", flat=True)
    yield from _below(LocalityIndexPage, localities)
    yield SitemapEntry(paths=_in_each_language("wizard:assessments"))
    for assessment in self_assessments():
        for name in ("wizard:start", "wizard:rules", "wizard:changes"):
            yield SitemapEntry(paths=_in_each_language(name, assessment.key))


def _in_each_language(name: str, *arguments: str) -> dict[str, str]:
    found = {}
    for code, _label in settings.LANGUAGES:
        with override(code):
            found[code] = reverse(name, args=arguments)
    return found


def _pages() -> Iterator[SitemapEntry]:
    """Every page, its address made from its path as Wagtail does, without an object for each."""
    roots = {root.language_code: root.root_path for root in Site.get_site_root_paths()}
    bases = _in_each_language("wagtail_serve", "")
    # What repeats another page names that one as the place to look.
    pages = Page.objects.live().public().filter(depth__gte=2, alias_of=None).order_by("path")
    rows = pages.values_list(
        "translation_key", "locale__language_code", "url_path", "last_published_at"
    )
    found: dict[Any, SitemapEntry] = defaultdict(lambda: SitemapEntry(paths={}))
    for key, code, path, changed in rows:
        root = roots.get(code)
        if root and path.startswith(root):
            found[key].paths[code] = f"{bases[code]}{path.removeprefix(root)}"
            found[key].changed[code] = changed
    yield from found.values()


def _below(
    model: type[LegalSourceIndexPage | LocalityIndexPage], slugs: Sequence[str]
) -> Iterator[SitemapEntry]:
    indexes = {
        page.locale.language_code: page.get_url()
        for page in model.objects.live().select_related("locale")
    }
    for slug in slugs:
        yield SitemapEntry(paths={code: f"{url}{slug}/" for code, url in indexes.items()})
