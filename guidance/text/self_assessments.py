"""The self-assessments of the site as its pages name them, each by its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext

Provider = Callable[[], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessment:
    """One of them in the language of the page: the question it answers, and where it starts.

    `place` is the question that asks for a province or city, and `goods` the one that asks for
    goods, for addresses that answer them; empty where none does. `begin` takes what was typed
    (`q=laptop`, `q=Bình Phước`) and goes on to the first question.

    For the forms of editors: `questions` gives what a link may answer beforehand, each as key,
    label, answers (pairs of key and words) and is_open; `complaints` says what of
    "question=answer&…" would be dropped, in the editor's language.
    """

    key: str
    title: str
    summary: str
    url: str
    begin: str = ""
    place: str = ""
    goods: str = ""
    questions: Callable[[], Iterable[Mapping[str, Any]]]
    complaints: Callable[[str], Iterable[str]]


def self_assessments() -> list[SelfAssessment]:
    """All that can be started today, in their order, as the provider in the settings has them."""
    provider: Provider = import_string(settings.GUIDANCE_SELF_ASSESSMENTS)
    return [SelfAssessment(**found) for found in provider()]


def choices() -> list[tuple[str, str]]:
    """The self-assessments to choose from in a form."""
    return [(item.key, item.title) for item in self_assessments()]


def complaints(key: str, preset: str) -> list[str]:
    """What is wrong with answers that a link to the self-assessment of a key gives beforehand."""
    if not preset:
        return []
    if not key:
        return [gettext("Choose the self-assessment that these answers are for.")]
    found = (item for item in self_assessments() if item.key == key)
    return [words for item in found for words in item.complaints(preset)]
