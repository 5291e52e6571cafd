"""The texts of what runs in an editor's browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

# Both packages serve a catalogue of their own, and the translation editor reads one after the
# other. What one of them lacks in French, Django fills in from Vietnamese, as the language of the
# site: read second, that would replace the other's French. Together they lack nothing.
_catalogue = JavaScriptCatalog.as_view(packages=["wagtail_localize", "wagtail.admin"])


def browser_texts(request: HttpRequest) -> HttpResponse:
    """One catalogue for all of the editors' side, in the language of the one who asks."""
    return get_localized_response(_catalogue, request)
