"""Asks of every request by somebody signed in: is the session still good, is it proved enough.

This holds whatever door a session came through: sign-in page, password reset, another login view.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from guidance.accounts.demo import is_demo, may_open
from guidance.accounts.second_factor import must_verify

BEGAN, SEEN = "session_began", "session_seen"
# How often a session is written for the sake of its clock alone.
CLOCK_SECONDS = 60
# What an editor's browser asks by itself while nobody sits there.
NOT_ACTIVITY = ("editing-sessions/",)
# All that a password alone opens for whoever needs a second factor: what is open to anybody, too.
OPEN = ("second-factor/", "login/", "logout/", "password_reset/", "sprite/", "jsi18n/")


class AccountMiddleware:
    """Ends sessions in time, and keeps closed what needs a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Know where the editors' side begins."""
        self.get_response = get_response
        self.prefix = f"/{settings.ADMIN_PATH}"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Visitors have no session, and cost nothing here."""
        user: Any = request.user
        if settings.SESSION_COOKIE_NAME in request.COOKIES and user.is_authenticated:
            if self._is_over(request):
                logout(request)
            elif not user.is_verified() and must_verify(user):
                return self._half_way(request)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        now = int(time.time())
        session = request.session
        began, seen = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
        idle = now - seen
        if now - began > settings.SESSION_COOKIE_AGE or idle > settings.SESSION_IDLE_SECONDS:
            return True
        if idle >= CLOCK_SECONDS and not self._is_below(request, NOT_ACTIVITY):
            session[SEEN] = now
        return is_demo(request.user) and not may_open(request)

    def _is_below(self, request: HttpRequest, paths: tuple[str, ...]) -> bool:
        return request.path_info.startswith(tuple(self.prefix + path for path in paths))

    def _half_way(self, request: HttpRequest) -> HttpResponse:
        """A password was given and no second factor: public pages see a visitor."""
        if not request.path_info.startswith(self.prefix):
            request.user = AnonymousUser()
            return self.get_response(request)
        if self._is_below(request, OPEN):
            return self.get_response(request)
        is_background = request.headers.get("X-Requested-With") == "XMLHttpRequest"
        if request.method not in ("GET", "HEAD") or is_background:
            raise PermissionDenied
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('second_factor')}?{query}")
