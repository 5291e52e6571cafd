"""Keeps the texts of a translation as they are for whoever may not edit its page now.

A lock of Wagtail, such as that of a review, stands on the page. wagtail-localize saves each text
beside it, and asks for no lock.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from guidance.delivery.misread import hands_on

View = Callable[..., HttpResponse]


def lock_of(page: Any, user: Any) -> str:
    """Why somebody may not edit a page now; empty if nothing stands in the way."""
    lock = page.get_lock() if isinstance(page, Page) else None
    return str(lock.get_message(user)) if lock and lock.for_user(user) else ""


def asks_for_lock(view: View) -> View:
    """Of a view that changes the texts of a translation: refuse while its page is locked."""

    @wraps(view)
    @hands_on
    def guarded(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request, translation_id=translation_id, **kwargs)
        page = get_object_or_404(Translation, pk=translation_id).get_target_instance()
        why = lock_of(page, request.user) if user_can_edit_instance(request.user, page) else ""
        if not why:
            # Who may not edit it at all hears so from the view itself.
            return view(request, translation_id=translation_id, **kwargs)
        if request.method != "POST":
            return JsonResponse({"error": why}, status=403)
        messages.error(request, why)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    return guarded


def closed(props: str, why: str) -> str:
    """What the page hands to the script of the editor: no text can be opened while it is locked."""
    data = json.loads(props)
    data["object"]["isLocked"] = data["object"]["isLocked"] or bool(why)
    return json.dumps(data)
