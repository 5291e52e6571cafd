"""The best hits of SQLite's full-text index (FTS5), ranked while the index is read once.

The search of Wagtail asks the whole index again for the score of each hit, so that it takes four
times as long for twice as many hits: seconds on a site of some thousand pages. This asks the same
table in one statement of our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import QuerySet
from wagtail.search.models import IndexEntry

ASKED = """
SELECT {number}, CAST(entry.object_id AS INTEGER)
FROM {fts} JOIN {entries} entry
  ON entry.id = {fts}.rowid
WHERE {fts} MATCH %s AND ({kinds})
ORDER BY bm25({fts}) * (1 + entry.title_norm), CAST(entry.object_id AS INTEGER) DESC
"""
NUMBER = "WHEN entry.content_type_id IN ({types}) THEN {number}"
KIND = "entry.content_type_id IN ({types}) AND CAST(entry.object_id AS INTEGER) IN ({wanted})"
EVERYWHERE, TITLES = "title body", "title"
"""The columns of the index that are read."""


def best(
    querysets: Sequence[QuerySet[Any]],
    texts: Sequence[str],
    operator: str,
    most: int,
    columns: str = EVERYWHERE,
) -> list[list[Any]]:
    """Find of each queryset the records that have all words of one of the texts, best first.

    For the operator "or" any of the words is enough. `texts` hold words and spaces only
    (`guidance.search.typed.prepared`), so nothing in them can be an operator of FTS5; the pieces of
    one word stand together (`c_o`). Short titles count for more, as in the search of Wagtail.
    The querysets are of different models. At most `most` of each; the index is read once for all.
    """
    either = " OR ".join(f"({_words(text, operator)})" for text in texts)
    numbers: list[str] = []
    kinds: list[str] = []
    parameters: list[Any] = []
    for number, queryset in enumerate(querysets):
        # To be asked for the type of a model that has no table, Django would write a row of it.
        found_as = [queryset.model, *_descendants(queryset.model)]
        models = [model for model in found_as if not model._meta.abstract]
        pks = [kind.pk for kind in ContentType.objects.get_for_models(*models).values()]
        types = ", ".join(map(str, pks))
        wanted, limits = queryset.order_by().values("pk").query.sql_with_params()
        numbers.append(NUMBER.format(types=types, number=number))
        kinds.append(KIND.format(types=types, wanted=wanted))
        parameters += limits
    statement = ASKED.format(
        number=f"CASE {' '.join(numbers)} END",
        # Its model is there on SQLite only.
        fts=f"{IndexEntry._meta.db_table}_fts",
        entries=IndexEntry._meta.db_table,
        kinds=" OR ".join(kinds),
    )
    found: list[list[int]] = [[] for _queryset in querysets]
    with connection.cursor() as cursor:
        cursor.execute(statement, [f"{{{columns}}} : ({either})", *parameters])
        for number, pk in cursor.fetchall():
            if len(found[number]) < most:
                found[number].append(pk)
    return [_records(queryset, pks) for queryset, pks in zip(querysets, found, strict=True)]


def _records(queryset: QuerySet[Any], pks: Sequence[int]) -> list[Any]:
    known = queryset.in_bulk(pks) if pks else {}
    return [known[pk] for pk in pks]


def _words(text: str, operator: str) -> str:
    return f" {operator.upper()} ".join(f'"{word.replace("_", " ")}"' for word in text.split())


def _descendants(model: type[Any]) -> list[type[Any]]:
    """Pages of every kind stand in the index under their own type."""
    children: list[type[Any]] = model.__subclasses__()
    return [each for child in children for each in (child, *_descendants(child))]
