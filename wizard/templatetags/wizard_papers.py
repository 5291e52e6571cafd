"""Leads from a result to the papers that can be made for it."""

from __future__ import annotations

from django import template

from wizard.assessment.addresses import address
from wizard.assessment.results import Result
from wizard.papers.views import offered

register = template.Library()


@register.simple_tag
def papers_address(result: Result) -> str:
    """The address where the papers of a result are made; empty where none can be."""
    if offered(result) is None:
        return ""
    return address("papers", result.situation, stamped=True)
