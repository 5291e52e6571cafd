"""Every link that editors wrote: where it stands, where it leads, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidance.editing.reports.python_report import page_kinds
from guidance.models import LegalSource
from guidance.models.passages import citations_in

_ANCHOR = re.compile(r"<(?:a|embed)\s[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
# Fields of blocks that hold the number of a record.
_CHOSEN = {"image": "image", "document": "document"}


class LinkIssue(models.TextChoices):
    """What is wrong with a link."""

    MISSING = "missing", _("Leads to nothing")
    UNPUBLISHED = "unpublished", _("Leads to a page that is not published")
    REDIRECTED = "redirected", _("Leads through a redirect")
    MALFORMED = "malformed", _("No complete address")
    FAILING = "failing", _("Did not answer when last checked")
    MOVED = "moved", _("Had moved when last checked")


@dataclass(frozen=True, slots=True)
class Link:
    """One link as it is stored."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class LinkLocation:
    """A page or record that holds links."""

    title: str
    language: str
    edit_url: str


def links_in(value: Any) -> Iterator[Link]:
    """The links of a body in its stored form: in texts, chosen pages, files, citations."""
    if isinstance(value, str):
        yield from _in_text(value)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name in _CHOSEN and isinstance(item, int):
                yield Link(_CHOSEN[name], str(item))
            else:
                yield from links_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from links_in(item)


def _in_text(html: str) -> Iterator[Link]:
    for tag in _ANCHOR.findall(html):
        found = dict(_ATTRIBUTE.findall(tag))
        if "id" in found and ("linktype" in found or "embedtype" in found):
            yield Link(found.get("linktype") or found["embedtype"], found["id"])
        elif "href" in found:
            yield Link("address", unescape(found["href"]))


def page_links() -> Iterator[tuple[LinkLocation, Link]]:
    """The links of every page that readers see."""
    for kind in page_kinds():
        for page in kind.objects.filter(live=True).select_related("locale"):
            place = LinkLocation(
                page.title,
                page.locale.language_code,
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
            )
            stored = page.body.get_prep_value()
            yield from ((place, link) for link in links_in(stored))
            yield from ((place, Link("source", name)) for name in citations_in(stored))
            yield from ((place, Link("source", name)) for name in page.sources.split())
            for item in page.related.get_prep_value():
                yield place, Link("page", str(item["value"]))


def source_links() -> Iterator[tuple[LinkLocation, Link]]:
    """The official address of every legal source that has one."""
    for pk, slug, number, url in LegalSource.objects.exclude(url="").values_list(
        "pk", "slug", "number", "url"
    ):
        edit = reverse("wagtailsnippets_guidance_legalsource:edit", args=[pk])
        yield LinkLocation(number or slug, "", edit), Link("official", url)


def is_elsewhere(link: Link) -> bool:
    """Whether it leads to another site."""
    return link.kind == "official" or (
        link.kind == "address" and "//" in link.target.partition("?")[0]
    )


def is_malformed(address: str) -> bool:
    """Whether an address of another site is not one that a browser could open."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    host = parts.hostname or ""
    is_named = "." in host and ".." not in host and not host.startswith(("-", "."))
    return parts.scheme not in ("http", "https") or not is_named or " " in address.strip()
