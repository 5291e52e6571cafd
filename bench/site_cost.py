"""What a page of the site costs: SQL queries and processor time, when it is made and when kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.figures import median, print_figure, print_title, seconds
from bench.pages import Page
from bench.site_pages import BROWSER, Visit, forget, visited
from bench.visitor import ask

QUERIES = 12
MILLISECONDS, HIT_MILLISECONDS = 20.0, 1.0
RUNS = 5


def measure(kinds: Mapping[str, Sequence[Visit]]) -> None:
    """Print both for the page of each kind that asks most of the database."""
    print_title("Site: a page of each kind, the one with most queries, when it is first asked for")
    for kind, visits in kinds.items():
        _print_kind(kind, max(visits, key=lambda visit: (visit.queries, len(visit.html))))
    print_title("Queries of all pages of one kind, warm: fewest to most")
    for kind, visits in kinds.items():
        counts = [visit.queries for visit in visits]
        if len(counts) > len({visit.language for visit in visits}):
            print_figure(f"{kind}: {len(counts)} pages", f"{min(counts)} to {max(counts)}")


def _print_kind(kind: str, visit: Visit) -> None:
    status = 404 if kind == "not found" else 200
    forget()
    started = visited(visit.page, status).queries
    asked = visited(visit.page, status).queries
    name = f"{kind} ({visit.language})"
    print_figure(f"{name}: queries", str(asked), f"<= {QUERIES}", met=asked <= QUERIES)
    print_figure("  of a process just started", str(started))
    took = _milliseconds(visit.page)
    shown = f"{took:.1f} ms"
    print_figure("  time", shown, f"<= {MILLISECONDS:.0f} ms", met=took <= MILLISECONDS)
    _print_hit(visit.page)


def _print_hit(page: Page) -> None:
    """What the page costs once the page cache has it."""

    def hit() -> str:
        answer = ask(page.address, accept=BROWSER, cached=True)
        return answer.headers.get("cache-control", "")

    if "s-maxage" not in hit():
        print_figure("  kept", "no")
        return
    took = 1000 * median(seconds(hit) for _ in range(RUNS))
    met = took < HIT_MILLISECONDS
    shown = f"{took:.2f} ms"
    print_figure("  time when it is kept", shown, f"< {HIT_MILLISECONDS:.0f} ms", met=met)


def _milliseconds(page: Page) -> float:
    """The median of a few requests, all middleware and compression included."""
    return 1000 * median(seconds(lambda: ask(page.address, accept=BROWSER)) for _ in range(RUNS))
