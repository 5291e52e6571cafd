"""Words for the editors' side."""

from __future__ import annotations

from typing import Any

from django import template

from wizard.blocks.wording import WORDS

register = template.Library()


@register.filter
def outcome_words(outcome: str) -> Any:
    """Put the key of an outcome into the editor's language."""
    return WORDS.get(outcome, outcome)


@register.filter
def place_content(content: Any) -> Any:
    """Write what stands at a place: lists as words, nothing as a dash."""
    if content is None or content == []:
        return "–"
    return ", ".join(map(str, content)) if isinstance(content, list) else content
