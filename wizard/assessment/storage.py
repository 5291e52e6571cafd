"""A formtools storage whose state is the query string: no cookie, no session, no row."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from formtools.wizard.storage.base import BaseStorage

from .situation import Situation, read

FIELD = "answer"
"""The one field that every step's form stores."""

ASSESSMENT = "wizard_assessment"
"""The attribute of a request that says which assessment it is for."""

SITUATION = "wizard_situation"
"""The attribute of a request that keeps what its address says."""


def parameters(request: HttpRequest) -> list[tuple[str, list[str]]]:
    """Give the pairs of the query string; one too large to be ours counts as empty."""
    try:
        return [(key, [str(value) for value in values]) for key, values in request.GET.lists()]
    except SuspiciousOperation:
        return []


def situation_of(request: HttpRequest) -> Situation:
    """Read the situation from the address, once a request."""
    found: Situation | None = getattr(request, SITUATION, None)
    if found is None:
        found = read(parameters(request), getattr(request, ASSESSMENT))
        setattr(request, SITUATION, found)
    return found


class QueryStringStorage(BaseStorage):
    """Keeps the answers of one request as a Situation; writing makes a new one."""

    situation: Situation

    def __init__(self, prefix: str, request: HttpRequest, file_storage: Any = None) -> None:
        """Read the state from the address of the request."""
        super().__init__(prefix, request, file_storage)
        self.init_data()

    def init_data(self) -> None:
        """Take the answers from the address."""
        super().init_data()
        self.situation = situation_of(self.request)

    def get_step_data(self, step: str) -> dict[str, str] | None:
        """Give the stored answer of a step as form data, or None."""
        value = self.situation.given.get(step)
        return None if value is None else {FIELD: value}

    def set_step_data(self, step: str, cleaned_data: Any) -> None:
        """Answer a step; answers that no longer matter are left behind."""
        self.situation = self.situation.answered(step, cleaned_data[FIELD])
