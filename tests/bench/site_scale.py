"""Feed, sitemap and search: the site as it is shipped, and the same with thousands of pages."""

from __future__ import annotations

import tomllib
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidance.loading.tree import existing
from guidance.models import LocalityIndexPage
from tests.bench.figures import median, print_figure, print_title, seconds
from tests.bench.site_pages import BROWSER
from tests.bench.visitor import ask

SEARCHES = "tests/guidance/searches.toml"
FEED_MILLISECONDS, SEARCH_MILLISECONDS, SITEMAP_SECONDS = 100.0, 100.0, 1.0
MOST_ADDRESSES = 50_000
"""So many addresses may one sitemap hold, by its protocol."""
RUNS = 3
SLOWEST = 3


def measure(name: str) -> None:
    """Print the time of the feeds, the sitemap and every search of the table of situations."""
    print_title(f"{name}: feeds and sitemap, warm, processor time")
    for feed in _feeds():
        took, _, queries = _asked(feed, RUNS)
        met = 1000 * took < FEED_MILLISECONDS
        shown = f"{1000 * took:.1f} ms, {queries} q"
        print_figure(feed, shown, f"< {FEED_MILLISECONDS:.0f} ms", met=met)
    took, sitemap, queries = _asked("/sitemap.xml", 1)
    met = took < SITEMAP_SECONDS
    print_figure(
        "/sitemap.xml", f"{took:.2f} s, {queries} q", f"< {SITEMAP_SECONDS:.0f} s", met=met
    )
    held = sitemap.count(b"<loc>")
    print_figure(
        "addresses in it", f"{held:,}", f"<= {MOST_ADDRESSES:,}", met=held <= MOST_ADDRESSES
    )
    print_figure("its size, not compressed", f"{len(sitemap) / 1e6:.1f} MB")
    _measure_search(name)


def _feeds() -> tuple[str, ...]:
    places = LocalityIndexPage.objects.get(locale__language_code="vi")
    return "/vi/feed/", f"{existing()['vi', 'announcements'].url}feed/", f"{places.url}ha-noi/feed/"


def _asked(address: str, runs: int) -> tuple[float, bytes, int]:
    """Median seconds of an address once it is warm, what it answers, and its queries."""
    with CaptureQueriesContext(connection) as captured:
        answer = ask(address)
        queries = len(captured)
    if answer.status != 200:
        message = f"{address} answers {answer.status}"
        raise RuntimeError(message)
    took = median(seconds(lambda: ask(address, accept=BROWSER)) for _ in range(runs))
    return took, answer.body, queries


def _measure_search(name: str) -> None:
    """Each search of the table twice, the first time to warm up."""
    text = (settings.BASE_DIR / SEARCHES).read_text(encoding="utf-8")
    searches = tomllib.loads(text)["search"]
    print_title(f"{name}: search page, {len(searches)} typical queries, processor time")
    times = []
    for item in searches:
        address = f"/{item['language']}/search/?{urlencode({'q': item['query']})}"
        took, _, queries = _asked(address, 1)
        times.append((1000 * took, queries, f"{item['language']}: {item['query']}"))
    times.sort()
    most = f"< {SEARCH_MILLISECONDS:.0f} ms"
    for told, (took, _, _) in (
        ("median", times[len(times) // 2]),
        ("p95", times[int(0.95 * len(times))]),
    ):
        print_figure(told, f"{took:.1f} ms", most, met=took < SEARCH_MILLISECONDS)
    for took, queries, told in reversed(times[-SLOWEST:]):
        print_figure(f"slowest: {told}", f"{took:.1f} ms, {queries} q")
