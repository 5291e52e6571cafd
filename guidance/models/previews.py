"""Records that editors see, while they type, as a reader of each language will."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import override
from wagtail.models import PreviewableMixin

from guidance.models.trilingual import reader_language

NO_PREVIEW = "wagtailadmin/generic/preview_error.html"


class PreviewInEachLanguage(PreviewableMixin):
    """A record that has no page of its own: it is shown by a page of each language."""

    # The type of page whose `show(request, record)` is the public view of the record.
    shown_on: ClassVar[str]
    # Of the model that this is mixed into.
    pk: Any

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The languages, each by its own name."""
        return list(settings.LANGUAGES)

    @property
    def default_preview_mode(self) -> str:
        """The language in which the editor works."""
        return reader_language()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the record as it stands in the form, by the view that readers get."""
        pages = apps.get_model(self.shown_on)._default_manager.filter(live=True)
        page = pages.filter(locale__language_code=mode_name).first()
        if page is None:
            return TemplateResponse(request, NO_PREVIEW, {"object": self})
        if self.pk is None:
            # Relations refuse a record without a number; 0 is nobody's.
            self.pk = 0
        with override(mode_name):
            request.path = request.path_info = page.get_url(request)
            response: HttpResponse = page.show(request, self).render()
        response.headers["Content-Language"] = mode_name
        return response
