"""Words for comments."""

from __future__ import annotations

from django import template

from wizard.editor.comments.models import Comment
from wizard.editor.comments.subjects import words

register = template.Library()


@register.filter
def place_words(comment: Comment) -> str:
    """Put the place of a comment into the reader's language."""
    return words(comment.place, comment.place_names)
