"""The language of the law and of every first text; every template has this tag."""

from __future__ import annotations

from django import template

from guidance.text.languages import OFFICIAL

register = template.Library()


@register.simple_tag
def official_language() -> str:
    """Its code, for `lang` and `hreflang`, and to ask whether the reader has another."""
    return OFFICIAL
