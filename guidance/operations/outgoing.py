"""Requests to other sites: each hop goes to an address that was checked, and to no other.

A name is resolved once; what is checked is what is connected to, so a name that resolves anew in
between (DNS rebinding) gains nothing. A redirect is a new hop, checked like the first. Proxies
named by the environment are not used, for they would resolve the name themselves.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urljoin, urlsplit

MOST_HOPS = 5
REDIRECTS = {301, 302, 303, 307, 308}
SCHEMES = {"http": 80, "https": 443}
# Names IPv4 addresses in IPv6; a gateway inside the network would lead there.
TRANSLATED = IPv6Network("64:ff9b::/96")
# Inside for all that, though one Python or another counts them as global: site-local addresses,
# those of protocols, of examples, of old relays and of the old backbone, and the address at which
# Azure serves what machines are told.
ALSO_INSIDE = [
    ip_network(text)
    for text in (
        "fec0::/10", "3fff::/20", "3ffe::/16", "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32",
    )
]  # fmt: skip


class NotPublicError(OSError):
    """The address is not on the internet, or not one to be asked."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the last hop said: its status in number and words, and the address it has."""

    status: int
    reason: str
    address: str


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one machine on the internet: not private, local, link-local, metadata.

    An IPv6 address that stands for one of IPv4 is judged as that one.
    """
    if isinstance(address, IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in TRANSLATED:
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
        if not all(is_public(part) for part in inner if part is not None):
            return False
        if address.ipv4_mapped is not None:
            return True
    if any(address in network for network in ALSO_INSIDE):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def checked_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, every one of them public; raise NotPublicError otherwise."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # The zone of a link-local address is no part of what is judged.
    texts = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not texts or not all(is_public(ip_address(text)) for text in texts):
        raise NotPublicError("not a public address")
    return texts


def _left(end: float) -> float:
    """Seconds until the time is over; TimeoutError once it is."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left


def _connect(host: str, port: int, end: float) -> socket.socket:
    """Connect to one of the addresses that were checked, without resolving the name again."""
    error: OSError = NotPublicError("not a public address")
    for address in checked_addresses(host, port):
        try:
            return socket.create_connection((address, port), _left(end))
        except OSError as refused:
            error = refused
    raise error


@contextmanager
def _ending(plain: socket.socket, end: float) -> Iterator[None]:
    """Shut a connection down once the time is over: what drips is never late by itself.

    TimeoutError is raised then, whatever was read so far.
    """
    with plain.dup() as same_connection:

        def shut_down() -> None:
            with suppress(OSError):
                same_connection.shutdown(socket.SHUT_RDWR)

        clock = threading.Timer(_left(end), shut_down)
        clock.daemon = True
        clock.start()
        try:
            yield
        except (OSError, http.client.HTTPException):
            _left(end)
            raise
        finally:
            clock.cancel()
        _left(end)


def ask(method: str, address: str, patience: float, agent: str) -> Reply:
    """Follow an address to where it leads, for `patience` seconds in all; no body is read.

    How long the machine takes to look up a name is its own matter, but it counts. Raises OSError
    (NotPublicError and TimeoutError among them), http.client.HTTPException or ValueError.
    """
    end = time.monotonic() + patience
    for _hop in range(MOST_HOPS + 1):
        status, reason, location = _hop_to(method, address, end, agent)
        if status not in REDIRECTS or not location:
            return Reply(status, reason, address)
        address = urljoin(address, location)
    raise http.client.HTTPException("too many redirects")


def _hop_to(method: str, address: str, end: float, agent: str) -> tuple[int, str, str]:
    """One request: its status in number and words, and where it leads on."""
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise NotPublicError("not an address of the web")
    host, port = parts.hostname, parts.port or SCHEMES[parts.scheme]
    connection = http.client.HTTPConnection(host, port)
    plain = _connect(host, port, end)
    try:
        with _ending(plain, end):
            connection.sock = plain
            if parts.scheme == "https":
                context = ssl.create_default_context()
                connection.sock = context.wrap_socket(plain, server_hostname=host)
            headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": agent}
            connection.request(method, _target(address), headers=headers)
            response = connection.getresponse()
            location = response.headers.get("Location", "")
            return response.status, _printable(response.reason), _printable(location)
    finally:
        connection.close()
        plain.close()


def _printable(text: str) -> str:
    """What a stranger said, without the signs that a database or a terminal does not take."""
    return "".join(sign for sign in text if sign.isprintable())


def _target(address: str) -> str:
    """Path and query as they are sent, letters beyond ASCII encoded."""
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return "".join(_encoded(target))


def _encoded(text: str) -> Iterator[str]:
    for sign in text:
        plain = "!" <= sign <= "~"
        yield sign if plain else "".join(f"%{byte:02X}" for byte in sign.encode())
