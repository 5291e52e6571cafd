"""Demo accounts: one a role, in development only, and only from the machine itself."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from guidance.models import DemoAccount


class DemoBackend:
    """Refuses demo accounts wherever they have no business; lets others pass to the next."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Stop a demo account from signing in."""
        name = credentials.get("username") or ""
        user = get_user_model().objects.filter(username=name).first()
        if user and is_demo(user) and not may_open(request):
            raise PermissionDenied


def is_demo(user: Any) -> bool:
    """Whether the account was made to try things with."""
    return DemoAccount.objects.filter(user_id=user.pk).exists()


def may_open(request: HttpRequest | None) -> bool:
    """Whether demo accounts work here: in development, asked by this very machine."""
    if request is None or not settings.DEMO_ACCOUNTS:
        return False
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
