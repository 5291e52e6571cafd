"""Security headers on every answer: content policy, permissions, resource isolation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class SecurityHeadersMiddleware:
    """Add the headers Django 5.2 has no setting for, unless a view set its own.

    The editors' side has a looser content policy than the public pages, because Wagtail's
    admin still needs inline scripts and styles. The policy holds no nonce: a cached public
    page must be the same for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Write both policies out once."""
        self.get_response = get_response
        self.admin_prefix = f"/{settings.ADMIN_PATH}"
        self.admin_policy = content_security_policy(settings.SECURE_CSP_ADMIN)
        self.public_policy = content_security_policy(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, with the headers."""
        response = self.get_response(request)
        is_admin = request.path_info.startswith(self.admin_prefix)
        policy = self.admin_policy if is_admin else self.public_policy
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in settings.SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def content_security_policy(directives: Mapping[str, Sequence[str]]) -> str:
    """The header that says these directives."""
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())
