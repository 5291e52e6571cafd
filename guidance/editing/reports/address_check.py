"""Asks other sites whether their addresses still answer: only when an operator says so."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from django.utils import timezone

from guidance.editing.reports.link_collector import (
    is_elsewhere,
    is_malformed,
    page_links,
    source_links,
)
from guidance.models import AddressCheck
from guidance.models.addresses import LONGEST_ADDRESS

AGENT = "Mozilla/5.0 (compatible; link check of a public guidance site)"
REFUSED_HEAD = (403, 405, 501)
"""Answers of servers that tell nothing without sending the whole."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How an address answered."""

    status: int | None = None
    moved_to: str = ""
    problem: str = ""


def addresses() -> list[str]:
    """The addresses of other sites that pages and sources lead to, each once."""
    links = (link for _place, link in chain(page_links(), source_links()))
    return sorted({link.target for link in links if is_elsewhere(link)})


def visit(address: str, patience: float) -> Answer:
    """Ask one address how it is; nothing of its content is kept."""
    if is_malformed(address):
        return Answer(problem="malformed")
    try:
        if not is_public(urlsplit(address).hostname or ""):
            return Answer(problem="not a public address")
        return _ask(address, patience)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(problem=str(error)[:200] or type(error).__name__)


def is_public(host: str) -> bool:
    """Whether a host is on the internet, not inside the network of the operator."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ipaddress.ip_address(entry[4][0]).is_global for entry in found)


def _ask(address: str, patience: float) -> Answer:
    for method in ("HEAD", "GET"):
        request = urllib.request.Request(  # noqa: S310 - http and https alone pass is_malformed
            address, method=method, headers={"User-Agent": AGENT}
        )
        try:
            with urllib.request.urlopen(request, timeout=patience) as response:  # noqa: S310 - as above
                arrived = response.geturl()
                moved = arrived if arrived.rstrip("/") != address.rstrip("/") else ""
                return Answer(response.status, moved[:LONGEST_ADDRESS])
        except urllib.error.HTTPError as error:
            if method == "HEAD" and error.code in REFUSED_HEAD:
                continue
            return Answer(error.code, problem=f"{error.code} {error.reason}"[:200])
    return Answer(problem="no answer")


def check(patience: float) -> Iterator[tuple[str, Answer]]:
    """Ask every address, one after the other, and keep how each answered."""
    wanted = addresses()
    AddressCheck.objects.exclude(url__in=wanted).delete()
    for address in wanted:
        answer = visit(address, patience)
        AddressCheck.objects.update_or_create(
            url=address[:LONGEST_ADDRESS],
            defaults={
                "status": answer.status,
                "moved_to": answer.moved_to,
                "problem": answer.problem,
                "checked_at": timezone.now(),
            },
        )
        yield address, answer
