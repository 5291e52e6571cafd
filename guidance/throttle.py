"""How often one visitor may send us something, without keeping who the visitor is."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 3600


def allows(request: HttpRequest, action: str, per_hour: int) -> bool:
    """Count one more of an action from the sender's address; say whether it is still welcome.

    The address is kept only as a keyed hash, in the cache, for an hour.
    """
    sender = salted_hmac("guidance.throttle", client_address(request)).hexdigest()
    key = f"throttle:{action}:{sender}"
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key) <= per_hour
    except ValueError:
        # The count expired between the two calls: a new hour has begun.
        cache.set(key, 1, timeout=HOUR)
        return True


def client_address(request: HttpRequest) -> str:
    """The address the outermost front server of ours was asked from.

    Each front server appends whom it was asked by; whatever stands further left was written by
    the visitor and may be anything.
    """
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.PROXY_COUNT and len(named) >= settings.PROXY_COUNT and named[-1].strip():
        return str(named[-settings.PROXY_COUNT].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def is_same_site(request: HttpRequest) -> bool:
    """Say whether a form was sent from our own pages, as far as the browser tells.

    Public forms carry no CSRF token, because that needs a cookie; what they store belongs to no
    account, so a forged request gains nothing but noise, which this keeps out.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
