"""What changes or falls in doubt within 90 days, so that editors are there before readers are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from guidance.delivery.content_version import cached_per_version
from guidance.editing.reports.python_report import page_kinds
from guidance.models import LegalSource
from guidance.models.passages import turning_days
from guidance.text.languages import OFFICIAL

AHEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True, order=True)
class Coming:
    """Something of a day: what happens, to what, and where an editor looks after it."""

    day: date
    what: str
    subject: str
    url: str
    language: str = ""
    # The page, whatever its language.
    page: str = ""


def coming(user: Any, language: str = "") -> list[Coming]:
    """The days of the next 90 whose matter somebody may work on, the nearest first.

    Of pages, those in one language; or all, but what is so of the Vietnamese page said once.
    """
    first = localdate()
    last = first + AHEAD
    found: list[Coming] = []
    if _may(user, LegalSource):
        found += _of_sources(first, last, get_language() or "")
    if _may(user, Page):
        pages = _of_pages(first, last, get_language() or "")
        official = {(item.page, item.day, item.what) for item in pages if item.language == OFFICIAL}
        found += [
            item
            for item in pages
            if item.language == (language or OFFICIAL)
            or not (language or (item.page, item.day, item.what) in official)
        ]
    for path in settings.GUIDANCE_DATES_PROVIDERS:
        found += (Coming(*item) for item in import_string(path)(user, first, last))
    return sorted(found)


def _may(user: Any, model: Any) -> bool:
    policy = policy_registry.get_by_type(model)
    return bool(policy.user_has_any_permission(user, ["add", "change", "publish"]))


@cached_per_version
def _of_sources(first: date, last: date, _language: str) -> list[Coming]:
    """Acts and provisions that begin, end or come into doubt."""
    return list(_days_of_sources(first, last))


def _days_of_sources(first: date, last: date) -> Iterator[Coming]:
    whats = {
        "in_force_from": _("comes into force"),
        "in_force_until": _("last day in force"),
        "doubt_from": _("falls in doubt"),
    }
    for source in LegalSource.objects.prefetch_related("provisions"):
        url = reverse("wagtailsnippets_guidance_legalsource:edit", args=[source.pk])
        for name, what in whats.items():
            day = getattr(source, name)
            if day and first <= day <= last:
                yield Coming(day, what, str(source), url)
        for part in source.provisions.all():
            if part.in_force_until and first <= part.in_force_until <= last:
                yield Coming(part.in_force_until, whats["in_force_until"], f"{source}, {part}", url)


@cached_per_version
def _of_pages(first: date, last: date, _language: str) -> list[Coming]:
    """Pages that begin, end, or say something else from a day on."""
    return list(_days_of_pages(first, last))


def _days_of_pages(first: date, last: date) -> Iterator[Coming]:
    for kind in page_kinds():
        for page in kind.objects.live().select_related("locale"):
            days: Iterable[tuple[date | None, str]] = (
                (page.applies_from, _("applies from this day")),
                (page.applies_until, _("applies until this day")),
                (page.expire_at and page.expire_at.date(), _("is taken off the site")),
                *((day, _("shows other text from this day")) for day in turning_days(page.body)),
            )
            language = page.locale.language_code
            url = reverse("wagtailadmin_pages:edit", args=[page.pk])
            for day, what in days:
                if day and first <= day <= last:
                    yield Coming(
                        day,
                        what,
                        f"{page.title} ({language})",
                        url,
                        language,
                        str(page.translation_key),
                    )
