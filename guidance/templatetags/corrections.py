"""What a place says of itself: what changed there, and that something on it was corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.timezone import localdate

from guidance.models.base import BasePage
from guidance.models.changes import Reviewed, changes_of
from guidance.models.corrections import latest

register = template.Library()


@register.filter
def changes(item: BasePage | Reviewed) -> list[tuple[date, str]]:
    """The day and the sentence of each change of a page or record, the latest first."""
    return changes_of(item)


@register.filter
def published_on(page: BasePage) -> date | None:
    """The day, at the site's place, on which a page first was published, if it was."""
    return localdate(page.first_published_at) if page.first_published_at else None


@register.inclusion_tag("guidance/parts/corrected.html")
def corrected(kind: str, name: Any) -> dict[str, Any]:
    """The latest correction of a page (by its translation key), a locality or an assessment."""
    return {"notice": latest().get(f"{kind} {name}")}
