"""Public caching: each page of the wizard is a pure function of address, rules and day."""

from __future__ import annotations

from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from wizard.rules import registry

from .addresses import View
from .storage import ASSESSMENT, situation_of

MAX_AGE = 300
"""Seconds a browser may show a page without asking whether it changed."""


def is_canonical(request: HttpRequest) -> bool:
    """Say whether the address is the one way to write this situation.

    Of these there are finitely many, so a shared cache may keep them all; of others there are as
    many as anybody cares to make up.
    """
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return True
    if not hasattr(request, ASSESSMENT):
        return False
    try:
        situation = situation_of(request)
    except registry.NotInForceError:
        return False
    if situation.asked_on or situation.filed_on or situation.declared_on:
        return False
    written = {situation.query(), situation.query(stamped=True)}
    return not situation.dropped and query in written


def public(view: View) -> View:
    """Let anybody cache what a view answers to GET; the page cache names it (ETag)."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        is_kept = response.headers.get("Cache-Control") != "no-store"
        if is_kept and request.method in ("GET", "HEAD"):
            # A redirect leads to today's address: it may be shared, but never for long.
            age = MAX_AGE if response.status_code == 200 else 0
            shared = settings.SHARED_CACHE if age and is_canonical(request) else {"public": True}
            if registry.is_whole():
                patch_cache_control(response, **{**shared, "max_age": age})
            else:
                # Made from the shipped rules for want of the published ones: not to be kept.
                response.headers["Cache-Control"] = "no-store"
                response.headers["X-Rules"] = "shipped-only"
        return response

    # Read by guidance.delivery.unavailable: these pages need no database.
    wrapped.needs_no_database = True  # type: ignore[attr-defined]
    return wrapped
