"""The page that gives departments and other partners ready links to this site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from guidance.models.base import BasePage
from guidance.models.frame import SHIPPED, shipped_entries
from guidance.models.localities import Locality
from guidance.text.addresses import fixed_url
from guidance.text.own_addresses import own_url
from guidance.text.self_assessments import self_assessments

CHECK = "check"
"""Stands for every self-assessment, each by its key; by itself, for the first."""

LOCALITY = "locality"
"""Stands for the page of the locality chosen, or for the finder of localities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One ready link: to a topic, in a language, for a locality or for all."""

    topic: str
    language: str
    language_name: str
    text: str
    url: str

    @property
    def markup(self) -> str:
        """The link as HTML, to be copied."""
        return format_html('<a href="{}" hreflang="{}">{}</a>', self.url, self.language, self.text)


class LinksPage(RoutablePageMixin, BasePage):
    """Ready links by locality, language and topic, each with a QR code to print."""

    template = "guidance/links_page.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.SectionPage", "guidance.HomePage"]

    class Meta:
        """Within the section for departments."""

        verbose_name = gettext_lazy("links for partners")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The localities to choose from, and the links for the one chosen."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        places = list(Locality.objects.all())
        place = chosen(request, places)
        context.update(places=places, place=place, links=list(links(request, place)))
        return context

    @path("qr/<str:topic>/<str:language>/", name="qr")
    def qr(self, request: HttpRequest, topic: str, language: str) -> HttpResponse:
        """One link as a QR code on a page to print."""
        place = chosen(request, Locality.objects.all())
        first = [item.key for item in self_assessments()][:1]
        topic = first[0] if topic == CHECK and first else topic
        for link in links(request, place):
            if (link.topic, link.language) == (topic, language):
                path = f"qr/{topic}/{language}/"
                context = {
                    **self.page_context(request, subpath=path),
                    "link": link,
                    "place": place,
                }
                return TemplateResponse(request, "guidance/link_qr.html", context)
        raise Http404


def chosen(request: HttpRequest, places: Iterable[Locality]) -> Locality | None:
    """The locality that the address names; none for any other text."""
    wanted = request.GET.get("place", "")
    return next((place for place in places if place.slug == wanted), None)


def links(request: HttpRequest, place: Locality | None) -> Iterator[Link]:
    """The links for a locality, or for the whole country, in every language."""
    for topic in (LOCALITY, CHECK, *(item["key"] for item in SHIPPED["link"])):
        in_languages = {
            code: dict(_targets(topic, place, code)) for code, _name in settings.LANGUAGES
        }
        for name in in_languages[settings.LANGUAGE_CODE]:
            for code, language_name in settings.LANGUAGES:
                text, url = in_languages[code][name]
                yield Link(
                    topic=name,
                    language=code,
                    language_name=language_name,
                    text=text,
                    url=own_url(request, url),
                )


def _targets(
    topic: str, place: Locality | None, language: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """What a topic leads to, by name, each with its text and address in a language."""
    with override(language):
        if topic == CHECK:
            for item in self_assessments():
                preset = f"?{item.place or 'province'}={place.slug}" if place else ""
                yield item.key, (item.title, f"{item.url}{preset}")
        else:
            yield topic, _target(topic, place, language)


def _target(topic: str, place: Locality | None, language: str) -> tuple[str, str]:
    if topic == LOCALITY:
        base = fixed_url("localities", language)
        if place:
            text = _("%(name)s: certificates of origin") % {"name": place.name}
            return text, f"{base}{place.slug}/"
        return _("Find your province"), base
    ready = next(entry for entry in shipped_entries("link", language) if entry.key == topic)
    return ready.label, ready.url
