"""From an address to its page in two queries, however deep it lies.

Wagtail walks from the site to its home page, to that of the language, and down one level after the
other: two queries each. The address of a page stands in its row, so the row can be asked for. What
is not found so (several sites, a page that is gone) is left to Wagtail, which knows what to say.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from wagtail.models import Locale, Page, Site
from wagtail.views import serve

from guidance.delivery.content_version import cached_per_version


class Home(NamedTuple):
    """The home page of a language."""

    site: Site
    url_path: str
    slug: str
    locale: Locale


def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer for a page, or a place below one that has several."""
    try:
        found = _route(request, path)
    except Http404:
        found = None
    if found is not None:
        # Where Wagtail keeps what it found, and looks before it walks.
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    response: HttpResponseBase = serve(request, path)
    return response


def _route(request: HttpRequest, path: str) -> Any:
    """The page and what is left of the path for it; None if Wagtail had better look."""
    home = homes().get(get_language() or "")
    if home is None:
        return None
    parts = [part for part in path.split("/") if part]
    addresses = [home.url_path]
    for part in parts:
        addresses.append(f"{addresses[-1]}{part}/")
    # By the slug, which has an index; the address itself has none.
    rows = Page.objects.filter(slug__in={home.slug, *parts}, url_path__in=addresses)
    row = rows.order_by("-depth").values_list("pk", "url_path", "content_type").first()
    if row is None:
        return None
    pk, url_path, kind = row
    model: Any = ContentType.objects.get_for_id(kind).model_class()
    found = model._default_manager.get(pk=pk)
    found.locale = home.locale
    # As Wagtail does, which would ask for it once a request.
    request._wagtail_site = home.site  # type: ignore[attr-defined]
    return found.route(request, parts[addresses.index(url_path) :])


@cached_per_version
def homes() -> dict[str, Home]:
    """The home page of each language, if the installation has one site."""
    sites = list(Site.objects.select_related("root_page")[:2])
    if len(sites) != 1:
        return {}
    roots = sites[0].root_page.get_translations(inclusive=True).select_related("locale")
    return {
        root.locale.language_code: Home(sites[0], root.url_path, root.slug, root.locale)
        for root in roots
    }
