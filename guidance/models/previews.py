"""What editors see, while they type, as a reader of each language or on each day will."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.blocks import StreamValue
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import PreviewableMixin

from guidance.models.passages import turning_days
from guidance.text.days import day as words
from guidance.text.languages import reader_language

NO_PREVIEW = "wagtailadmin/generic/preview_error.html"


class PreviewOnEachDay:
    """A page whose editor may look at it as on each day on which its text changes."""

    body: StreamValue

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Today, and the days on which a passage begins or has ended."""
        days = [(day.isoformat(), _("As on %(day)s") % {"day": words(day)}) for day in self.turns]
        return [("", _("As today")), *days]

    @property
    def turns(self) -> list[date]:
        """The days on which the text of the page changes; none where a view of its own shows it."""
        return [] if isinstance(self, RoutablePageMixin) else turning_days(self.body)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the page as on the day chosen."""
        chosen = next((day for day in self.turns if day.isoformat() == mode_name), None)
        if chosen is not None:
            request.day_shown = chosen  # type: ignore[attr-defined]
        response: HttpResponse = super().serve_preview(request, mode_name)  # type: ignore[misc]
        return response


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
