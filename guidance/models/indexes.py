"""The page of all legal sources, with an address below it for each."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, IntegerField, Q
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page, ReferenceIndex

from guidance.models.base import BasePage, readable
from guidance.models.sources import Kind, LegalSource


class LegalSourceIndexPage(RoutablePageMixin, BasePage):
    """Every legal source, by kind; each has its own address below this page."""

    template = "guidance/source_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        """Below the home page."""

        verbose_name = _("legal sources")

    @path("")
    def overview(self, request: HttpRequest) -> HttpResponse:
        """The sources in groups."""
        # Databases differ on where an unknown date stands.
        latest_first = F("issued").desc(nulls_last=True)
        sources = list(LegalSource.objects.order_by(latest_first, "slug"))
        groups = [
            (kind, [source for source in sources if source.kind == kind])
            for kind in Kind
            if any(source.kind == kind for source in sources)
        ]
        return self.render(request, context_overrides={"groups": groups})

    @path("<slug:slug>/", name="source")
    def source(self, request: HttpRequest, slug: str) -> HttpResponse:
        """One source: what it is, what it says, which pages rest on it."""
        found = LegalSource.objects.prefetch_related(
            "provisions", "amends", "repeals", "amended_by", "repealed_by"
        ).filter(slug=slug)
        source = found.first()
        if source is None:
            raise Http404
        return self.show(request, source)

    def show(self, request: HttpRequest, source: LegalSource) -> TemplateResponse:
        """A source, saved or only typed as yet."""
        context = {
            **self.page_context(request, subpath=f"{source.slug}/"),
            "source": source,
            "citing_pages": self.pages_citing(source),
            "namesakes": namesakes(source),
        }
        return TemplateResponse(request, "guidance/source.html", context)

    def pages_citing(self, source: LegalSource) -> list[Page]:
        """The pages in this language that cite the source."""
        # Other records refer to sources as well, and have the same numbers as pages.
        references = ReferenceIndex.get_references_to(source).filter(
            base_content_type=ContentType.objects.get_for_model(Page)
        )
        pks = references.annotate(page=Cast("object_id", IntegerField())).values("page")
        pages = readable(Page.objects.filter(pk__in=pks, locale=self.locale))
        return self.with_shared_locale(pages.order_by("path"))


def namesakes(source: LegalSource) -> list[LegalSource]:
    """Other acts of the same kind and bare number, which a reader could take for this one."""
    bare = source.number.split("/")[0]
    if not source.is_act or not bare.isdigit():
        return []
    same = LegalSource.objects.filter(Q(number__startswith=f"{bare}/"), kind=source.kind)
    return list(same.exclude(pk=source.pk))
