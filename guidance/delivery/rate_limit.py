"""How often one visitor may send or ask something, without keeping who the visitor is."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import salted_hmac

from guidance.delivery.error_responses import TOO_MANY, reject

MINUTE, HOUR = 60, 3600
# What a provider gives to one customer, who may use any address in it.
NETWORK_BITS = 64
LONGEST_ADDRESS = 64
View = Callable[..., HttpResponseBase]
Address = IPv4Address | IPv6Address


def hit(request: HttpRequest, action: str, most: int, seconds: int = HOUR) -> bool:
    """Count one more of an action by the sender in this hour or minute; say if it is welcome.

    The address is kept only as a keyed hash, in the cache, until the time is over.
    """
    return hit_name(action, client_address(request), most, seconds)


def hit_name(action: str, name: str, most: int, seconds: int = HOUR) -> bool:
    """Count one more of an action under any name: that of a sender, or of whom it concerns.

    True as long as there were at most `most` in this period of `seconds`; also when the cache does
    not answer, since a limit must never take the site away.
    """
    hashed = salted_hmac("guidance.delivery.rate_limit", name).hexdigest()
    key = f"throttle:{action}:{int(time.time()) // seconds}:{hashed}"
    cache.add(key, 0, timeout=seconds)
    try:
        count = cache.incr(key)
    except ValueError:
        count = None
    # A cache that is gone, or had no room, knows no count: nobody is turned away for that.
    return count is None or count <= most


def may_send(request: HttpRequest, action: str, most: int) -> bool:
    """Whether what a form sends is ours and not too much for this hour; it is counted."""
    return is_same_site(request) and hit(request, action, most)


def try_later(response: HttpResponse) -> HttpResponse:
    """Say with a page that this was too much, and in how many seconds it is welcome again."""
    response.status_code = TOO_MANY
    response.headers["Retry-After"] = str(remaining(HOUR))
    return response


def remaining(seconds: int) -> int:
    """Seconds that this period (an hour, a minute: so many seconds of the clock) still lasts."""
    return seconds - int(time.time()) % seconds


def limited(action: str) -> Callable[[View], View]:
    """Answer a sender only as often a minute as `settings.PER_MINUTE` says; 0 is without limit.

    Answers that the page cache has are not counted: they cost nothing.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
            most = settings.PER_MINUTE[action]
            if most and not hit(request, action, most, MINUTE):
                return reject(request, TOO_MANY, wait=remaining(MINUTE))
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def client_address(request: HttpRequest) -> str:
    """The address the outermost front server of ours was asked from; of IPv6 the network.

    Each front server appends whom it was asked by; whatever stands further left was written by
    the visitor and may be anything. Where fewer are named than stand in front, somebody came by
    another way: the one who asked is counted.
    """
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.PROXY_COUNT
    if count > 0 and len(named) >= count:
        found = read_address(named[-count])
        if found is not None:
            return client_network(found)
    told = str(request.META.get("REMOTE_ADDR", ""))
    asked_by = read_address(told)
    return told[:LONGEST_ADDRESS] if asked_by is None else client_network(asked_by)


def read_address(text: str) -> Address | None:
    """An address as front servers write it: bare, in brackets, with a port or a zone; else None.

    Some write the port of the connection behind the address (`192.0.2.1:54321`,
    `[2001:db8::1]:54321`): without it being taken off, each connection would be a new sender.
    """
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def client_network(address: Address) -> str:
    """An address as that of one sender: no other can be had for nothing."""
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), NETWORK_BITS), strict=False).network_address)


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
