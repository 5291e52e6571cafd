"""What every page of the site has: who answers for it, since when it holds, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from guidance.blocks import BodyBlock
from guidance.blocks.citations import split
from guidance.delivery.content_version import cached_per_version
from guidance.models.citations import CitationsField, resolve
from guidance.models.closed_pages import is_open
from guidance.models.days import day_shown, standing
from guidance.models.frame import section_of
from guidance.models.glossary import FirstUses
from guidance.models.page_powers import PagePowers
from guidance.models.panels import explained
from guidance.models.passages import (
    SUMMARY,
    citations_in,
    contents,
    digests,
    pages_linked,
    passages,
    shown_on,
)
from guidance.models.previews import PreviewOnEachDay
from guidance.models.staleness import stale_passages
from guidance.text.folding import AccentFreeSearch
from guidance.text.languages import OFFICIAL
from guidance.text.slugs import slug


@cached_per_version
def is_anything_restricted() -> bool:
    """Whether any page is for some readers only; where none is, none need be asked about."""
    return bool(PageViewRestriction.objects.exists())


def readable(pages: Any) -> Any:
    """The pages of a query set that are published for all readers."""
    # Who may read which is asked only where any page is for some.
    return pages.live().public() if is_anything_restricted() else pages.live()


NAMED = ("path", "depth", "title", "url_path", "locale", "translation_key")
"""What is read of pages that are only led to; a page has thirty columns."""


class BasePage(PreviewOnEachDay, AccentFreeSearch, Page):
    """A page of the site. Its key is the same in every language."""

    key = models.SlugField(_("key"), max_length=80, blank=True, db_index=True)
    summary = models.TextField(_("summary"), blank=True, max_length=600)
    last_reviewed = models.DateField(_("last reviewed"), null=True, blank=True)
    review_due = models.DateField(_("next review due"), null=True, blank=True)
    reviewer = models.CharField(_("reviewer"), max_length=120, blank=True)
    applies_from = models.DateField(_("applies from"), null=True, blank=True)
    applies_until = models.DateField(_("applies until"), null=True, blank=True)
    sources = CitationsField(_("sources"), blank=True, help_text=_("One citation a line."))
    related = StreamField(
        [("page", PageChooserBlock())], blank=True, verbose_name=_("related pages")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    is_minor_change = models.BooleanField(
        _("minor change"),
        default=False,
        help_text=_("Does not alter the meaning: translations stay up to date."),
    )
    change_note = models.CharField(_("what changed"), max_length=250, blank=True)
    # The notes as they were published, the latest first: `[{"day": "2026-11-30", "note": "…"}]`.
    changes = models.JSONField(default=list, editable=False)
    # Of the Vietnamese text: as published here, or as it stood when this translation was made.
    passage_digests = models.JSONField(default=dict, editable=False)
    stale_since = models.DateTimeField(null=True, editable=False)

    # A copy, a translation among them, has a history of its own.
    exclude_fields_in_copy: ClassVar[list[str]] = ["changes", "change_note"]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        *explained(
            {
                "summary": _("What the page says, in two sentences: shown below its title."),
                "body": _("Each passage that states law or fact names its sources."),
                "related": _("Pages that the reader of this one will want next."),
            }
        ),
    ]
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            explained(
                {
                    "last_reviewed": _("The day somebody last held the page against the law."),
                    "review_due": _("From this day on, the report of pages to review lists it."),
                    "reviewer": _("Who reviews it: an office rather than a person."),
                }
            ),
            heading=_("Review"),
        ),
        MultiFieldPanel(
            explained(
                {
                    "applies_from": _("The first day on which what the page says holds."),
                    "applies_until": _("The last day; leave empty while no end is known."),
                    "sources": _("What the whole page rests on. One citation a line."),
                }
            ),
            heading=_("Law"),
        ),
        MultiFieldPanel(
            [
                *explained(
                    {
                        "change_note": _(
                            "One sentence for readers: what they must now do or know otherwise. "
                            "It stands on the page with the day it is published. "
                            "A minor change needs none."
                        )
                    }
                ),
                FieldPanel("is_minor_change"),
            ],
            heading=_("What changed"),
        ),
        *explained({"key": _("Names the page in content files, the same in every language.")}),
        *Page.promote_panels,
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("key", overridable=False),
        SynchronizedField("sources", overridable=False),
        SynchronizedField("reviewer"),
        TranslatableField("slug"),
    ]
    template = "guidance/page.html"

    class Meta:
        """Abstract: each kind of page has its own table."""

        abstract = True

    def __str__(self) -> str:
        """The title."""
        return str(self.title)

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        return str(super()._get_autogenerated_slug(slug(self.title) or base_slug))

    def with_content_json(self, content: dict[str, Any]) -> BasePage:
        """What a revision holds, except what belongs to the page and not to one of its drafts."""
        page: BasePage = super().with_content_json(content)
        page.passage_digests = self.passage_digests
        page.stale_since = self.stale_since
        page.changes = self.changes
        return page

    def get_view_restrictions(self) -> Any:
        """Who may read the page; asked for only if any page is for some readers only."""
        if not is_anything_restricted():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def permissions_for_user(self, user: Any) -> PagePowers:
        """What somebody may do with the page."""
        return PagePowers(user, self)

    def digests(self) -> dict[str, str]:
        """Fingerprints of the text as it stands here."""
        return digests(self.title, self.summary, self.body)

    def original(self) -> BasePage | None:
        """The Vietnamese page that this one translates."""
        if self.locale.language_code == OFFICIAL:
            return None
        official = (page for page in self.versions if page.locale.language_code == OFFICIAL)
        return next(official, None)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Everything the templates of pages and blocks show beside the fields."""
        original = self.original()
        changed = stale_passages(self, original)
        is_preview = getattr(request, "is_preview", False)
        day = day_shown(request)
        shown = shown_on(self.body, day)
        parts = passages(self.body if is_preview else shown, changed, shown)
        stored = [block.get_prep_value() for block in (self.body if is_preview else shown)]
        cited = resolve([*split(self.sources), *citations_in(stored), *self.extra_citations()])
        return {
            **self.page_context(request, *args, **kwargs),
            "page_urls": self.urls_of(request, pages_linked(stored)),
            "related": self.with_shared_locale(self.related_pages()),
            "original": original,
            "is_stale": bool(changed),
            "is_summary_stale": SUMMARY in changed,
            "parts": parts,
            "contents": contents(parts),
            "cited": cited,
            "first_uses": FirstUses(self.locale.language_code),
            "today": day,
            "standing": standing(self, cited, day),
        }

    def page_context(
        self, request: HttpRequest, *args: Any, subpath: str = "", **kwargs: Any
    ) -> dict[str, Any]:
        """What stands around the text of a page, or of a place below it that has its own text."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # Worked out once: some pages name it a hundred times.
        context["page_url"] = self.get_url(request)
        context["language_alternates"] = self.language_alternates(request, subpath)
        context["section"] = section_of(context["page_url"] or "", self.locale.language_code)
        return context

    def related_pages(self) -> list[Page]:
        """The related pages that all readers may see, in the language of this one if they have it.

        A translation still names the pages that the original names.
        """
        # Of a page deleted since, the stream has nothing but the place.
        chosen = [item.value.pk for item in self.related if item.value and item.value.live]
        found = {page.pk: page for page in readable(Page.objects.filter(pk__in=chosen))}
        others = [page for page in found.values() if page.locale_id != self.locale_id]
        keys = [page.translation_key for page in others]
        here = readable(Page.objects.filter(translation_key__in=keys, locale_id=self.locale_id))
        own = {page.translation_key: page for page in (here if keys else ())}
        return [own.get(found[pk].translation_key, found[pk]) for pk in chosen if pk in found]

    def extra_citations(self) -> list[str]:
        """What a page cites neither for itself nor in its body."""
        return []

    def urls_of(self, request: HttpRequest, pks: set[int]) -> dict[int, str]:
        """The addresses of pages that a text links to, in the language of this page.

        Empty for a page that is not for all readers.
        The text of a translation still names the pages that the original linked to.
        """
        if not pks:
            return {}
        found = {
            page.pk: page
            for page in self.with_shared_locale(Page.objects.live().filter(pk__in=pks).only(*NAMED))
        }
        keys = [page.translation_key for page in found.values() if page.locale_id != self.locale_id]
        here = Page.objects.live().filter(translation_key__in=keys, locale_id=self.locale_id)
        here = here.only(*NAMED)
        own = {
            page.translation_key: page for page in (self.with_shared_locale(here) if keys else ())
        }
        urls = {
            pk: own.get(page.translation_key, page).get_url(request) for pk, page in found.items()
        }
        return {pk: url if url and is_open(url) else "" for pk, url in urls.items()}

    @cached_property
    def versions(self) -> list[BasePage]:
        """What is published of the page in each language that has it, itself included."""
        translations = readable(self.get_translations(inclusive=True)).select_related("locale")
        # Most have a long body, which is looked at only where a translation is behind.
        return list(translations.defer("body"))

    @cached_property
    def ancestors_from_home(self) -> list[Page]:
        """The pages above this one, from the home page down."""
        return self.with_shared_locale(self.get_ancestors().filter(depth__gte=2).only(*NAMED))

    def with_shared_locale(self, pages: Iterable[Page]) -> list[Page]:
        """The pages, knowing that their language is that of this one without asking for each."""
        found = list(pages)
        for page in found:
            if page.locale_id == self.locale_id:
                page.locale = self.locale
        return found

    def language_alternates(self, request: HttpRequest, subpath: str = "") -> dict[str, str]:
        """The address of this page, or of a place below it, in each language that has it.

        What was asked of the page, such as a name to look up, goes along.
        """
        asked = request.META.get("QUERY_STRING", "")
        rest = f"{subpath}?{asked}" if asked else subpath
        urls = ((page.locale.language_code, page.get_url(request)) for page in self.versions)
        return {language: f"{url}{rest}" for language, url in urls}
