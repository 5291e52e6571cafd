"""`manage.py report_reading`: how hard the pages are to read, hardest first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from wagtail.models import Page

from guidance.text.readability import LONG_SENTENCE, Reading, read


class Command(BaseCommand):
    """Prints, for each language, the pages with the longest sentences."""

    help = "Report sentence length and reading level of every published page."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many pages to name in each language."""
        parser.add_argument("--most", type=int, default=10, help="pages to name a language")

    def handle(self, *_args: Any, most: int, **_options: Any) -> None:
        """Read every page, then say what was found."""
        for code, name in settings.LANGUAGES:
            pages = Page.objects.live().filter(locale__language_code=code, depth__gte=2).specific()
            found = [(page, _reading(page)) for page in pages]
            self._summary(name, code, [reading for _, reading in found])
            found.sort(key=lambda item: -item[1].longest[0])
            for page, reading in found[:most]:
                self._page(page, reading, code)

    def _summary(self, name: str, code: str, readings: list[Reading]) -> None:
        words = sum(reading.words for reading in readings)
        sentences = sum(len(reading.sentences) for reading in readings)
        scores = [score for reading in readings if (score := reading.lix(code)) is not None]
        lix = f", LIX {sum(scores) / len(scores):.0f} on average" if scores else ""
        self.stdout.write(
            f"{name}: {len(readings)} pages, {words} words, {sentences} sentences, "
            f"{words / max(sentences, 1):.1f} words a sentence, "
            f"{sum(reading.long for reading in readings)} over {LONG_SENTENCE} words{lix}"
        )

    def _page(self, page: Page, reading: Reading, code: str) -> None:
        score = reading.lix(code)
        lix = "" if score is None else f", LIX {score:.0f}"
        count, sentence = reading.longest
        self.stdout.write(f"  {page.url_path}: {reading.mean:.1f} words a sentence{lix}")
        self.stdout.write(f"    longest, {count} words: {sentence[:120]}")


def _reading(page: Page) -> Reading:
    body = getattr(page, "body", None)
    texts = body.stream_block.get_searchable_content(body) if body else []
    return read("\n".join([f"<p>{getattr(page, 'summary', '')}</p>", *map(str, texts)]))
