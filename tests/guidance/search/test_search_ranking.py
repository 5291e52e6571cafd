"""On SQLite hits are ranked by reading the index once, and come in the order they would without."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page
from wagtail.search.backends import database

from guidance.models import LegalSource, Locality
from guidance.search import fts5
from guidance.text import folding

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL ranks by itself"),
    pytest.mark.usefixtures("content", "db"),
]

QUERIES = ["thông tư 26", "giay phep nhap khau", "26/2025/TT-BKHCN", "server", "xyzzyx"]


@pytest.mark.parametrize("model", [Page, LegalSource, Locality])
@pytest.mark.parametrize("query", QUERIES)
def test_the_order_is_that_of_the_backend_itself(model: Any, query: str) -> None:
    words = folding.query(query)
    itself = database.SearchBackend({}).search(words, model.objects.all())[:20]

    found = fts5.best([model.objects.all()], [words], "and", 20)[0]

    assert [hit.pk for hit in found] == [hit.pk for hit in itself]


def test_the_index_is_read_once_for_all_kinds(django_assert_num_queries: Any) -> None:
    kinds = [Page.objects.live(), LegalSource.objects.all(), Locality.objects.all()]
    fts5.best(kinds, ["bộ"], "and", 20)

    with django_assert_num_queries(1 + len(kinds)):
        found = fts5.best(kinds, ["bộ"], "and", 20)

    assert found == [fts5.best([kind], ["bộ"], "and", 20)[0] for kind in kinds]
    assert all(found)


def test_titles_can_be_asked_alone() -> None:
    everywhere, titles = (
        fts5.best([Page.objects.live()], ["server"], "and", 99, columns)[0]
        for columns in (fts5.EVERYWHERE, fts5.TITLES)
    )

    assert len(titles) < len(everywhere)
