"""The form by which readers write to the editors."""

from __future__ import annotations

from django import template

from guidance.feedback.forms import MessageForm

register = template.Library()


@register.simple_tag
def message_form() -> MessageForm:
    """The form as nobody has filled it in."""
    return MessageForm()
