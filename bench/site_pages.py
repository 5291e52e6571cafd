"""Addresses of the site's pages by kind, and what each costs in a first look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.pages import Page
from bench.visitor import ask
from guidance.loading.page_tree import TYPES, existing
from guidance.models import FormerName, LegalSource, Locality
from guidance.text.languages import LANGUAGES, OFFICIAL

BROWSER = "gzip, deflate, br"
"""What every browser accepts; compressing the page is a part of its price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page as it was answered once: its html, and the SQL queries that took."""

    page: Page
    html: bytes
    queries: int

    @property
    def language(self) -> str:
        """The language of its address."""
        return self.page.address[1:3]


def page_visits() -> Iterator[Visit]:
    """Every page of the site, by its type, in three languages."""
    names = {kind: name for name, kind in TYPES.items()}
    for (_language, _key), page in sorted(existing().items(), key=lambda entry: entry[0]):
        if page.live:
            yield visited(Page(names[type(page)], page.url))


def record_visits() -> Iterator[Visit]:
    """Every legal source and locality in Vietnamese; of each kind the heaviest in the others."""
    indexes = {(language, key): page.url for (language, key), page in existing().items()}
    sources = LegalSource.objects.values_list("slug", flat=True)
    places = Locality.objects.values_list("slug", flat=True)
    former = FormerName.objects.exclude(slug__in=places).values_list("slug", flat=True)
    for kind, key, slugs in (
        ("a legal source", "legal-sources", sources),
        ("a locality", "localities", places),
        ("a former locality", "localities", former),
    ):
        heaviest = max(
            (visited(Page(kind, f"{indexes[OFFICIAL, key]}{slug}/")) for slug in slugs),
            key=lambda visit: len(visit.html),
        )
        slug = heaviest.page.address.rstrip("/").rpartition("/")[2]
        yield from (visited(Page(kind, f"{indexes[code, key]}{slug}/")) for code in LANGUAGES)


def view_visits() -> Iterator[Visit]:
    """What is no page of the tree: search without and with hits, thanks, a page not found."""
    for code in LANGUAGES:
        yield visited(Page("search form", f"/{code}/search/"))
        yield visited(Page("search results", f"/{code}/search/?q=26%2F2025%2FTT-BKHCN"))
        yield visited(Page("thanks for feedback", f"/{code}/feedback/thanks/"))
        yield visited(Page("not found", f"/{code}/no-such-page/"), status=404)


def visited(page: Page, status: int = 200) -> Visit:
    """Ask for a page once; refuse any other answer than the one expected."""
    with CaptureQueriesContext(connection) as captured:
        answer = ask(page.address)
    if answer.status != status:
        message = f"{page.address} answers {answer.status}, not {status}"
        raise RuntimeError(message)
    return Visit(page=page, html=answer.body, queries=len(captured))


def by_kind(visits: Iterable[Visit]) -> dict[str, list[Visit]]:
    """The visits of each kind of page, in the order in which the kinds first come."""
    kinds: dict[str, list[Visit]] = {}
    for visit in visits:
        kinds.setdefault(visit.page.kind, []).append(visit)
    return kinds


def forget() -> None:
    """Make the next request a cold one: nothing cached about sites, languages, content types."""
    cache.clear()
    ContentType.objects.clear_cache()
