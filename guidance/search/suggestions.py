"""What the search box suggests while somebody types: one small file, fetched when it is entered.

What is typed stays in the browser. Places, goods and acts by every name they have, what readers
come to do, and the pages; results answer what is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import override
from wagtail.models import Page

from guidance.delivery.content_version import cached_per_version
from guidance.localities.finder import known_names
from guidance.models import AnnouncementPage
from guidance.search.acts import known_acts
from guidance.search.answers import place_hit, task_hit
from guidance.search.candidates import Hit, locale_pk, provider_entries, source_hit
from guidance.search.query import KINDS
from guidance.search.tasks import tasks
from guidance.text.folding import fold

# Of the pages that are no announcement, the highest in the tree: the file must stay small.
MOST_PAGES = 150

Suggestion = dict[str, str]


@cached_per_version
def suggestions(language: str) -> list[Suggestion]:
    """Each with its `name`, what it is `of` and that `kind` in words, `url`, and `also`.

    The last are other names, folded, with `|` between.

    What does something for the reader comes first; who shows them takes the first that fit.
    """
    with override(language):
        found: dict[str, Suggestion] = {}
        for hit, names in _offered(language):
            also = dict.fromkeys(" ".join(fold(name).split()) for name in names)
            known = found.setdefault(
                hit.url,
                {
                    "name": hit.title,
                    "of": hit.kind,
                    "kind": str(KINDS[hit.kind]),
                    "url": hit.url,
                    "also": "",
                },
            )
            known["also"] = "|".join(filter(None, [known["also"], *also]))
        return list(found.values())


def _offered(language: str) -> Iterator[tuple[Hit, tuple[str, ...]]]:
    for task in tasks(language):
        if hit := task_hit(task, language):
            yield hit, task.typed
    for _folded, entry in provider_entries(language):
        if entry["kind"] in ("check", "goods") and not entry.get("is_line"):
            hit = Hit(kind=entry["kind"], title=entry["title"], url=entry["url"], summary="")
            yield hit, tuple(entry.get("names", ()))
    for name, match in known_names():
        yield place_hit(match, language), (name,)
    for act in known_acts():
        hit = source_hit(act.source, language)
        hit.title = capfirst(f"{act.source.get_kind_display()} {act.source.number}")
        yield hit, (act.source.number,)
    pages = Page.objects.live().public().filter(locale_id=locale_pk(language), depth__gt=2)
    for page in pages.not_type(AnnouncementPage).order_by("depth", "path")[:MOST_PAGES]:
        yield Hit(kind="page", title=page.title, url=page.get_url() or "", summary=""), ()
