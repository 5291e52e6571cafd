"""Public pages that are no Wagtail page: search, feedback, sitemap, robots."""

from __future__ import annotations

import logging
import posixpath
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.static import serve
from wagtail.models import Locale, Page

from guidance.delivery.rate_limit import HOUR, allows, is_same_site, limited, remaining
from guidance.delivery.unavailable import GONE, unavailable
from guidance.discovery import feeds
from guidance.discovery.sitemaps import sitemaps
from guidance.feedback.forms import FeedbackForm
from guidance.models import Feedback, QueryWithoutResult
from guidance.models.trilingual import reader_language
from guidance.search.query import KINDS, LONGEST_QUERY, promoted
from guidance.search.query import search as find
from guidance.text.folding import typed

logger = logging.getLogger(__name__)

FEEDBACK_PER_HOUR = 20
RECORDS_PER_HOUR = 60


@limited("search")
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Everything on the site that answers a query, best first, by kind if asked."""
    query = typed(request.GET.get("q", "")[:LONGEST_QUERY])
    kind = request.GET.get("kind", "")
    found = find(query, reader_language())
    if query and not found.hits and allows(request, "search", RECORDS_PER_HOUR):
        note(query)
    context = {
        "query": query,
        "kind": kind if kind in KINDS else "",
        "found": found,
        "hits": found.of_kind(kind) if kind in KINDS else found.hits,
        "kinds": found.kinds(),
        "promoted": promoted(query),
        "hide_search": True,
    }
    response = render(request, "guidance/search.html", context)
    if request.META.get("QUERY_STRING") == urlencode({"q": query}):
        # The one way to write the query; any other address is rendered each time.
        patch_cache_control(response, **settings.SHARED_CACHE)
    return response


def note(query: str) -> None:
    """Count a query without result, if the database can be written to; the reader must not care."""
    try:
        QueryWithoutResult.record(query, reader_language())
    except DatabaseError:
        logger.warning("A query without result could not be counted", exc_info=True)


@csrf_exempt
@require_POST
def feedback(request: HttpRequest) -> HttpResponse:
    """Keep an answer; whoever sends too much or from elsewhere is told so."""
    if not is_same_site(request) or not allows(request, "feedback", FEEDBACK_PER_HOUR):
        refusal = render(request, "guidance/feedback.html", {"refused": True}, status=429)
        refusal.headers["Retry-After"] = str(remaining(HOUR))
        return refusal
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return render(request, "guidance/feedback.html", {"refused": True}, status=400)
    data = form.cleaned_data
    if not data["website"]:
        Feedback.objects.create(
            page=data["page"],
            path=data["path"],
            revision=data["revision"],
            language=get_language() or "",
            is_useful=data["is_useful"] == "yes",
            comment=data["comment"],
        )
    # Programs in the trap are thanked too, so that they learn nothing.
    return HttpResponseRedirect(f"{reverse('feedback-thanks')}?page={data['page'].pk}")


@require_http_methods(["GET", "HEAD"])
def feedback_thanks(request: HttpRequest) -> HttpResponse:
    """Thank the reader and lead back."""
    form = FeedbackForm({"page": request.GET.get("page", "")})
    form.is_valid()
    page = form.cleaned_data.get("page")
    return render(request, "guidance/feedback.html", {"sent_from": page})


@require_http_methods(["GET", "HEAD"])
def untranslated(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that a page is not there in this language, and offer the one that is."""
    page = get_object_or_404(Page.objects.live().public().select_related("locale"), pk=page_id)
    here = page.get_translation_or_none(Locale.get_active())
    if here is not None and here.live:
        return HttpResponseRedirect(here.get_url(request))
    original = page.get_translation_or_none(Locale.get_default())
    shown = original if original is not None and original.live else page
    language = shown.locale.language_code
    name = dict(settings.LANGUAGES)[language]
    context = {"original": shown, "url": shown.get_url(request), "language": language}
    return render(request, "guidance/untranslated.html", {**context, "language_name": name})


@require_GET
def site_feed(request: HttpRequest) -> HttpResponse:
    """The Atom feed of the site in this language."""
    return feeds.site_feed(request)


@require_GET
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files that together name every public address."""
    return sitemap_views.index(request, sitemaps(), sitemap_url_name="sitemap-part")


@require_GET
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """A part of the addresses of one language, each with its other languages."""
    return sitemap_views.sitemap(request, sitemaps(), section)


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """What programs may read: everything but searches and answers given."""
    context = {"sitemap": request.build_absolute_uri(reverse("sitemap"))}
    return render(request, "guidance/robots.txt", context, content_type="text/plain")


@require_http_methods(["GET", "HEAD"])
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded image. Documents have their own address, where private ones stay private."""
    if posixpath.normpath(path).lstrip("/").partition("/")[0] == "documents":
        raise Http404
    if isinstance(default_storage, FileSystemStorage):
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    try:
        return FileResponse(default_storage.open(path))
    except (FileNotFoundError, SuspiciousFileOperation) as error:
        raise Http404 from error
    except ConnectionError:
        return unavailable(request, GONE)
