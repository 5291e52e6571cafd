"""What answers a query as a whole: an act by its number, a place, a task, and what others know.

The words of a query find what holds them; this understands what the query is. Others, such as the
assessments with the goods they know, are asked by the paths in the settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from wagtail.models import get_page_models

from guidance.delivery.content_version import cached_per_version
from guidance.localities.finder import Match, find, find_named
from guidance.models import BasePage
from guidance.search.acts import acts_named
from guidance.search.candidates import Hit, locale_pk, page_text, source_hit
from guidance.search.tasks import Task, tasks, tasks_meant
from guidance.text.addresses import fixed_url
from guidance.text.languages import LANGUAGES
from guidance.text.self_assessments import self_assessments

WHOLE, PART, NAMED = 2, 1, 0
"""How much of the query an answer accounts for: all of it, half of it, or only a word or two.

The last comes among what has the words of the query."""
HALF = 0.5
NAMED_SCORE = 40.0


def answers(query: str, language: str) -> Iterator[Hit]:
    """Everything that answers the query itself, each with its tier and its place within it."""
    for find_answers, score in ((_acts, 400), (_provided, 300), (_places, 200), (_tasks, 100)):
        for place, (hit, share) in enumerate(find_answers(query, language)):
            hit.tier = WHOLE if share >= 1 else PART if share >= HALF else NAMED
            hit.names_it = True
            hit.score = 50 * share - place / 10 + (score if hit.tier else NAMED_SCORE)
            yield hit


def _acts(query: str, language: str) -> Iterator[tuple[Hit, float]]:
    for source, share in acts_named(query):
        yield source_hit(source, language), share


def _provided(query: str, language: str) -> Iterator[tuple[Hit, float]]:
    """Ask those named in the settings.

    Each takes query and language and gives mappings as the providers of entries do, best first,
    with a `share`: 1.0 if the query is exactly that, less if it only names it.
    """
    for path in getattr(settings, "GUIDANCE_SEARCH_ANSWERS", ()):
        known: Iterable[Mapping[str, Any]] = import_string(path)(query, language)
        for entry in known:
            hit = Hit(
                kind=entry["kind"],
                title=entry["title"],
                url=entry["url"],
                summary=entry.get("summary", ""),
            )
            yield hit, entry["share"]


def _places(query: str, language: str) -> Iterator[tuple[Hit, float]]:
    matches, share = find_named(query)
    for match in matches:
        yield place_hit(match, language), share


def place_hit(match: Match, language: str) -> Hit:
    """A province or city, by the name it was asked for."""
    place = match.locality
    return Hit(
        kind="locality",
        title=f"{match.former} → {place}" if match.former else str(place.name),
        url=f"{fixed_url('localities', language)}{match.slug}/",
        summary=str(place.note),
        text=place.former_list,
        names=tuple(place.every_name()),
    )


def places_like(query: str, language: str) -> list[Hit]:
    """Provinces and cities whose name resembles the query: for want of anything better."""
    return [place_hit(match, language) for match in find(query)]


def _tasks(query: str, language: str) -> Iterator[tuple[Hit, float]]:
    meant = sorted(tasks_meant(query, language), key=lambda entry: -entry[1])
    for task, share in meant:
        hit = task_hit(task, language)
        if hit is not None:
            yield hit, share


def task_hit(task: Task, language: str) -> Hit | None:
    """Where a task is done; None if the page is not published or the assessment not offered."""
    return _page(task.page, language) if task.page else _check(task.check)


def _check(key: str) -> Hit | None:
    for item in self_assessments():
        if item.key == key:
            return Hit(kind="check", title=item.title, url=item.url, summary=item.summary)
    return None


def _page(key: str, language: str) -> Hit | None:
    page = task_pages(language).get(key)
    if page is None:
        return None
    return Hit(
        kind="page",
        title=page.title,
        url=page.get_url() or "",
        summary=page.summary,
        text=partial(page_text, page.body),
    )


@cached_per_version
def task_pages(language: str) -> dict[str, BasePage]:
    """The published pages that do a task, by their key."""
    wanted = {task.page for code in LANGUAGES for task in tasks(code) if task.page}
    return {
        page.key: page
        for kind in get_page_models()
        if issubclass(kind, BasePage)
        for page in kind.objects.live()
        .public()
        .filter(locale_id=locale_pk(language), key__in=wanted)
    }
