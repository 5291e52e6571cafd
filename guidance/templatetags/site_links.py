"""Links every page carries: to the same page in each language, and to the fixed places of the site.

No link here asks the database, so header and footer cost no query on any page.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse, translate_url
from django.utils.translation import get_language, override

register = template.Library()

CONTENT = Path(__file__).resolve().parent.parent / "content"

# What stands below these has the same name in each language.
SHARED_BELOW = ("legal-sources", "localities", "check")
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


@cache
def _keys(language: str) -> dict[str, str]:
    """The key of every fixed place by its address below the language."""
    pages = {page_path(file.stem, language): file.stem for file in (CONTENT / language).glob("*")}
    return {**pages, **{path: key for key, path in VIEWS.items()}}


def in_language(address: str, language: str) -> str:
    """The same place in another language; an address of anything but a fixed place as it is.

    Sources, localities and the questions of the check stand below their place under the same
    name in each language.
    """
    _empty, code, path = address.split("/", 2)
    if code == language:
        return address
    place, mark, rest = re.split(r"([?#]|$)", path, maxsplit=1)
    known = _keys(code)
    if place in known:
        return f"{fixed_url(known[place], language)}{mark}{rest}"
    for key in SHARED_BELOW:
        above = fixed_url(key, code)
        if address.startswith(above):
            return f"{fixed_url(key, language)}{address.removeprefix(above)}"
    return address


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
def absolute_url(context: Mapping[str, Any], path: str = "") -> str:
    """An address with scheme and host; by default the current page without its query."""
    request = context.get("request")
    if request is None:
        return path
    return str(request.build_absolute_uri(path or request.path))
