"""Readers' words become those of the site: reviewed lists, one a language, without loose ends."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.utils.translation import override

from guidance.search.answers import task_pages
from guidance.search.candidates import candidates
from guidance.search.synonyms import MOST_VARIANTS, synonyms, variants
from guidance.search.tasks import tasks
from guidance.text.addresses import CONTENT
from guidance.text.folding import words
from guidance.text.languages import LANGUAGES
from guidance.text.self_assessments import self_assessments

FOLDER = Path(CONTENT) / "synonyms"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_list_and_no_phrase_twice(language: str) -> None:
    rows = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["synonym"]

    phrases = Counter(" ".join(words(typed)) for row in rows for typed in row["typed"])

    assert len(rows) >= 30
    assert not [phrase for phrase, number in phrases.items() if number > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_task_can_be_done_and_no_phrase_means_two(
    content: None, db: None, language: str
) -> None:
    phrases = Counter(phrase for task in tasks(language) for phrase in set(task.phrases))
    with override(language):
        checks = {item.key for item in self_assessments()}

    lost = [
        task.page or task.check
        for task in tasks(language)
        if task.page not in task_pages(language) and task.check not in checks
    ]

    assert not lost
    assert not [phrase for phrase, number in phrases.items() if number > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_phrase_means_is_found(content: None, db: None, language: str) -> None:
    with override(language):
        lost = [
            other
            for meant in set(synonyms(language).values())
            for other in meant
            if next(candidates([other], language, "and"), None) is None
        ]

    assert not lost


@pytest.mark.parametrize(
    ("query", "language", "also"),
    [
        ("penalties for used servers", "en", "fines for used servers"),
        ("lê phí C O", "vi", "phí C O"),
        ("le phi", "vi", "phí"),
        ("REDEVANCE", "fr", "frais"),
    ],
)
def test_a_phrase_is_replaced_whatever_its_accents(query: str, language: str, also: str) -> None:
    assert variants(query, language) == [query, also]


def test_a_word_is_replaced_only_as_a_whole() -> None:
    assert variants("formation", "fr") == ["formation"]


def test_a_query_of_many_synonyms_stays_cheap() -> None:
    query = " ".join(" ".join(phrase) for phrase in synonyms("en"))

    assert len(variants(query, "en")) == MOST_VARIANTS
