"""The provinces and cities by every name, today's and earlier ones, as answers name them.

They are read from the database once for each version of the site's content. What came with the
product, in guidance/content/localities.toml, is used where the database has none (in a command, in
a test) or does not answer: no step of an assessment asks the database.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from guidance.delivery.last_known import LastKnown
from guidance.text.place_names import bare, is_same, meant
from wizard.decision.sources import Text

SHIPPED = Path(settings.BASE_DIR) / "guidance" / "content" / "localities.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A name of a locality: `slug` is the name's own, `now` that of the locality today."""

    slug: str
    now: str
    name: Text
    spellings: tuple[str, ...]

    @property
    def is_former(self) -> bool:
        """Whether it is called otherwise today."""
        return self.slug != self.now


Places = Mapping[str, Place]

source: Callable[[], Places] = dict
"""Gives the places as the database has them; wizard.apps says whence."""


def places() -> Places:
    """Every place by its slug, those of today first."""
    return _places()


def find(query: str) -> list[Place]:
    """The places that a reader may mean by what was typed, each once."""
    named = [(name, place) for place in places().values() for name in _bare(place.spellings)]
    found = meant(query, named)
    return list({place.slug: place for place in found}.values())


def is_called(place: Place, text: str) -> bool:
    """Whether a text is a name of the place, accents and spaces aside, and not only like one."""
    return any(is_same(bare(text), name) for name in _bare(place.spellings))


@lru_cache(maxsize=1024)
def _bare(spellings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(bare, spellings))


def from_database() -> Places:
    """Read the localities as editors keep them."""
    from guidance.models import Locality

    records = Locality.objects.prefetch_related("former_names")
    named = [
        (
            record.slug,
            record.name,
            record.own_names(),
            [(old.slug, old.name, [old.name, *old.spellings]) for old in record.former_names.all()],
        )
        for record in records
    ]
    return _by_slug(place for item in named for place in _names_of(*item))


@cache
def shipped() -> Places:
    """Read the localities that come with the product."""
    records = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["locality"]
    named = [
        (
            item["slug"],
            item["name"],
            [*item["name"].values(), *item.get("aliases", ())],
            [
                (old["slug"], old["name"], [old["name"], *old.get("aliases", ())])
                for old in item.get("former", ())
            ],
        )
        for item in records
    ]
    return _by_slug(place for item in named for place in _names_of(*item))


_places: LastKnown[Places] = LastKnown("the localities", lambda: source() or shipped(), shipped)


def _names_of(
    slug: str, name: Text, names: list[str], former: list[tuple[str, str, list[str]]]
) -> Iterator[Place]:
    yield Place(slug=slug, now=slug, name=name, spellings=tuple(names))
    for old_slug, old_name, spellings in former:
        everywhere = dict.fromkeys(name, old_name)
        if old_slug != slug:
            yield Place(slug=old_slug, now=slug, name=everywhere, spellings=tuple(spellings))


def _by_slug(found: Iterator[Place]) -> Places:
    """Keep today's name where a former one has the same slug."""
    by_slug: dict[str, Place] = {}
    for place in sorted(found, key=lambda item: item.is_former):
        by_slug.setdefault(place.slug, place)
    return by_slug
