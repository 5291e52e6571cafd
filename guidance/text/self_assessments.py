"""The self-assessments of the site as its pages name them, each by its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

Provider = Callable[[], Iterable[Mapping[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessment:
    """One of them in the language of the page: the question it answers, and where it starts.

    `place` is the question that asks for a province or city, and `goods` the one that asks for
    goods, for addresses that answer them; empty where none does. `begin` takes what was typed
    (`q=laptop`, `q=Bình Phước`) and goes on to the first question.
    """

    key: str
    title: str
    summary: str
    url: str
    begin: str = ""
    place: str = ""
    goods: str = ""


def self_assessments() -> list[SelfAssessment]:
    """All that can be started today, in their order, as the provider in the settings has them."""
    provider: Provider = import_string(settings.GUIDANCE_SELF_ASSESSMENTS)
    return [SelfAssessment(**found) for found in provider()]


def choices() -> list[tuple[str, str]]:
    """The self-assessments to choose from in a form."""
    return [(item.key, item.title) for item in self_assessments()]
