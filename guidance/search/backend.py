"""Wagtail's database search, asked in the form that the index has (see guidance.text.folding)."""

from __future__ import annotations

from typing import Any

from wagtail.search.backends import database

from guidance.text import folding


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name Wagtail looks for
    """The backend for the current database, with every plain query normalised first."""
    backend = database.SearchBackend(params)
    backend.search = _asking(backend.search)
    backend.autocomplete = _asking(backend.autocomplete)
    return backend


def _asking(method: Any) -> Any:
    def ask(query: Any, *arguments: Any, **options: Any) -> Any:
        if isinstance(query, str):
            query = folding.query(query)
        return method(query, *arguments, **options)

    return ask
