"""Fills pages from their files and publishes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from wagtail.signal_handlers import disable_reference_index_auto_update

from guidance.loading import streams
from guidance.loading.content_files import ContentError
from guidance.loading.import_ledger import ImportLedger, Outcome
from guidance.loading.page_tree import (
    DATES,
    Entry,
    Pages,
    create_placeholder_pages,
    existing,
    prepare_languages,
    prepare_site,
)
from guidance.loading.translations import adopt_translations
from guidance.models.base import BasePage
from guidance.models.staleness import remember_passages
from guidance.text.languages import OFFICIAL

STATE = ("title", "slug", "summary", "sources", "related", "body", "reviewer", *DATES)
SOURCES_PAGE = "legal-sources"
LOADED = "guidance.load"
"""What the history of a page calls it: from there, the text that was loaded is offered again."""


def load_pages(wanted: Sequence[Entry], ledger: ImportLedger) -> None:
    """Bring every page file into the database, Vietnamese first."""
    locales = prepare_languages()
    present = existing()
    outcomes = {
        entry: ledger.outcome(entry.name, entry.data, _later_state(present, entry))
        for entry in wanted
    }
    created = [entry for entry in wanted if outcomes[entry] is Outcome.CREATED]
    # An empty page refers to nothing yet.
    with disable_reference_index_auto_update():
        pages = create_placeholder_pages(created, present, locales)
    prepare_site()
    written = []
    for entry, outcome in outcomes.items():
        ledger.count(entry.name, outcome)
        if outcome in (Outcome.CREATED, Outcome.UPDATED):
            page = pages[entry.language, entry.key]
            _fill(page, entry, pages)
            _publish(page, entry)
            ledger.written(entry.name, entry.data, state(page))
            written.append((entry.language, entry.key))
    _agree(wanted, outcomes, written, ledger)
    adopt_translations(pages, written)


def _agree(
    wanted: Sequence[Entry],
    outcomes: Mapping[Entry, Outcome],
    written: Collection[tuple[str, str]],
    ledger: ImportLedger,
) -> None:
    """Let a translation whose file needed no change agree with the original of the same files."""
    pages = existing()
    for entry in wanted:
        original = (OFFICIAL, entry.key)
        page = pages.get((entry.language, entry.key))
        if page is None or original not in written or (entry.language, entry.key) in written:
            continue
        if outcomes[entry] is Outcome.UNCHANGED and ledger.is_as_loaded(entry.name, state(page)):
            remember_passages(page)


def state(page: BasePage) -> dict[str, str]:
    """Everything an editor can change in a page; a draft waiting to be published is a change."""
    data = page.serializable_data()
    found = {name: str(data.get(name)) for name in STATE}
    return {**found, "draft": str(page.has_unpublished_changes), "live": str(page.live)}


def _later_state(pages: Pages, entry: Entry) -> Callable[[], Any] | None:
    page = pages.get((entry.language, entry.key))
    return None if page is None else lambda: state(page)


def _fill(page: BasePage, entry: Entry, pages: Pages) -> None:
    data = entry.data
    page.title, page.summary = data["title"], data["summary"].strip()
    page.draft_title = page.title
    page.slug = entry.slug
    page.reviewer = data.get("reviewer", "")
    page.sources = "\n".join(data.get("sources", []))
    for name in DATES:
        if hasattr(page, name):
            setattr(page, name, data.get(name))
    page.related = [("page", _named(key, entry, pages).page_ptr) for key in data.get("related", [])]
    try:
        stored = streams.body(_stream(page), data.get("body", []), entry.key, _linker(entry, pages))
    except ContentError as error:
        raise ContentError(entry.place, str(error)) from error
    page.body = _stream(page).to_python(stored)


def _stream(page: BasePage) -> Any:
    return page._meta.get_field("body").stream_block


def _named(key: str, entry: Entry, pages: Pages) -> BasePage:
    try:
        return pages[entry.language, key]
    except KeyError as error:
        raise ContentError(entry.place, f"no page has the key “{key}” in this language") from error


def _linker(entry: Entry, pages: Pages) -> streams.Link:
    """What the links "page:", "source:" and "wizard:" of a file become."""

    def to_page(target: str) -> str:
        key, hash_sign, fragment = target.partition("#")
        page = pages[entry.language, key]
        if hash_sign:
            return f'href="{page.get_url()}#{fragment}"'
        return f'linktype="page" id="{page.pk}"'

    def to_source(target: str) -> str:
        slug, _colon, provision = target.partition(":")
        fragment = f"#{provision}" if provision else ""
        return f'href="{pages[entry.language, SOURCES_PAGE].get_url()}{slug}/{fragment}"'

    def to_wizard(target: str) -> str:
        key, question_mark, query = target.partition("?")
        # With answers it goes on to what comes after them.
        place = "wizard:begin" if query else "wizard:start"
        with override(entry.language):
            return f'href="{reverse(place, args=[key])}{question_mark}{query}"'

    kinds = {"page": to_page, "source": to_source, "wizard": to_wizard}
    return lambda scheme, target: kinds[scheme](target)


def _publish(page: BasePage, entry: Entry) -> None:
    try:
        page.full_clean(exclude=["sources", "body", "related"])
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        raise ContentError(entry.place, f"“{field}”: {problems[0]}") from error
    page.save_revision(clean=False, log_action=LOADED).publish()
    page.refresh_from_db()
