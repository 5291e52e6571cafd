"""Feed, sitemap and search: the site as it is shipped, and the same with thousands of pages."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.figures import median, print_figure, print_title, seconds
from bench.site_pages import BROWSER
from bench.visitor import ask
from guidance.loading.page_tree import existing
from guidance.models import LocalityIndexPage
from tests.guidance.search.situations import situations

FEED_MILLISECONDS, SEARCH_MILLISECONDS, SITEMAP_SECONDS = 100.0, 60.0, 1.0
LOCATION = re.compile(rb"<loc>(.*?)</loc>")
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
    _measure_sitemaps()
    _measure_search(name)


def _measure_sitemaps() -> None:
    """The index, then the longest of its files; each must be one that is kept."""
    _took, index, _queries = _asked("/sitemap.xml", 1)
    files = [urlsplit(found.decode()).path for found in LOCATION.findall(index)]
    answers = {name: _asked(name, 1) for name in ("/sitemap.xml", *files)}
    slowest = max(answers, key=lambda name: answers[name][0])
    took, _body, queries = answers[slowest]
    met = took < SITEMAP_SECONDS
    most = f"< {SITEMAP_SECONDS:.0f} s"
    print_figure(f"{slowest}, the slowest of all", f"{took:.2f} s, {queries} q", most, met=met)
    held = sum(answers[name][1].count(b"<loc>") for name in files)
    print_figure("addresses in the sitemaps", f"{held:,} in {len(files)} files")
    largest = max(len(ask(name, accept=BROWSER).body) for name in answers)
    most = settings.LARGEST_KEPT_PAGE
    shown = f"{largest / 1000:.0f} kB"
    print_figure("the largest, compressed", shown, f"<= {most / 1000:.0f} kB", met=largest <= most)


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
    searches = list(situations())
    print_title(f"{name}: search page, {len(searches)} typical queries, processor time")
    times = []
    for item in searches:
        address = f"/{item.language}/search/?{urlencode({'q': item.query})}"
        took, _, queries = _asked(address, 1)
        times.append((1000 * took, queries, str(item)))
    times.sort()
    most = f"< {SEARCH_MILLISECONDS:.0f} ms"
    for told, (took, _, _) in (
        ("median", times[len(times) // 2]),
        ("p95", times[int(0.95 * len(times))]),
    ):
        print_figure(told, f"{took:.1f} ms", most, met=took < SEARCH_MILLISECONDS)
    for took, queries, told in reversed(times[-SLOWEST:]):
        print_figure(f"slowest: {told}", f"{took:.1f} ms, {queries} q")
