"""The addresses of the fixed places of the site, in each language, without asking the database."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import get_script_prefix

CONTENT = Path(__file__).resolve().parent.parent / "content"

# What stands below these has the same name in each language.
SHARED_BELOW = ("legal-sources", "localities", "check")
# The places that are views; every other one is a page, found by the key of its content file.
VIEWS = {"home": "", "check": "check/", "search": "search/"}


def folder_of(language: str) -> Path:
    """Where the pages of a language lie."""
    return settings.CONTENT_FOLDERS.get(language, CONTENT / language)


@cache
def page_path(key: str, language: str) -> str:
    """The address of a page below its language, as its content file says; home if there is none.

    An editor may move the page later: Wagtail then redirects from this address.
    """
    source = folder_of(language) / f"{key}.toml"
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
    pages = {page_path(file.stem, language): file.stem for file in folder_of(language).glob("*")}
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
