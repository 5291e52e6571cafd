"""The forms by which readers write to the editors."""

from __future__ import annotations

from django import template

from guidance.feedback.forms import MessageForm, ProposalForm
from guidance.models import Locality

register = template.Library()


@register.simple_tag
def message_form() -> MessageForm:
    """The form as nobody has filled it in."""
    return MessageForm()


@register.simple_tag
def proposal_form(locality: Locality) -> ProposalForm:
    """The form for a correction of a locality as nobody has filled it in."""
    return ProposalForm(initial={"locality": locality.slug}, about=str(locality))
