"""The site's content is complete: three languages, every citation with its source, no dead link."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page

from guidance.loading.citing import unresolved
from guidance.loading.tree import existing
from guidance.models import GlossaryTerm, LegalSource, Locality
from guidance.models.trilingual import LANGUAGES, columns

HREF = re.compile(rb'<a\b[^>]*\bhref="([^"#]*)')
ID = re.compile(rb'\bid="([^"]*)"')
FRAGMENT = re.compile(rb'<a\b[^>]*\bhref="#([^"]+)"')

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


def test_every_citation_has_its_source(content: str, db: None) -> None:
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
    content: str, db: None, model: Any, names: list[str]
) -> None:
    fields = [column for name in names for column in columns(name)]

    assert not [
        (str(item), field)
        for item in model.objects.all()
        for field in fields
        if not getattr(item, field)
    ]


def test_the_two_circulars_26_are_told_apart(content: str, client: Client, db: None) -> None:
    for slug, other in (
        ("circular-26-2025-tt-bkhcn", b"26/2026/TT-BCT"),
        ("circular-26-2026-tt-bct", b"26/2025/TT-BKHCN"),
    ):
        source = client.get(f"/en/legal-sources/{slug}/").content

        assert b"Not to be confused with" in source
        assert other in source


@pytest.fixture(scope="module")
def crawl(content: str, django_db_blocker: Any) -> dict[str, HttpResponse]:
    """The answer to every page's address, and to a source and a locality below their indexes."""
    client = Client()
    with django_db_blocker.unblock():
        return {address: client.get(address) for address in addresses()}


def addresses() -> Iterator[str]:
    """Every page, and a record below each index."""
    for (_language, key), page in existing().items():
        yield page.url
        if key in ("legal-sources", "localities"):
            yield f"{page.url}{'dong-nai' if key == 'localities' else 'decree-146-2025-nd-cp'}/"


def test_every_address_answers(crawl: dict[str, HttpResponse]) -> None:
    assert {response.status_code for response in crawl.values()} == {200}


def test_no_internal_link_is_dead(crawl: dict[str, HttpResponse], client: Client, db: None) -> None:
    linked: dict[str, str] = {}
    for address, response in crawl.items():
        for found in HREF.findall(response.content):
            target = found.decode().replace("&amp;", "&")
            if target.startswith("/") and not target.startswith("/static/"):
                linked.setdefault(target, address)

    dead = {
        target: place
        for target, place in linked.items()
        if target not in crawl and client.get(target, follow=True).status_code != 200
    }

    assert not dead


def test_every_id_is_unique_and_every_fragment_has_one(crawl: dict[str, HttpResponse]) -> None:
    for address, response in crawl.items():
        ids = Counter(ID.findall(response.content))

        assert not [name for name, number in ids.items() if number > 1], address
        assert not [name for name in FRAGMENT.findall(response.content) if name not in ids], address


def test_no_public_page_sets_a_cookie(crawl: dict[str, HttpResponse]) -> None:
    assert not [address for address, response in crawl.items() if response.cookies]
