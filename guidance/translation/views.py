"""What a reader meets where a page has no translation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods
from wagtail.models import Locale, Page


@require_http_methods(["GET", "HEAD"])
def untranslated(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that a page is not there in this language, and offer the one that is."""
    page = get_object_or_404(Page.objects.live().public().select_related("locale"), pk=page_id)
    here = page.get_translation_or_none(Locale.get_active())
    if here is not None and here.live:
        return HttpResponseRedirect(here.get_url(request))
    original = page.get_translation_or_none(Locale.get_default())
    shown = original if original is not None and original.live else page
    others = shown.get_translations().live().public().select_related("locale")
    known = {item.locale.language_code: item for item in (shown, *others)}
    names = dict(settings.LANGUAGES)
    offered = [
        {"title": item.title, "url": item.get_url(request), "language": code, "name": names[code]}
        for code, item in known.items()
        if code in names
    ]
    return render(request, "guidance/untranslated.html", {"offered": offered})
