"""The site's content is complete: three languages, every citation with its source, no dead link."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import brotli
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from guidance.loading.citation_check import unresolved
from guidance.loading.page_tree import existing
from guidance.models import FormerName, GlossaryTerm, LegalSource, Locality
from guidance.text.languages import LANGUAGES
from tests.checking import ALL, check_at

HREF = re.compile(rb'<a\b[^>]*\bhref="([^"#]*)')
ID = re.compile(rb'\bid="([^"]*)"')
FRAGMENT = re.compile(rb'<a\b[^>]*\bhref="#([^"]+)"')
# What one page may cost: queries without any cache, and bytes of compressed HTML. With style and
# script (tests/project/test_frontend.py), a first visit stays below 40 kB.
MOST_QUERIES = 24
HEAVIEST = 18_000

Pages = dict[tuple[str, str], Page]


def test_every_page_exists_in_each_language(pages: Pages) -> None:
    keys = {key for _language, key in pages}

    missing = [(code, key) for key in keys for code in LANGUAGES if (code, key) not in pages]

    assert not missing


def test_the_three_bodies_of_a_page_have_the_same_blocks(pages: Pages) -> None:
    shapes: dict[str, set[tuple[str, ...]]] = {}
    for (_language, key), page in pages.items():
        shapes.setdefault(key, set()).add(tuple(block.block_type for block in page.body))

    assert not [key for key, found in shapes.items() if len(found) > 1]


def test_every_page_says_what_it_is_and_when_it_was_reviewed(pages: Pages) -> None:
    empty = [
        (name, field)
        for name, page in pages.items()
        for field in ("title", "summary", "last_reviewed", "review_due")
        if not getattr(page, field)
    ]

    assert not empty


def test_every_citation_has_its_source(content: None, db: None) -> None:
    assert not unresolved()


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (LegalSource, ["title"]),
        (Locality, ["name", "note"]),
        (GlossaryTerm, ["term", "definition"]),
    ],
)
def test_no_text_of_a_record_is_missing(
    content: None, db: None, model: Any, names: list[str]
) -> None:
    assert not [
        (str(item), name, missing)
        for item in model.objects.all()
        for name in names
        if (missing := getattr(item, name).missing)
    ]


def test_the_two_circulars_26_are_told_apart(content: None, client: Client, db: None) -> None:
    for slug, other in (
        ("circular-26-2025-tt-bkhcn", b"26/2026/TT-BCT"),
        ("circular-26-2026-tt-bct", b"26/2025/TT-BKHCN"),
    ):
        source = client.get(f"/en/legal-sources/{slug}/").content

        assert b"Not to be confused with" in source
        assert other in source


@pytest.fixture(scope="module")
def crawl(content: None, django_db_blocker: Any) -> dict[str, HttpResponse]:
    """The answer at every address."""
    client = Client()
    with django_db_blocker.unblock():
        return {address: client.get(address) for address in addresses()}


def addresses() -> Iterator[str]:
    """Every page, a record below each index, and where each self-assessment begins."""
    for (_language, key), page in existing().items():
        yield page.url
        if key in ("legal-sources", "localities"):
            yield f"{page.url}{'dong-nai' if key == 'localities' else 'decree-146-2025-nd-cp'}/"
    for language in LANGUAGES:
        yield from (check_at(language, place, key) for key in ALL for place in ("", "rules/"))


def test_no_page_asks_more_the_more_it_links_to(pages: Pages, client: Client) -> None:
    for key in ("c26-faq", "circular-26", "co-faq", "home", "legal-sources", "localities"):
        address = pages["vi", key].url
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)

        assert len(queries) <= MOST_QUERIES, address


def test_every_page_is_light(crawl: dict[str, HttpResponse]) -> None:
    weights = {
        address: len(brotli.compress(found.content, quality=5)) for address, found in crawl.items()
    }

    assert not {address: size for address, size in weights.items() if size > HEAVIEST}


def test_every_address_answers(crawl: dict[str, HttpResponse]) -> None:
    assert {response.status_code for response in crawl.values()} == {200}


def test_no_internal_link_is_dead(crawl: dict[str, HttpResponse], client: Client, db: None) -> None:
    linked: dict[str, str] = {}
    for address, response in crawl.items():
        for found in HREF.findall(response.content):
            target = found.decode().replace("&amp;", "&")
            if target.startswith("/") and not target.startswith("/static/"):
                linked.setdefault(target, address)

    alive = {*crawl, *records()}
    dead = {
        target: place
        for target, place in linked.items()
        if target not in alive and client.get(target, follow=True).status_code != 200
    }

    assert not dead


def records() -> Iterator[str]:
    """The address of every source and locality, former names included, in each language."""
    names = [locality.slug for locality in Locality.objects.all()]
    names += FormerName.objects.values_list("slug", flat=True)
    slugs = {"legal-sources": [source.slug for source in LegalSource.objects.all()]}
    slugs["localities"] = names
    for (_language, key), page in existing().items():
        yield from (f"{page.url}{slug}/" for slug in slugs.get(key, ()))


def test_every_legal_source_has_its_page(pages: Pages, client: Client) -> None:
    base = pages["fr", "legal-sources"].url

    assert not [
        source.slug
        for source in LegalSource.objects.all()
        if client.get(f"{base}{source.slug}/").status_code != 200
    ]


def test_every_id_is_unique_and_every_fragment_has_one(crawl: dict[str, HttpResponse]) -> None:
    for address, response in crawl.items():
        ids = Counter(ID.findall(response.content))

        assert not [name for name, number in ids.items() if number > 1], address
        assert not [name for name in FRAGMENT.findall(response.content) if name not in ids], address


def test_no_public_page_sets_a_cookie(crawl: dict[str, HttpResponse]) -> None:
    assert not [address for address, response in crawl.items() if response.cookies]
