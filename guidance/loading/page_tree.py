"""Languages, site, and an empty page for every key, so that pages can link to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page, Site

from guidance import models
from guidance.loading.content_files import ContentError, name, read, refuse_others, require
from guidance.models.base import BasePage
from guidance.text.addresses import CONTENT
from guidance.text.languages import LANGUAGES, OFFICIAL

# By language and key.
Pages = Mapping[tuple[str, str], BasePage]
TYPES: Mapping[str, type[BasePage]] = {
    "home": models.HomePage,
    "section": models.SectionPage,
    "guidance": models.GuidancePage,
    "steps": models.StepsPage,
    "announcement": models.AnnouncementPage,
    "announcements": models.AnnouncementIndexPage,
    "localities": models.LocalityIndexPage,
    "sources": models.LegalSourceIndexPage,
    "glossary": models.GlossaryPage,
    "training": models.TrainingPage,
    "standard": models.StandardPage,
    "links": models.LinksPage,
    "corrections": models.CorrectionsPage,
}
REQUIRED = ("key", "type", "parent", "slug", "title", "summary")
DATES = ("last_reviewed", "review_due", "applies_from", "applies_until", "published_on")
FIELDS = {*REQUIRED, *DATES, "order", "sources", "related", "reviewer", "body"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """The file of one page in one language."""

    language: str
    place: str
    data: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The page, whatever the language."""
        return str(self.data["key"])

    @property
    def slug(self) -> str:
        """The last part of its address; those of the home pages only tell them apart."""
        return str(self.data["slug"]) if self.data["parent"] else f"home-{self.language}"

    @property
    def name(self) -> str:
        """The page in its language, as the ledger names it."""
        return f"page {self.language} {self.key}"


def entries() -> list[Entry]:
    """Every page file, parents before children, Vietnamese before its translations."""
    found = []
    for language in LANGUAGES:
        for path in sorted(
            settings.CONTENT_FOLDERS.get(language, CONTENT / language).glob("*.toml")
        ):
            data = read(path)
            require(data, REQUIRED, name(path))
            refuse_others(data, FIELDS, name(path))
            if data["type"] not in TYPES:
                raise ContentError(name(path), f"unknown page type “{data['type']}”")
            found.append(Entry(language=language, place=name(path), data=data))
    return _parents_first(found)


def _parents_first(found: Sequence[Entry]) -> list[Entry]:
    ordered: list[Entry] = []
    placed: set[str] = set()
    rest = sorted(
        found,
        key=lambda entry: (entry.data.get("order", 0), entry.key, LANGUAGES.index(entry.language)),
    )
    while rest:
        ready = [entry for entry in rest if entry.data["parent"] in {"", *placed}]
        if not ready:
            first = rest[0]
            raise ContentError(first.place, f"no page has the key “{first.data['parent']}”")
        ordered += ready
        placed |= {entry.key for entry in ready}
        rest = [entry for entry in rest if entry not in ready]
    return ordered


def prepare_languages() -> dict[str, Locale]:
    """The languages of the site as Wagtail knows them, each with what stands around its pages."""
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0]
        for code, _name in settings.LANGUAGES
    }
    for locale in locales.values():
        models.SiteFrame.objects.get_or_create(locale=locale)
    return locales


def prepare_site() -> None:
    """One site, whose root is the Vietnamese home page."""
    home = models.HomePage.objects.filter(locale__language_code=OFFICIAL).first()
    if home is None:
        return
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id != home.pk:
        site.root_page = home
        site.hostname = site.hostname or "localhost"
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save()
    # The page that Wagtail's own migrations put there.
    for welcome in Page.objects.filter(depth=2, slug="home", content_type__model="page"):
        welcome.delete()


def existing() -> dict[tuple[str, str], BasePage]:
    """Every page that has a key, by language and key."""
    return {
        (page.locale.language_code, page.key): page
        for kind in set(TYPES.values())
        for page in kind.objects.exclude(key="").select_related("locale")
    }


def create_placeholder_pages(
    wanted: Iterable[Entry], present: Pages, locales: Mapping[str, Locale]
) -> dict[tuple[str, str], BasePage]:
    """Give each new entry an unpublished page in its place; return all pages."""
    pages = dict(present)
    for entry in wanted:
        pages[entry.language, entry.key] = _planted(entry, pages, locales[entry.language])
    # Read anew: saving a page that still believes to have no children would hide them all.
    return existing()


def _planted(entry: Entry, pages: Pages, locale: Locale) -> BasePage:
    page = TYPES[entry.data["type"]](
        key=entry.key,
        title=entry.data["title"],
        slug=entry.slug,
        locale=locale,
        live=False,
        **({"published_on": entry.data["published_on"]} if "published_on" in entry.data else {}),
    )
    original = pages.get((OFFICIAL, entry.key))
    if original is not None:
        page.translation_key = original.translation_key
    parent_key = entry.data["parent"]
    if not parent_key:
        parent = Page.get_first_root_node()
    elif (entry.language, parent_key) in pages:
        parent = Page.objects.get(pk=pages[entry.language, parent_key].pk)
    else:
        raise ContentError(entry.place, f"its parent “{parent_key}” is not there in this language")
    parent.add_child(instance=page)
    return page
