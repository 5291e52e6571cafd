"""Headers on every answer: security, and who may keep a copy for how long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

# Without a language in their address, these are still the same for every reader.
LANGUAGE_NEUTRAL = ("/robots.txt", "/sitemap", "/.well-known/", "/favicon", "/apple-touch-icon")


class SecurityHeadersMiddleware:
    """Add the headers Django 5.2 has no setting for, unless a view set its own.

    The editors' side has a looser content policy than the public pages, because Wagtail's
    admin still needs inline scripts and styles. The policy holds no nonce: a cached public
    page must be the same for everybody. A preview is a public page in a frame of the admin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Write the policies out once."""
        self.get_response = get_response
        self.admin_prefix = f"/{settings.ADMIN_PATH}"
        self.admin_policy = content_security_policy(settings.SECURE_CSP_ADMIN)
        self.public_policy = content_security_policy(settings.SECURE_CSP)
        self.preview_policy = preview_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, with the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy(request))
        for name, value in settings.SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def policy(self, request: HttpRequest) -> str:
        """What a page may load, and who may frame it."""
        if getattr(request, "is_preview", False):
            return self.preview_policy
        is_admin = request.path_info.startswith(self.admin_prefix)
        return self.admin_policy if is_admin else self.public_policy


class SharedCachingMiddleware:
    """Let shared caches keep what is the same for everybody, and nothing an editor is sent.

    An address with a query string is left to its view: only that knows whether the address is
    the one way to write it, and whoever may invent addresses may fill a cache.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Know which addresses are for editors, or served from disk."""
        self.get_response = get_response
        self.own = tuple(
            f"/{prefix.strip('/')}/"
            for prefix in (
                settings.ADMIN_PATH,
                settings.STATIC_URL,
                settings.MEDIA_URL,
                "documents",
            )
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, and say who may keep the answer."""
        response = self.get_response(request)
        if request.path_info.startswith(self.own):
            return response
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers["Cache-Control"] = "private, no-cache"
            patch_vary_headers(response, ["Cookie"])
        elif is_shareable(request, response):
            patch_cache_control(response, **settings.SHARED_CACHE)
            if request.path_info.startswith(LANGUAGE_NEUTRAL):
                response.headers["Vary"] = "Accept-Encoding"
        return response


class AtomicAdminRequestMiddleware:
    """Make what an editor sends take effect as a whole or not at all.

    Wagtail saves a revision, the page, its log and its index one after the other. A process that
    is killed, or a database that goes away in between, must leave none of them alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Know which addresses are for editors."""
        self.get_response = get_response
        self.admin_prefix = f"/{settings.ADMIN_PATH}"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        arguments: Sequence[object],
        named: Mapping[str, object],
    ) -> HttpResponse | None:
        """Run the view in one transaction; an error undoes all of it."""
        is_read = request.method in ("GET", "HEAD", "OPTIONS")
        if is_read or not request.path_info.startswith(self.admin_prefix):
            return None
        if not request.user.is_authenticated:
            # Checking a password takes a second, and nobody may write meanwhile on SQLite.
            return None
        with transaction.atomic():
            return view(request, *arguments, **named)


def is_shareable(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer about which its view says nothing is the same for everybody."""
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and not request.META.get("QUERY_STRING")
        and not response.has_header("Cache-Control")
        and not response.cookies
    )


def content_security_policy(directives: Mapping[str, Sequence[str]]) -> str:
    """The header that says these directives."""
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def preview_policy() -> str:
    """The policy of a public page that is shown in a frame of the editors' side."""
    return content_security_policy({**settings.SECURE_CSP, "frame-ancestors": ["'self'"]})
