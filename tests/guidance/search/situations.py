"""The table of searches: what readers type in each language, and what must come first."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from guidance.search.candidates import Hit
from guidance.search.query import Found
from tests.checking import check_at

TABLE = Path(__file__).with_name("searches.toml")
NOTHING = "nothing"
Addresses = Mapping[tuple[str, str], str]
"""The address of each page by language and key."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A query of a reader, and the answers any of which is right: `kind name`, or `nothing`."""

    language: str
    query: str
    wanted: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.language} {self.query!a}"

    def is_met_by(self, found: Found, pages: Addresses) -> bool:
        """Whether the first hit is one of the right ones, or it is said that there is none."""
        if NOTHING in self.wanted and (not found.hits or found.is_nearest):
            return True
        answers = [answer.split() for answer in self.wanted if answer != NOTHING]
        return any(
            self._is(found.hits[0], *answer, pages=pages) for answer in answers if found.hits
        )

    def _is(self, hit: Hit, kind: str, name: str, *, pages: Addresses) -> bool:
        if kind == "goods":
            return name in dict(parse_qsl(urlsplit(hit.url).query)).values()
        address = {
            "page": lambda: pages[self.language, name],
            "check": lambda: check_at(self.language, key=name),
        }
        if kind in address:
            return hit.url == address[kind]()
        return hit.kind == kind and hit.url.endswith((f"/{name}/", f"#{name}"))


def situations() -> Iterator[Situation]:
    """Read the table."""
    for language, rows in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        for query, wanted in rows.items():
            yield Situation(language, query, tuple(part.strip() for part in wanted.split("|")))
