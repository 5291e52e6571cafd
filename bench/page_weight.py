"""What a first visit weighs, compressed: the page and everything it makes the browser fetch."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

import brotli
from django.conf import settings

from bench.figures import print_figure, print_title
from bench.pages import Page, question_pages, result_pages
from bench.visitor import ask, see
from guidance.text.languages import OFFICIAL
from tests.checking import check_at

FIRST_VISIT, HTML = 40_000, 14_000
"""Bytes expected at most, by gzip: the heavier of the two encodings."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes as they are, by `gzip -9` and by brotli."""

    plain: int
    gzip: int
    brotli: int

    def __add__(self, other: Weight) -> Weight:
        """Both together."""
        return Weight(self.plain + other.plain, self.gzip + other.gzip, self.brotli + other.brotli)


class Parts(HTMLParser):
    """Collects the files that a page makes the browser fetch."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.addresses: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note style sheets, icons, scripts and pictures."""
        values = dict(attrs)
        is_link = tag == "link" and values.get("rel") in {"stylesheet", "icon", "manifest"}
        wanted = values.get("href") if is_link else values.get("src")
        if wanted:
            self.addresses[wanted] = None


def measure() -> None:
    """Print the heaviest page of each kind in any language, and how it leaves the application."""
    print_title(
        "First visit, kB: html + css + js + svg; heaviest page of each kind in any language"
    )
    heaviest: dict[str, tuple[int, Page, bytes]] = {}
    for page in _pages():
        html = see(page.address)
        size = len(gzip.compress(html, 9))
        if size > heaviest.get(page.kind, (0,))[0]:
            heaviest[page.kind] = size, page, html
    for kind, (_, page, html) in heaviest.items():
        print_page(f"{kind} ({page.address[1:3]})", html)
    print_parts(heaviest["start"][2])
    print_title("As the application itself sends a page to a browser that accepts br and gzip")
    for kind in ("start", "rules"):
        answer = ask(heaviest[kind][1].address, accept="br, gzip", cached=True)
        encoding = answer.headers.get("content-encoding", "not compressed")
        print_figure(f"{kind}: {encoding}", f"{len(answer.body) / 1000:.1f} kB")


def _pages() -> Iterator[Page]:
    for language, _ in settings.LANGUAGES:
        yield Page("start", check_at(language))
        yield Page("rules", check_at(language, "rules/"))
        yield from _by_kind(question_pages(language))
        for page in result_pages(language):
            yield page
            if language != OFFICIAL:
                yield Page(f"{page.kind}, two languages", f"{page.address}&both=1")


def _by_kind(pages: Iterable[Page]) -> Iterator[Page]:
    """Tell the goods question from the others: it alone lists products."""
    for page in pages:
        yield page if page.kind == "question goods" else Page("question", page.address)


def print_page(name: str, html: bytes) -> None:
    """Print what the html alone and a first visit weigh, and whether that is expected."""
    alone = _weigh(html)
    visit = alone
    for part in _parts(html):
        visit += _fetched(part)
    for told, weight, most in (("html", alone, HTML), ("first visit", visit, FIRST_VISIT)):
        print_figure(
            f"{name}: {told}", _shown(weight), f"<= {most // 1000}", met=weight.gzip <= most
        )


def print_parts(html: bytes) -> None:
    """Print what each file weighs that a page makes the browser fetch."""
    for part in _parts(html):
        print_figure(part.rpartition("/")[2], _shown(_fetched(part)))


def _shown(weight: Weight) -> str:
    return f"gz {weight.gzip / 1000:.1f} br {weight.brotli / 1000:.1f}"


def _parts(html: bytes) -> tuple[str, ...]:
    parser = Parts()
    parser.feed(html.decode())
    return tuple(parser.addresses)


@cache
def _fetched(address: str) -> Weight:
    return _weigh(see(address))


def _weigh(content: bytes) -> Weight:
    return Weight(len(content), len(gzip.compress(content, 9)), len(brotli.compress(content)))
