"""Every route of the site, as the address patterns of Django and of its pages name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.regex_helper import normalize
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

Patterns = Sequence[URLPattern | URLResolver]
ADMIN = f"/{settings.ADMIN_PATH}"
DOORS = ("login", "password_reset", "logout", "second-factor", "accounts")


def routes() -> list[str]:
    """Each route that has an address pattern of its own, `{word}` where anything may stand.

    `{slug}` stands where an assessment is named: anything else would only be led on.
    """
    named = (route.replace("<assessment>", "{slug}") for route, _view in views())
    return sorted({re.sub(r"<\w+>", "{word}", route) for route in named})


def by_share() -> tuple[tuple[list[str], ...], tuple[int, ...]]:
    """The routes of readers, the doors of editors, what is behind; and how often to try each.

    A visitor is sent from most of the editors' side to its door: try those a few times only.
    """
    everywhere = routes()
    inside = [route for route in everywhere if route.startswith(ADMIN)]
    public = [route for route in everywhere if not route.startswith(ADMIN)]
    doors = [route for route in inside if any(word in route for word in DOORS)]
    return (public, doors, inside), (8, 1, 1)


def views() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Each route with its view; `<name>` where its argument of that name stands."""
    for route, view in _below("", get_resolver().url_patterns):
        yield f"/{route}", view


def _below(start: str, patterns: Patterns) -> Iterator[tuple[str, Callable[..., Any]]]:
    for item in patterns:
        for part in _written(item.pattern):
            if isinstance(item, URLResolver):
                yield from _below(start + part, item.url_patterns)
            else:
                yield start + part, item.callback


def _written(pattern: object) -> list[str]:
    if isinstance(pattern, LocalePrefixPattern):
        return ["{language}/"]
    if isinstance(pattern, RoutePattern):
        return [re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(pattern))]
    return [re.sub(r"%\((\w+)\)s", r"<\1>", text) for text, _names in normalize(str(pattern))]


def page_routes() -> list[str]:
    """The address of every published page, and every route below those that have some."""
    found = []
    for page in Page.objects.live().filter(depth__gte=2).specific():
        address = page.get_url()
        found.append(address)
        if isinstance(page, RoutablePageMixin):
            ways = {part for item in page.get_subpage_urls() for part in _written(item.pattern)}
            found += [address + re.sub(r"<\w+>", "{word}", way) for way in sorted(ways) if way]
    return found
