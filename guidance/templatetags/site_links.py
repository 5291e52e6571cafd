"""Links every page carries: to the same page in each language, and to the fixed places of the site.

No link here asks the database, so header and footer cost no query on any page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import get_script_prefix, translate_url
from django.utils.translation import get_language

register = template.Library()

# The addresses of the pages that header and footer name, below /<language>/. A test compares
# them with the slugs of the content files.
FIXED_PATHS: dict[str, dict[str, str]] = {
    "home": {"vi": "", "en": "", "fr": ""},
    "check": {"vi": "check/", "en": "check/", "fr": "check/"},
    "search": {"vi": "search/", "en": "search/", "fr": "search/"},
    "circular-26": {"vi": "thong-tu-26/", "en": "circular-26/", "fr": "circulaire-26/"},
    "co": {"vi": "co/", "en": "co/", "fr": "co/"},
    "departments": {"vi": "so-nganh/", "en": "departments/", "fr": "services/"},
    "localities": {"vi": "dia-phuong/", "en": "localities/", "fr": "localites/"},
    "legal-sources": {"vi": "van-ban/", "en": "legal-sources/", "fr": "sources/"},
    "about": {"vi": "gioi-thieu/", "en": "about/", "fr": "a-propos/"},
    "accessibility": {"vi": "tiep-can/", "en": "accessibility/", "fr": "accessibilite/"},
    "contact": {"vi": "lien-he/", "en": "contact/", "fr": "contact/"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """One entry of the language switch."""

    code: str
    name: str
    url: str
    current: bool
    available: bool


def _language() -> str:
    """The active language if the site has it, else its default."""
    active = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return active if active in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def fixed_url(key: str, language: str) -> str:
    """The address of a fixed place of the site in one language."""
    return f"{get_script_prefix()}{language}/{FIXED_PATHS[key][language]}"


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
    """An address with scheme and host; of the current page without its query if no path is given."""
    request = context.get("request")
    if request is None:
        return path
    return request.build_absolute_uri(path or request.path)
