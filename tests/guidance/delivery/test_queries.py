"""What a record or a search asks the database: nothing for lists that it does not show."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from guidance.delivery.content_version import content_version
from guidance.loading.page_tree import TYPES
from guidance.localities.finder import find
from guidance.search.query import vocabulary

Pages = dict[tuple[str, str], Page]


MOST = 12


@pytest.mark.parametrize("kind", list(TYPES.values()), ids=list(TYPES))
def test_a_page_of_each_type_asks_little(
    kind: type[Page], client: Client, pages: Pages, django_assert_max_num_queries: Any
) -> None:
    address = max(
        (page for page in pages.values() if isinstance(page, kind) and page.live),
        key=lambda page: len(str(page.body.raw_data)),
    ).url
    client.get(address)

    with django_assert_max_num_queries(MOST):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "record", ["dia-phuong/ha-noi", "dia-phuong/binh-phuoc", "van-ban/decree-146-2025-nd-cp"]
)
def test_a_record_does_not_ask_for_the_others(
    record: str, client: Client, pages: Pages, django_assert_max_num_queries: Any
) -> None:
    address = f"/vi/{record}/"
    client.get(address)

    with django_assert_max_num_queries(MOST):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("query", ["26/2025/TT-BKHCN", "máy in", "Bình Phước"])
def test_a_search_asks_once_for_the_pages_of_all_kinds(
    query: str, client: Client, pages: Pages, django_assert_max_num_queries: Any
) -> None:
    client.get("/vi/search/", {"q": query})

    with django_assert_max_num_queries(MOST):
        assert client.get("/vi/search/", {"q": query}).status_code == 200


def test_names_and_words_are_read_once_for_a_version_of_the_content(
    pages: Pages, django_assert_num_queries: Any
) -> None:
    vocabulary("vi")
    find("Bình Phước")

    with django_assert_num_queries(0):
        vocabulary("vi")
        find("Đồng Nai")


def test_a_new_title_is_known_as_soon_as_the_content_has_a_new_version(pages: Pages) -> None:
    assert "xylophone" not in vocabulary("en")
    Page.objects.filter(pk=pages["en", "co-fee"].pk).update(title="Xylophone")

    content_version.change()

    assert "xylophone" in vocabulary("en")
    content_version.change()
