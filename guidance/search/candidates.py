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
from wagtail.search.query import And, Or, Phrase, PlainText, SearchQuery

from guidance.delivery.content_version import cached_per_version
from guidance.models import BasePage, GlossaryTerm, LegalSource
from guidance.models.passages import shown_on
from guidance.search import fts5
from guidance.search.typed import tokens
from guidance.text.addresses import fixed_url
from guidance.text.folding import fold

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
    # The kind of source, if it is one: what the press says comes after what the law says.
    source: str = ""
    # How well it answers the query as a whole (guidance.search.answers); 0 if it has its words.
    tier: int = 0
    # It stands in the query by its own name.
    names_it: bool = False
    rank: int = 0
    score: float = 0.0


def candidates(
    texts: Sequence[str], language: str, operator: str, columns: str = fts5.EVERYWHERE
) -> Iterator[Hit]:
    """Everything that has all words of one of the texts, or any of them for the operator "or".

    SQLite can be asked for what has them in its title (`fts5.TITLES`), which costs less.
    """
    pages, sources, terms, documents = _asked(
        [
            Page.objects.live().public().filter(locale_id=locale_pk(language)),
            LegalSource.objects.all(),
            GlossaryTerm.objects.all(),
            get_document_model().objects.all(),
        ],
        texts,
        operator,
        columns,
    )
    for hits in (
        _pages(pages),
        (source_hit(source, language) for source in sources),
        _terms(terms, language),
        _documents(documents),
        _provided(texts, language, operator),
    ):
        for rank, hit in enumerate(hits):
            hit.rank = rank
            yield hit


def _asked(
    querysets: Sequence[QuerySet[Any]], texts: Sequence[str], operator: str, columns: str
) -> Sequence[Sequence[Any]]:
    if connection.vendor == "sqlite":
        return fts5.best(querysets, texts, operator, MOST, columns)
    queries = [_query(text, operator) for text in texts]
    query = queries[0] if len(queries) == 1 else Or(queries)
    backend = get_search_backend()
    return [list(backend.search(query, queryset)[:MOST]) for queryset in querysets]


def _query(text: str, operator: str) -> SearchQuery:
    """As Wagtail asks it; what counts as one word is a phrase of its pieces."""
    parts = text.split()
    phrases = [Phrase(part.replace("_", " ")) for part in parts if "_" in part]
    plain = " ".join(part for part in parts if "_" not in part)
    queries = [*([PlainText(plain, operator=operator)] if plain else []), *phrases]
    if len(queries) == 1:
        return queries[0]
    return And(queries) if operator == "and" else Or(queries)


def _pages(found: Sequence[Page]) -> Iterator[Hit]:
    written = _written([page.pk for page in found])
    for page in found:
        summary, body = written.get(page.pk, ("", None))
        yield Hit(
            kind="page",
            title=page.title,
            url=page.get_url() or "",
            summary=summary,
            text=partial(page_text, body),
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


def page_text(body: StreamValue | None) -> str:
    """What readers of today find on a page."""
    # What readers of another day are shown does not explain why the page was found.
    shown = shown_on(body, timezone.localdate()) if body else []
    texts = (text for block in shown for text in block.block.get_searchable_content(block.value))
    return strip_tags(" ".join(map(str, texts)))


def source_hit(source: LegalSource, language: str) -> Hit:
    """A legal source, by its title, its number or the first part of it."""
    return Hit(
        kind="source",
        title=source.number or str(source.title),
        url=f"{fixed_url('legal-sources', language)}{source.slug}/",
        summary=str(source.title),
        text=partial(str, source.note),
        names=(source.number, source.number.split("/")[0], str(source.title)),
        source=source.kind,
    )


def _terms(found: Iterable[GlossaryTerm], language: str) -> Iterator[Hit]:
    base = fixed_url("glossary", language)
    for term in found:
        yield Hit(
            kind="term",
            title=str(term.term),
            url=f"{base}#{term.key}",
            summary=str(term.definition),
        )


def _documents(found: Iterable[Any]) -> Iterator[Hit]:
    for document in found:
        yield Hit(kind="document", title=document.title, url=document.url, summary="")


def _provided(texts: Sequence[str], language: str, operator: str) -> Iterator[Hit]:
    for folded, entry in provider_entries(language):
        if any(_has_words(folded, fold(text).split(), operator) for text in texts):
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
    `summary`, `text`, `names` and `is_line` (one of a list, that nobody asks for by name). It is
    asked anew when the content or the day changes.
    """
    found: list[tuple[str, Mapping[str, Any]]] = []
    for path in getattr(settings, "GUIDANCE_SEARCH_PROVIDERS", ()):
        entries: Iterable[Mapping[str, Any]] = import_string(path)(language)
        for entry in entries:
            texts = (entry["title"], entry.get("text", ""), *entry.get("names", ()))
            found.append((f" {' '.join(tokens(' '.join(texts)))} ", entry))
    return found
