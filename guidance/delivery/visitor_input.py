"""What anybody writes, before anything reads it: signs that no database takes are replaced.

PostgreSQL refuses NUL in a text, and no database takes half a surrogate pair. Each would be an
error of the server wherever a parameter, a form or a part of the address reaches a query. Numbers
are bounded by their forms (`BoundedNumberField`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
REPLACEMENT = "\ufffd"
LARGEST_NUMBER = 2**31 - 1
"""What every whole-number column of every database holds."""


class BoundedNumberField(forms.IntegerField):
    """A whole number that a column can hold."""

    def __init__(self, **options: Any) -> None:
        """From 0, unless something else is said."""
        super().__init__(**{"min_value": 0, "max_value": LARGEST_NUMBER, **options})


class VisitorInputMiddleware:
    """Hand on nothing that cannot be stored. Stands behind what bounds a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Answer through the rest."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        if UNSTORABLE.search(request.path_info):
            raise Http404
        # Both are read from the request but once, so they may be put in their place.
        request.GET = storable(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = storable(request.POST)  # type: ignore[assignment]
        return self.get_response(request)


def storable(sent: QueryDict) -> QueryDict:
    """The same parameters, each sign that cannot be stored replaced."""
    pairs = [(key, value) for key, values in sent.lists() for value in values]
    if not any(UNSTORABLE.search(text) for pair in pairs for text in pair):
        return sent
    clean = QueryDict(mutable=True, encoding=sent.encoding)
    for pair in pairs:
        key, value = (UNSTORABLE.sub(REPLACEMENT, text) for text in pair)
        clean.appendlist(key, value)
    clean._mutable = False
    return clean
