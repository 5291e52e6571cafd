"""Which addresses are for some readers only: what stands on every page leads nobody else there."""

from __future__ import annotations

from wagtail.models import PageViewRestriction

from guidance.delivery.last_known import LastKnown


def read_closed() -> tuple[str, ...]:
    """The addresses of the pages that have a restriction of their own; it holds for all below."""
    found = PageViewRestriction.objects.select_related("page")
    return tuple(filter(None, (restriction.page.get_url() for restriction in found)))


def _none() -> tuple[str, ...]:
    return ()


closed_addresses = LastKnown("the closed pages", read_closed, _none)


def is_open(address: str) -> bool:
    """Whether an address of this site is for everybody."""
    return not address.startswith(closed_addresses())
