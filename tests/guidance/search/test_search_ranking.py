"""On SQLite hits are ranked by reading the index once, and come in the order they would without."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.backends import database, get_search_backend

from guidance.models import LegalSource, Locality
from guidance.text import folding

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL ranks by itself")

QUERIES = ["thông tư 26", "giay phep nhap khau", "26/2025/TT-BKHCN", "server", "xyzzyx"]


@pytest.mark.usefixtures("content", "db")
@pytest.mark.parametrize("model", [Page, LegalSource, Locality])
@pytest.mark.parametrize("query", QUERIES)
def test_the_order_is_that_of_the_backend_itself(model: type, query: str) -> None:
    itself = database.SearchBackend({}).search(folding.query(query), model.objects.all())[:20]

    found = get_search_backend().search(query, model.objects.all())[:20]

    assert [hit.pk for hit in found] == [hit.pk for hit in itself]


@pytest.mark.usefixtures("content", "db")
def test_no_score_is_asked_for_hit_by_hit() -> None:
    with CaptureQueriesContext(connection) as captured:
        list(get_search_backend().search("server", Page.objects.live())[:20])

    scored = [query["sql"] for query in captured if "bm25" in query["sql"]]
    assert scored
    assert not any("LIMIT 1)" in sql for sql in scored)
