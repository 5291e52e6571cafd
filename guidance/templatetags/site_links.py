"""Links every page carries: to the same page in each language, and to the fixed places of the site.

No link here asks the database more than once for a version of the content, so header and footer
cost no query on any page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override

from guidance.models.closed_pages import is_open
from guidance.text.addresses import fixed_url
from guidance.text.directions import direction
from guidance.text.languages import frame_language, language_tag, reader_language
from guidance.text.own_addresses import own_url
from guidance.text.self_assessments import self_assessments

register = template.Library()


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """One entry of the language switch."""

    code: str
    name: str
    url: str
    current: bool
    available: bool

    @property
    def page(self) -> str:
        """The address without answers or search words: what search engines should keep."""
        return self.url.partition("?")[0]


register.simple_tag(self_assessments)


@register.simple_tag
def frame_language_attributes() -> SafeString:
    """The language and direction of the words around a page."""
    return _attributes(frame_language(reader_language()))


@register.simple_tag
def page_language_attributes() -> str:
    """Those of a page's own words, where the words around it are in another language."""
    own = reader_language()
    return "" if own == frame_language(own) else format_html(" {}", _attributes(own))


def _attributes(code: str) -> SafeString:
    return format_html('lang="{}" dir="{}"', code, direction(code))


@register.filter
def og_locale(code: str) -> str:
    """A language as link previews (Open Graph) write it: "en_GB"."""
    return language_tag(code).replace("-", "_")


@register.simple_tag
def site_url(key: str) -> str:
    """The address of a fixed place of the site in the reader's language."""
    return fixed_url(key, reader_language())


@register.simple_tag
def open_url(key: str) -> str:
    """The same, but empty where the place is not for all readers."""
    address = site_url(key)
    return address if is_open(address) else ""


@register.simple_tag(takes_context=True)
def language_links(context: Mapping[str, Any]) -> list[LanguageLink]:
    """The page in each language: address with its query, own name, whether it exists.

    A page whose address differs by more than the language prefix puts `language_alternates`
    (code to address, leaving out what has no translation) into its context.
    """
    request = context.get("request")
    alternates: Mapping[str, str] | None = context.get("language_alternates")
    current = reader_language()
    links = []
    for code, name in settings.LANGUAGES:
        if alternates is not None:
            url = alternates.get(code, "")
        else:
            url = translate_url(request.get_full_path(), code) if request else ""
        links.append(
            LanguageLink(
                code=code,
                name=name,
                url=url or _instead(context.get("page"), code),
                current=code == current,
                available=bool(url),
            )
        )
    return links


def _instead(page: Any, code: str) -> str:
    """Where a language leads that a page does not have: to a word about it and the original."""
    if page is None or not page.pk:
        return fixed_url("home", code)
    with override(code):
        return reverse("untranslated", args=[page.pk])


@register.simple_tag(takes_context=True)
def canonical_url(context: Mapping[str, Any], own: str = "") -> str:
    """The one address of what this page says: its own without a query, or that of the original."""
    page = context.get("page")
    original = getattr(page, "alias_of", None)
    address = original.get_url(context.get("request")) if original and original.live else None
    return absolute_url(context, address or own)


@register.simple_tag(takes_context=True)
def absolute_url(context: Mapping[str, Any], path: str = "") -> str:
    """An address with scheme and host; by default the current page without its query."""
    request = context.get("request")
    if request is None:
        return path
    return own_url(request, path or request.path)
