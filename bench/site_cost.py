"""What a page of the site costs the server: SQL queries and processor time: cold, warm, cached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.figures import median, print_figure, print_title, seconds
from bench.pages import Page
from bench.site_pages import BROWSER, Visit, forget, visited
from bench.visitor import ask

QUERIES = 20
MILLISECONDS, COLD_MILLISECONDS, HIT_MILLISECONDS = 50.0, 40.0, 1.0
RUNS = 5


def measure(kinds: Mapping[str, Sequence[Visit]]) -> None:
    """Print both for the page of each kind that asks most of the database."""
    print_title("Site: a page of each kind, the one with most queries; cold: caches emptied before")
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
    cold = visited(visit.page, status).queries
    warm = visited(visit.page, status).queries
    name = f"{kind} ({visit.language})"
    print_figure(f"{name}: queries warm", str(warm), f"<= {QUERIES}", met=warm <= QUERIES)
    print_figure(f"{name}: queries cold", str(cold))
    took = _milliseconds(visit.page, cold=False)
    print_figure(
        f"{name}: time warm", f"{took:.1f} ms", f"< {MILLISECONDS:.0f} ms", met=took < MILLISECONDS
    )
    took = _milliseconds(visit.page, cold=True)
    is_met = took < COLD_MILLISECONDS
    print_figure(
        f"{name}: time cold", f"{took:.1f} ms", f"< {COLD_MILLISECONDS:.0f} ms", met=is_met
    )
    _print_hit(name, visit.page)


def _print_hit(name: str, page: Page) -> None:
    """What the page costs once the page cache has it."""

    def hit() -> str:
        answer = ask(page.address, accept=BROWSER, cached=True)
        return answer.headers.get("cache-status", "")

    hit()
    if "hit" not in hit():
        print_figure(f"{name}: page cache", "not kept")
        return
    took = 1000 * median(seconds(hit) for _ in range(RUNS))
    met = took < HIT_MILLISECONDS
    shown = f"{took:.2f} ms"
    print_figure(f"{name}: page cache", shown, f"< {HIT_MILLISECONDS:.0f} ms", met=met)


def _milliseconds(page: Page, *, cold: bool) -> float:
    """The median of a few requests, all middleware and compression included."""
    runs = []
    for _ in range(RUNS):
        if cold:
            forget()
        runs.append(1000 * seconds(lambda: ask(page.address, accept=BROWSER)))
    return median(runs)
