"""Pages with an address below them for each record: legal sources, localities."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, IntegerField, Q
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page, ReferenceIndex

from guidance.localities.finder import Match, find
from guidance.localities.tile_map import tiles
from guidance.models.base import BasePage
from guidance.models.citations import resolve, split
from guidance.models.co_readiness import Step
from guidance.models.localities import FormerName, Locality
from guidance.models.sources import Kind, LegalSource

# What people write before or after a name; the finder must not stumble over it.
WORDS_BESIDE_NAMES = "tỉnh thành phố tp province of city ville de"
LONGEST_NAME = 100


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
            **self.frame_context(request, subpath=f"{source.slug}/"),
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
        pages = Page.objects.live().filter(pk__in=pks, locale=self.locale)
        return self.beside(pages.order_by("path"))


def namesakes(source: LegalSource) -> list[LegalSource]:
    """Other acts of the same kind and bare number, which a reader could take for this one."""
    bare = source.number.split("/")[0]
    if not source.is_act or not bare.isdigit():
        return []
    same = LegalSource.objects.filter(Q(number__startswith=f"{bare}/"), kind=source.kind)
    return list(same.exclude(pk=source.pk))


class LocalityIndexPage(RoutablePageMixin, BasePage):
    """The 34 provinces and cities: finder, map, table; each has its own address below this page."""

    template = "guidance/locality_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        """Below the home page."""

        verbose_name = _("localities")

    @path("")
    def overview(self, request: HttpRequest) -> HttpResponse:
        """All of them; a name that can mean only one leads straight to it."""
        localities = list(Locality.objects.prefetch_related("former_names", "ladder"))
        query = request.GET.get("name", "")[:LONGEST_NAME].strip()
        matches: list[Match] = find(query, localities) if query else []
        if len(matches) == 1:
            return HttpResponseRedirect(f"{self.get_url(request)}{matches[0].slug}/")
        step = request.GET.get("step", "")
        context = {
            "name_query": query,
            "matches": matches,
            "places": with_step(localities, step),
            "tiles": tiles(localities),
            "counts": counts(localities),
            "step": step,
            "total": len(localities),
        }
        return self.render(request, context_overrides=context)

    @path("names/")
    def names(self, request: HttpRequest) -> HttpResponse:
        """Every name, current and former, with its address: what the finder suggests from."""
        url = self.get_url(request)
        rows = [
            {"name": name, "terms": f"{place} {WORDS_BESIDE_NAMES}", "url": f"{url}{slug}/"}
            for place in Locality.objects.prefetch_related("former_names")
            for name, slug in (
                (str(place), place.slug),
                *((f"{old.name} → {place}", old.slug) for old in place.former_names.all()),
            )
        ]
        return JsonResponse({"names": rows}, json_dumps_params={"ensure_ascii": False})

    @path("<slug:slug>/", name="locality")
    def locality(self, request: HttpRequest, slug: str) -> HttpResponse:
        """One locality, by its own or a former name."""
        return self.show(request, *place_named(slug))

    def show(
        self, request: HttpRequest, locality: Locality, former: FormerName | None = None
    ) -> TemplateResponse:
        """A locality, saved or only typed as yet."""
        context = self.locality_context(request, locality, former)
        return TemplateResponse(request, "guidance/locality.html", context)

    @path("<slug:slug>/feed/", name="locality_feed")
    def locality_feed(self, request: HttpRequest, slug: str) -> HttpResponse:
        """What became known of one locality, as an Atom feed."""
        from guidance.discovery.feeds import locality_feed

        locality, _former = place_named(slug)
        return locality_feed(request, self, locality)

    def locality_context(
        self, request: HttpRequest, locality: Locality, former: FormerName | None
    ) -> dict[str, Any]:
        """What the page of one locality shows."""
        slug = former.slug if former else locality.slug
        rungs = locality.rungs()
        cited = [line for rung in rungs for line in split(rung.source)]
        context = self.frame_context(request, subpath=f"{slug}/")
        if former:
            # The reader stays with the name asked for; search engines learn today's.
            context["canonical_alternates"] = {
                code: url.replace(f"/{slug}/", f"/{locality.slug}/")
                for code, url in context["language_alternates"].items()
            }
        return {
            **context,
            "locality": locality,
            "former": former,
            "rungs": rungs,
            "cited": resolve([*cited, *split(locality.sources)]),
        }


def place_named(slug: str) -> tuple[Locality, FormerName | None]:
    """The locality with this slug, or the one that the former name went into."""
    named = Locality.objects.filter(Q(slug=slug) | Q(former_names__slug=slug)).distinct()
    places = {place.slug: place for place in named.prefetch_related("former_names", "ladder")}
    if slug in places:
        return places[slug], None
    for place in places.values():
        for former in place.former_names.all():
            if former.slug == slug:
                return place, former
    raise Http404


def with_step(localities: list[Locality], step: str) -> list[Locality]:
    """Those on whose ladder this step is the highest confirmed; all of them for no step."""
    if step not in Step.values:
        return localities
    rank = Step.values.index(step) + 1
    return [place for place in localities if place.progress == rank]


def counts(localities: list[Locality]) -> list[tuple[Step, int]]:
    """For each step, how many localities have it confirmed."""
    confirmed = [
        rung.step for place in localities for rung in place.ladder.all() if rung.is_confirmed
    ]
    return [(step, confirmed.count(step)) for step in Step]
