"""What a page costs on a small site and on a large one: it should be the same."""

from __future__ import annotations

from collections.abc import Mapping

from bench.figures import median, print_figure, print_title, seconds
from bench.visitor import ask
from guidance.loading.page_tree import existing

KEYS = ("home", "glossary", "announcements", "legal-sources")
RUNS = 9
FLAT = 1.25
"""Times as long as before; less cannot be told from the machine's own unrest."""

Times = Mapping[str, float]


def times() -> Times:
    """The milliseconds of a page of each kind, past the page cache, by its address."""
    found = existing()
    addresses = [found["vi", key].url for key in KEYS if ("vi", key) in found]
    addresses += ["/vi/check/", "/vi/check/goods/?state=used"]
    for address in addresses:
        ask(address)
    return {
        address: 1000 * median(seconds(lambda at=address: ask(at)) for _run in range(RUNS))
        for address in addresses
    }


def compare(small: Times, large: Times, pages: int) -> None:
    """Print both, and how much longer the page takes on the large site."""
    print_title(f"Cost of a page, as shipped and with {pages:,} pages")
    for address, before in small.items():
        ratio = large[address] / before
        shown = f"{before:.1f} to {large[address]:.1f} ms"
        print_figure(address, shown, f"<= x{FLAT}", met=ratio <= FLAT)
