"""A site of any size in three languages, written straight into the database.

Saving page by page would take an hour: each save asks for its place in the tree, writes a
revision, an index entry and references. Here the places are counted out, and written at once.
"""

from __future__ import annotations

import json
import random
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.sql import InsertQuery
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from guidance.loading.page_tree import existing
from guidance.models import AnnouncementIndexPage, AnnouncementPage, GuidancePage, SectionPage
from guidance.models.base import BasePage
from guidance.text.languages import LANGUAGES

SECTIONS, IN_SECTION = 40, 100
PARAGRAPHS, SENTENCES = 3, 4
ROWS_AT_ONCE = 500

Sentences = Sequence[str]


class Builder:
    """Puts new pages into the tree of one language; keeps them until they are written."""

    def __init__(self, language: str, first_pk: int) -> None:
        """Take the sentences of the site as it is, so that words are as frequent as there."""
        self.language = language
        self.pages: list[BasePage] = []
        self.next_pk = first_pk
        self.children: Counter[int] = Counter()
        self.chance = random.Random(language)  # noqa: S311 - the same pages in every run
        self.sentences = sentences(language)
        self.now = timezone.now()

    def add(self, kind: type[BasePage], parent: Page, number: int) -> BasePage:
        """One published page as the last child of its parent."""
        title = self.chance.choice(self.sentences)[:65]
        slug = f"page-{number}"
        changed = self.now - timedelta(minutes=number)
        page = kind(
            pk=self.next_pk,
            path=self._place(parent),
            depth=parent.depth + 1,
            numchild=0,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{parent.url_path}{slug}/",
            locale_id=parent.locale_id,
            translation_key=uuid.uuid5(uuid.NAMESPACE_OID, slug),
            content_type=ContentType.objects.get_for_model(kind),
            first_published_at=changed,
            last_published_at=changed,
            latest_revision_created_at=changed,
            key=slug,
            summary=" ".join(self.chance.sample(self.sentences, 2)),
            body=self._body(slug),
            last_reviewed=date(2026, 11, 22),
        )
        if isinstance(page, AnnouncementPage):
            page.published_on = changed.date()
        self.next_pk += 1
        self.pages.append(page)
        return page

    def _place(self, parent: Page) -> str:
        self.children[parent.pk] += 1
        parent.numchild += 1
        return str(Page._get_path(parent.path, parent.depth + 1, parent.numchild))

    def _body(self, name: str) -> str:
        texts = (" ".join(self.chance.sample(self.sentences, SENTENCES)) for _ in range(PARAGRAPHS))
        blocks = [
            {
                "type": "text",
                "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{name}/{number}")),
                "value": {"html": f"<p>{text}</p>", "sources": []},
            }
            for number, text in enumerate(texts)
        ]
        return json.dumps(blocks, ensure_ascii=False)


def sentences(language: str) -> Sentences:
    """Every summary and the beginning of every text of the site in one language."""
    found: list[str] = []
    for (code, _key), page in sorted(existing().items(), key=lambda entry: entry[0]):
        if code == language:
            texts = page.body.stream_block.get_searchable_content(page.body)
            found += [page.title, page.summary, *(strip_tags(str(text))[:200] for text in texts)]
    return [text for text in found if len(text) > 5]


def grow(to: int) -> int:
    """Bring the site to so many pages in each language; return how many there are of all."""
    with transaction.atomic():
        for language in LANGUAGES:
            present = Page.objects.filter(locale__language_code=language, depth__gte=2).count()
            builder = Builder(language, Page.objects.order_by("-pk")[0].pk + 1)
            _plan(builder, to - present)
            _write(builder)
    _check_tree()
    # Texts only: the references between pages are not measured.
    call_command("update_index", verbosity=0, chunk_size=ROWS_AT_ONCE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    cache.clear()
    return int(Page.objects.filter(depth__gte=2).count())


def _plan(builder: Builder, wanted: int) -> None:
    """Sections full of guidance below the home page; all the others are announcements."""
    in_language = {"locale__language_code": builder.language}
    news = AnnouncementIndexPage.objects.get(**in_language)
    home = Page.objects.get(pk=news.get_parent().pk)
    numbers = iter(range(wanted))
    for _section in range(SECTIONS):
        section = builder.add(SectionPage, home, next(numbers))
        for _page in range(IN_SECTION):
            builder.add(GuidancePage, section, next(numbers))
    for number in numbers:
        builder.add(AnnouncementPage, news, number)


def _write(builder: Builder) -> None:
    """Write the rows of the tree, then those of each kind of page, then the counts of children."""
    tree = [_tree_row(page) for page in builder.pages]
    _insert(Page, tree)
    for kind in (SectionPage, GuidancePage, AnnouncementPage):
        _insert(kind, [page for page in builder.pages if type(page) is kind])
    written = {page.pk for page in builder.pages}
    for pk, children in builder.children.items():
        if pk not in written:
            before = Page.objects.values_list("numchild", flat=True).get(pk=pk)
            Page.objects.filter(pk=pk).update(numchild=before + children)


def _tree_row(page: BasePage) -> Page:
    names = (field.attname for field in Page._meta.concrete_fields)
    return Page(**{name: getattr(page, name) for name in names})


def _insert(kind: type[Page], pages: Sequence[Page]) -> None:
    """Write the columns of one table alone: Django's own bulk insert takes no inherited model."""
    fields = kind._meta.local_concrete_fields
    for page in pages:
        page.page_ptr_id = page.pk
    at_once = min(ROWS_AT_ONCE, connection.features.max_query_params // len(fields))
    for start in range(0, len(pages), at_once):
        query = InsertQuery(kind)
        query.insert_values(fields, pages[start : start + at_once], raw=False)
        query.get_compiler(connection=connection).execute_sql()


def _check_tree() -> None:
    """Refuse a tree whose paths, depths and counts of children do not agree."""
    rows = list(Page.objects.values_list("path", "depth", "numchild"))
    steplen = Page.steplen
    children = Counter(path[:-steplen] for path, _depth, _numchild in rows)
    paths = {path for path, _depth, _numchild in rows}
    wrong = [
        path
        for path, depth, numchild in rows
        if depth * steplen != len(path)
        or numchild != children[path]
        or (depth > 1 and path[:-steplen] not in paths)
    ]
    if wrong or len(paths) != len(rows):
        message = f"The tree is broken at {wrong[:5]}"
        raise RuntimeError(message)
