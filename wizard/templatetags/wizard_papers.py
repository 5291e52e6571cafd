"""Leads from a result to the papers that can be made for it."""

from __future__ import annotations

from django import template

from wizard.assessment.addresses import address
from wizard.assessment.results import Result
from wizard.papers.views import kit_with_register, offered

register = template.Library()


@register.simple_tag
def papers_address(result: Result) -> str:
    """The address where the papers of a result are made; empty where none can be."""
    offer = offered(result)
    return address("papers", result.situation, stamped=True) if offer and offer.has_papers else ""


@register.simple_tag
def letters_address(result: Result) -> str:
    """The address where letters about what is open are made; empty where nothing can be asked."""
    offer = offered(result)
    return address("papers", result.situation, stamped=True) if offer else ""


@register.simple_tag
def register_address(result: Result) -> str:
    """The address of the register of the goods of a result; empty where no report is due."""
    if kit_with_register(result) is None:
        return ""
    return address("register", result.situation, stamped=True)
