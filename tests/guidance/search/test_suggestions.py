"""What the box suggests from: everything by each of its names, at one address a language."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from guidance.text.languages import LANGUAGES

pytestmark = pytest.mark.usefixtures("content", "db")
# Compressed; fetched by those who search, and not with any page.
LARGEST = 25_000


def suggested(client: Client, language: str) -> dict[str, dict[str, Any]]:
    """Every suggestion of a language by its address."""
    answer = client.get(f"/{language}/search/suggestions.json").json()
    return {entry["url"]: entry for entry in answer["suggestions"]}


@pytest.mark.parametrize(
    ("language", "place", "also"),
    [
        ("vi", "/dia-phuong/ho-chi-minh/", "sai gon"),
        ("vi", "?goods=laptop", "laptop"),
        ("en", "?goods=server", "may chu"),
        ("en", "/circular-26-2025-tt-bkhcn/", "26/2025/tt-bkhcn"),
        ("en", "/contact/", "phone number"),
        ("fr", "/who-issues-my-c-o/|/qui-delivre-mon-c-o/", "qui delivre mon c/o"),
    ],
)
def test_what_can_be_found_is_suggested_by_each_name(
    client: Client, language: str, place: str, also: str
) -> None:
    (entry,) = [
        entry
        for url, entry in suggested(client, language).items()
        if url.endswith(tuple(place.split("|")))
    ]

    assert also in entry["also"].split("|")
    assert entry["kind"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_suggestion_leads_somewhere_and_all_are_one_small_file(
    client: Client, language: str
) -> None:
    response = client.get(f"/{language}/search/suggestions.json")
    addresses = list(suggested(client, language))

    answers = {address: client.get(address, follow=True) for address in addresses[::7]}
    lost = [address for address, answer in answers.items() if answer.status_code != 200]

    assert not lost
    assert len(gzip.compress(response.content)) < LARGEST
    assert "public" in response.headers["Cache-Control"]


def test_no_search_is_counted_for_a_suggestion(client: Client, settings: Any) -> None:
    settings.PER_MINUTE = {"search": 1, "data": 1}
    cache.clear()

    answers = [client.get("/en/search/suggestions.json").status_code for _again in range(3)]

    assert answers == [200] * 3
