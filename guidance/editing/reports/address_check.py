"""Asks other sites whether their addresses still answer: only when an operator says so."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils import timezone

from guidance.editing.reports.link_collector import (
    is_elsewhere,
    is_malformed,
    page_links,
    source_links,
)
from guidance.models import AddressCheck
from guidance.models.addresses import LONGEST_ADDRESS
from guidance.operations import outgoing

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
        return _ask(address, patience)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(problem=str(error)[:200] or type(error).__name__)


def _ask(address: str, patience: float) -> Answer:
    reply = outgoing.ask("HEAD", address, patience, AGENT)
    if reply.status in REFUSED_HEAD:
        reply = outgoing.ask("GET", address, patience, AGENT)
    if reply.status >= http.client.BAD_REQUEST:
        return Answer(reply.status, problem=f"{reply.status} {reply.reason}"[:200])
    moved = reply.address if reply.address.rstrip("/") != address.rstrip("/") else ""
    return Answer(reply.status, moved[:LONGEST_ADDRESS])


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
