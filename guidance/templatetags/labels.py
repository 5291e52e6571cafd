"""What stands before a colon, and the space that French puts there."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def labelled(label: Any, value: Any) -> SafeString:
    """A label with what it names: "Date: 29/11/2026"."""
    return format_html(_("{label}: {value}"), label=label, value=value)


@register.simple_tag
def colon() -> SafeString:
    """What stands between a label and what it names, where one of them is markup of its own."""
    return labelled("", "")
