"""Ranking on SQLite by reading the index once.

The backend of django-modelsearch asks the whole index again for the score of each hit, so a search
takes four times as long for twice as many hits: seconds on a site of some thousand pages.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from modelsearch.backends.database.sqlite.query import MatchExpression
from modelsearch.backends.database.sqlite.sqlite import SQLiteFTSIndexEntry, SQLiteSearchBackend
from modelsearch.query import Or, PlainText
from modelsearch.utils import get_descendants_content_types_pks


class _RankedAtOnce:
    """Mixin for a query compiler: a slice of the hits, best first."""

    def search(
        self: Any, config: Any, start: int, stop: int | None, score_field: Any = None
    ) -> Any:
        """As its parent does; where that would rank many hits, with the scores read beforehand."""
        is_plain = isinstance(self.query, PlainText | Or) and self.order_by_relevance
        if stop is None or score_field is not None or not is_plain:
            return super().search(config, start, stop, score_field)  # type: ignore[misc]
        entries = self._entries(config)
        scores = dict(entries.values_list("index_entry__object_id", "score"))
        hits = self.queryset.filter(pk__in=entries.values("index_entry__object_id")).order_by()
        pks = hits.values_list("pk", flat=True)
        best = sorted(pks, key=lambda pk: (scores[str(pk)], -pk))[start:stop]
        return _in_order(self.queryset, best)

    def _entries(self: Any, config: Any) -> QuerySet[Any]:
        """What the index has of the model for the words, with a score: the lower, the better."""
        words = self.build_search_query(self.query, config=config)
        rank = self._build_rank_expression(self.get_search_vectors(), config)
        return SQLiteFTSIndexEntry.objects.filter(
            MatchExpression(self.fields or self.FTS_TABLE_FIELDS, words),
            index_entry__content_type__in=get_descendants_content_types_pks(self.queryset.model),
        ).annotate(score=rank)


def _in_order(queryset: QuerySet[Any], pks: list[Any]) -> QuerySet[Any]:
    places = Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(pks)), default=0)
    return queryset.filter(pk__in=pks).order_by(places)


def ranked_at_once(backend: SQLiteSearchBackend) -> None:
    """Let a backend, for searches and for suggestions, read the index once."""
    for name in ("query_compiler_class", "autocomplete_query_compiler_class"):
        compiler = getattr(backend, name)
        setattr(backend, name, type(compiler.__name__, (_RankedAtOnce, compiler), {}))
