"""What a page costs on a small site and on a large one: it should be the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.figures import median, print_figure, print_title, seconds
from bench.pages import Page
from bench.site_cost import MILLISECONDS, QUERIES
from bench.site_pages import BROWSER, Visit, visited
from bench.visitor import ask
from tests.checking import check_at

RUNS = 9
FLAT = 1.25
"""Times as long as before; less cannot be told from the machine's own unrest."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a page costs past the page cache, in a process that has answered before."""

    milliseconds: float
    queries: int


Prices = Mapping[str, Price]


def prices(kinds: Mapping[str, Sequence[Visit]]) -> Prices:
    """What the page of each kind that asks most of the database costs; then pages of the check."""
    pages = {
        kind: max(visits, key=lambda visit: (visit.queries, len(visit.html))).page
        for kind, visits in kinds.items()
    }
    pages["start of the check"] = Page("start of the check", check_at("vi"))
    pages["a question"] = Page("a question", check_at("vi", "goods/?state=used"))
    pages["the rules"] = Page("the rules", check_at("vi", "rules/"))
    return {kind: _price(page) for kind, page in pages.items()}


def _price(page: Page) -> Price:
    status = 404 if page.kind == "not found" else 200
    visited(page, status)
    queries = visited(page, status).queries
    took = median(seconds(lambda: ask(page.address, accept=BROWSER)) for _run in range(RUNS))
    return Price(1000 * took, queries)


def compare(small: Prices, large: Prices, pages: int) -> None:
    """Print both, whether the large site keeps the limits, and how much more a page costs there."""
    print_title(f"Cost of a page of each kind, as shipped and with {pages:,} pages")
    for kind, before in small.items():
        after = large[kind]
        ratio = after.milliseconds / before.milliseconds
        shown = f"{before.queries} to {after.queries}"
        print_figure(f"{kind}: queries", shown, f"<= {QUERIES}", met=after.queries <= QUERIES)
        shown = f"{before.milliseconds:.1f} to {after.milliseconds:.1f} ms"
        most = f"<= {MILLISECONDS:.0f} ms"
        print_figure("  time", shown, most, met=after.milliseconds <= MILLISECONDS)
        print_figure("  times as long", f"x{ratio:.2f}", f"<= x{FLAT}", met=ratio <= FLAT)
