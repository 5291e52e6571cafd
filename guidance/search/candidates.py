"""What can be found: pages, localities, sources, terms, documents, and what others add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.module_loading import import_string
from wagtail.blocks import StreamValue
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page, get_page_models
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Or, PlainText

from guidance.delivery.content_version import cached_per_version
from guidance.localities.finder import find
from guidance.models import BasePage, GlossaryTerm, LegalSource
from guidance.models.passages import shown_on
from guidance.search import fts5
from guidance.text.addresses import fixed_url
from guidance.text.folding import words
from guidance.text.place_names import bare

MOST = 30


@dataclass(slots=True, kw_only=True)
class Hit:
    """Something found: what kind, where, and the words it is found by."""

    kind: str
    title: str
    url: str
    summary: str
    # Asked for only where the words stand neither in the title nor in the summary.
    text: Callable[[], str] = str
    # Other names a reader may know it by, such as the number of an act.
    names: tuple[str, ...] = ()
    # The query is one of its names, or holds one.
    is_exact: bool = False
    is_named: bool = False
    rank: int = 0
    score: float = 0.0


def candidates(texts: Sequence[str], language: str, operator: str) -> Iterator[Hit]:
    """Everything that has all words of one of the texts, or any of them for the operator "or"."""
    for source in (_pages, _sources, _terms, _documents, _provided, _localities):
        for rank, hit in enumerate(source(texts, language, operator)):
            hit.rank = rank
            yield hit


def _asked(queryset: QuerySet[Any], texts: Sequence[str], operator: str) -> Sequence[Any]:
    if connection.vendor == "sqlite":
        return fts5.best(queryset, texts, operator, MOST)
    queries = [PlainText(text, operator=operator) for text in texts]
    query = queries[0] if len(queries) == 1 else Or(queries)
    return list(get_search_backend().search(query, queryset)[:MOST])


def _pages(texts: Sequence[str], language: str, operator: str) -> Iterator[Hit]:
    pages = Page.objects.live().public().filter(locale_id=locale_pk(language))
    found = _asked(pages, texts, operator)
    written = _written([page.pk for page in found])
    for page in found:
        summary, body = written.get(page.pk, ("", None))
        yield Hit(
            kind="page",
            title=page.title,
            url=page.get_url() or "",
            summary=summary,
            text=partial(_text, body),
        )


@cached_per_version
def locale_pk(language: str) -> int | None:
    """The language as pages name it."""
    return Locale.objects.filter(language_code=language).values_list("pk", flat=True).first()


def _written(pks: list[int]) -> dict[int, tuple[str, StreamValue]]:
    """Summary and body of pages of any kind, in one query."""
    first, *others = (
        kind.objects.filter(pk__in=pks).values_list("pk", "summary", "body").order_by()
        for kind in get_page_models()
        if issubclass(kind, BasePage)
    )
    return {pk: (summary, body) for pk, summary, body in first.union(*others, all=True)}


def _text(body: StreamValue | None) -> str:
    # What readers of another day are shown does not explain why the page was found.
    shown = shown_on(body, timezone.localdate()) if body else []
    texts = (text for block in shown for text in block.block.get_searchable_content(block.value))
    return strip_tags(" ".join(map(str, texts)))


def _sources(texts: Sequence[str], language: str, operator: str) -> Iterator[Hit]:
    base = fixed_url("legal-sources", language)
    for source in _asked(LegalSource.objects.all(), texts, operator):
        yield Hit(
            kind="source",
            title=source.number or str(source.title),
            url=f"{base}{source.slug}/",
            summary=str(source.title),
            text=partial(str, source.note),
            names=(source.number, source.number.split("/")[0]),
        )


def _terms(texts: Sequence[str], language: str, operator: str) -> Iterator[Hit]:
    base = fixed_url("glossary", language)
    for term in _asked(GlossaryTerm.objects.all(), texts, operator):
        yield Hit(
            kind="term",
            title=str(term.term),
            url=f"{base}#{term.key}",
            summary=str(term.definition),
        )


def _documents(texts: Sequence[str], _language: str, operator: str) -> Iterator[Hit]:
    for document in _asked(get_document_model().objects.all(), texts, operator):
        yield Hit(kind="document", title=document.title, url=document.url, summary="")


def _localities(texts: Sequence[str], language: str, _operator: str) -> Iterator[Hit]:
    base = fixed_url("localities", language)
    # A province has names, not synonyms.
    query = texts[0]
    for match in find(query):
        place = match.locality
        title = f"{match.former} → {place}" if match.former else str(place.name)
        exact = {bare(name) for name in place.every_name()}
        yield Hit(
            kind="locality",
            title=title,
            url=f"{base}{match.slug}/",
            summary=str(place.note),
            text=place.former_list,
            names=tuple(place.every_name()),
            is_exact=bare(query) in exact,
            is_named=len(words(query)) > 1,
        )


def _provided(texts: Sequence[str], language: str, operator: str) -> Iterator[Hit]:
    for folded, entry in provider_entries(language):
        if any(_has_words(folded, words(text), operator) for text in texts):
            yield Hit(
                kind=entry["kind"],
                title=entry["title"],
                url=entry["url"],
                summary=entry.get("summary", ""),
                text=partial(str, entry.get("text", "")),
                names=tuple(entry.get("names", ())),
            )


def _has_words(folded: str, wanted: Sequence[str], operator: str) -> bool:
    present = [_has(folded, word) for word in wanted]
    return bool(present) and (all(present) if operator == "and" else any(present))


def _has(folded: str, word: str) -> bool:
    # The beginning of a code or of a longer word is enough.
    begins = word.isdigit() or len(word) > 3
    return f" {word}" in folded if begins else f" {word} " in folded


@cached_per_version
def provider_entries(language: str) -> list[tuple[str, Mapping[str, Any]]]:
    """What the providers named in the settings offer, each with all its words folded.

    A provider takes a language and gives mappings with `kind`, `title`, `url`, and optionally
    `summary`, `text` and `names`. It is asked anew when the content or the day changes.
    """
    found: list[tuple[str, Mapping[str, Any]]] = []
    for path in getattr(settings, "GUIDANCE_SEARCH_PROVIDERS", ()):
        entries: Iterable[Mapping[str, Any]] = import_string(path)(language)
        for entry in entries:
            texts = (entry["title"], entry.get("text", ""), *entry.get("names", ()))
            found.append((f" {' '.join(words(' '.join(texts)))} ", entry))
    return found
