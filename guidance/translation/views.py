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
    language = shown.locale.language_code
    name = dict(settings.LANGUAGES)[language]
    context = {"original": shown, "url": shown.get_url(request), "language": language}
    return render(request, "guidance/untranslated.html", {**context, "language_name": name})
