"""Words for the editors' side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wizard.drafts.blocks.labels import WORDS
from wizard.drafts.class_words import class_words
from wizard.rules import registry

register = template.Library()
register.filter(class_words)

PARTS = {
    "title": _("Title"),
    "default": _("Class of all other goods"),
    "line": _("Lines of the list"),
    "title_row": _("Headings that list nothing themselves"),
    "unlisted": _("Codes that are not listed"),
    "notice": _("Notices"),
    "product": _("Goods by their ordinary names"),
}
"""Parts of a goods list."""


@register.filter
def outcome_words(outcome: str) -> Any:
    """Name an outcome in the editor's language, as the rules that have it do."""
    language = str(get_language())
    found = (
        item.outcomes.get(outcome)
        for key in registry.known_keys()
        for item in registry.versions(key)
    )
    return next((item.label.get(language, outcome) for item in found if item), outcome)


@register.filter
def place_content(content: Any) -> Any:
    """Write what stands at a place: lists as words, fixed words translated, nothing as a dash."""
    if content is None or content == []:
        return "–"
    if isinstance(content, list):
        return ", ".join(map(str, content))
    return WORDS.get(content, content) if isinstance(content, str) else content


@register.filter
def part_words(part: str) -> Any:
    """Put a part of a goods list into the editor's language."""
    return PARTS.get(part, part)


@register.filter
def entry_words(entry: Mapping[str, Any]) -> str:
    """Write an entry of a goods list in one line: class, codes, name."""
    names = entry.get("name") or entry.get("text") or {}
    kind = class_words(entry["class"]) if entry.get("class") else ""
    words = [kind, " ".join(entry.get("codes", ())), " / ".join(names.values())]
    spoken = entry.get("synonyms", {}).values()
    words.append("; ".join(word for group in spoken for word in group))
    return " · ".join(word for word in words if word)
