"""The page of search results."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from guidance.delivery.rate_limit import hit, limited
from guidance.models import QueryWithoutResult
from guidance.search.query import KINDS, LONGEST_QUERY, promoted
from guidance.search.query import search as find
from guidance.search.suggestions import suggestions as known_suggestions
from guidance.text.folding import clean_query
from guidance.text.languages import reader_language

logger = logging.getLogger(__name__)

RECORDS_PER_HOUR = 60


@limited("search")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything on the site that answers a query, best first, by kind if asked."""
    query = clean_query(request.GET.get("q", "")[:LONGEST_QUERY])
    asked_kind = request.GET.get("kind", "")
    kind = asked_kind if asked_kind in KINDS else ""
    found = find(query, reader_language())
    if query and (found.is_nearest or not found.hits) and hit(request, "search", RECORDS_PER_HOUR):
        note(query)
    context = {
        "query": query,
        "kind": kind,
        "found": found,
        "hits": found.of_kind(kind) if kind else found.hits,
        "groups": found.groups(kind),
        "kinds": found.kinds(),
        "promoted": promoted(query),
        "hide_search": True,
    }
    response = render(request, "guidance/search.html", context)
    if request.META.get("QUERY_STRING") == urlencode({"q": query}):
        # The one way to write the query; any other address is rendered each time.
        patch_cache_control(response, **settings.SHARED_CACHE)
    return response


@require_safe
def suggestions(_request: HttpRequest) -> JsonResponse:
    """What the box suggests from, for the whole language: no letter that is typed is sent."""
    entries = known_suggestions(reader_language())
    return JsonResponse({"suggestions": entries}, json_dumps_params={"ensure_ascii": False})


def note(query: str) -> None:
    """Count a query without result, if the database can be written to; the reader must not care."""
    try:
        QueryWithoutResult.record(query, reader_language())
    except DatabaseError:
        logger.warning("A query without result could not be counted", exc_info=True)
