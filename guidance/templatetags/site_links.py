"""Links every page carries: to the same page in each language, and to the fixed places of the site.

No link here asks the database, so header and footer cost no query on any page.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.urls import get_script_prefix, translate_url
from django.utils.translation import get_language

register = template.Library()

CONTENT = Path(__file__).resolve().parent.parent / "content"

# The places that are views; every other one is a page, found by the key of its content file.
VIEWS = {"home": "", "check": "check/", "search": "search/"}


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


def _language() -> str:
    """The active language if the site has it, else its default."""
    active = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return active if active in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@cache
def page_path(key: str, language: str) -> str:
    """The address of a page below its language, as its content file says; home if there is none.

    An editor may move the page later: Wagtail then redirects from this address.
    """
    source = CONTENT / language / f"{key}.toml"
    if key == "home" or not source.exists():
        return ""
    page = tomllib.loads(source.read_text(encoding="utf-8"))
    return f"{page_path(page['parent'], language)}{page['slug']}/"


def fixed_url(key: str, language: str) -> str:
    """The address of a fixed place of the site in one language."""
    path = VIEWS[key] if key in VIEWS else page_path(key, language)
    return f"{get_script_prefix()}{language}/{path}"


@register.simple_tag
def site_url(key: str) -> str:
    """The address of a fixed place of the site in the reader's language."""
    return fixed_url(key, _language())


@register.simple_tag(takes_context=True)
def language_links(context: Mapping[str, Any]) -> list[LanguageLink]:
    """The page in each language: address with its query, own name, whether it exists.

    A page whose address differs by more than the language prefix puts `language_alternates`
    (code to address, leaving out what has no translation) into its context.
    """
    request = context.get("request")
    alternates: Mapping[str, str] | None = context.get("language_alternates")
    current = _language()
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
                url=url or fixed_url("home", code),
                current=code == current,
                available=bool(url),
            )
        )
    return links


@register.simple_tag(takes_context=True)
def absolute_url(context: Mapping[str, Any], path: str = "") -> str:
    """An address with scheme and host; by default the current page without its query."""
    request = context.get("request")
    if request is None:
        return path
    return str(request.build_absolute_uri(path or request.path))
