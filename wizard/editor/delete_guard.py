"""Why a published version cannot be removed, said before anybody tries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from wizard.drafts.models.versions import DatedVersion


def refuse_removal(
    request: HttpRequest, instances: Iterable[Any], *, taken_effect: bool
) -> HttpResponse | None:
    """Go back with the reason if any of these was published (or is already in effect)."""
    for item in instances:
        if not isinstance(item, DatedVersion):
            continue
        if item.has_taken_effect if taken_effect else item.first_published_at:
            messages.error(request, _("Published rules are kept. Copy them to make new ones."))
            return redirect(item.snippet_viewset.get_url_name("list"))
    return None
