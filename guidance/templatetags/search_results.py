"""Search results as a page shows them."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from guidance.search.candidates import Hit
from guidance.search.query import Found

register = template.Library()


@register.filter
def hit_title(found: Found, hit: Hit) -> SafeString:
    """The title with the words marked."""
    return found.title(hit)


@register.filter
def hit_snippet(found: Found, hit: Hit) -> SafeString:
    """A passage with the words marked."""
    return found.snippet(hit)
