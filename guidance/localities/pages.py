"""The page of all provinces and cities, with an address below it for each of their names."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from guidance.blocks.citations import split
from guidance.localities.finder import Match, find, known_names
from guidance.localities.tile_map import tiles
from guidance.models.base import BasePage
from guidance.models.citations import resolve
from guidance.models.co_readiness import Readiness, Step
from guidance.models.frame import site_frame
from guidance.models.localities import FormerName, Locality
from guidance.text.atom import Feed

LONGEST_NAME = 100


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
            "readiness": [
                (state, sum(place.readiness == state for place in localities))
                for state in Readiness
            ],
            "total": len(localities),
        }
        return self.render(request, context_overrides=context)

    @path("names/")
    def names(self, request: HttpRequest) -> HttpResponse:
        """Every name, current and former, with its address: what the finder suggests from."""
        url = self.get_url(request)
        rows: dict[str, dict[str, str]] = {}
        for name, match in known_names():
            place, former = str(match.locality), match.former
            shown = f"{former} → {place}" if former else place
            row = rows.setdefault(match.slug, {"name": shown, "also": name})
            row["url"] = f"{url}{match.slug}/"
            if name not in row["also"].split("|"):
                row["also"] += f"|{name}"
        answer = {"suggestions": list(rows.values())}
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})

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
        locality, _former = place_named(slug)
        place = f"{self.get_url(request)}{locality.slug}/"
        feed = Feed(
            request,
            f"locality/{locality.code}",
            gettext("%(name)s: certificates of origin") % {"name": locality},
            place,
            author=site_frame().name,
        )
        for step in reversed(locality.steps()):
            if step.is_confirmed:
                title = f"{step.get_step_display()}: {step.get_status_display()}"
                address = f"{place}?step={step.step}#ladder"
                feed.add(step.step, title, address, str(step.note), step.date)
        return feed.response()

    def locality_context(
        self, request: HttpRequest, locality: Locality, former: FormerName | None
    ) -> dict[str, Any]:
        """What the page of one locality shows."""
        slug = former.slug if former else locality.slug
        steps = locality.steps()
        cited = [line for step in steps for line in split(step.source)]
        context = self.page_context(request, subpath=f"{slug}/")
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
            "answered": slug,
            "steps": steps,
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
        step.step for place in localities for step in place.ladder.all() if step.is_confirmed
    ]
    return [(step, confirmed.count(step)) for step in Step]
