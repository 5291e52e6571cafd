"""Where each locality stands on the tile map, as row and column: a rough map, north at the top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from guidance.models.localities import Locality

# A drawing of ours, not a map with borders; the table below it says the same in words.
_ROWS = (
    "dien-bien lai-chau lao-cai tuyen-quang cao-bang - - -",
    "- son-la phu-tho thai-nguyen lang-son - - -",
    "- - - ha-noi bac-ninh quang-ninh - -",
    "- - thanh-hoa ninh-binh hung-yen hai-phong - -",
    "- - nghe-an - - - - -",
    "- - ha-tinh - - - - -",
    "- - - quang-tri - - - -",
    "- - - - hue - - -",
    "- - - - da-nang - - -",
    "- - - - quang-ngai - - -",
    "- - - - gia-lai - - -",
    "- tay-ninh dong-nai lam-dong dak-lak khanh-hoa - -",
    "an-giang dong-thap ho-chi-minh - - - - -",
    "ca-mau can-tho vinh-long - - - - -",
)

TILES: dict[str, tuple[int, int]] = {
    slug: (row, column)
    for row, line in enumerate(_ROWS, start=1)
    for column, slug in enumerate(line.split(), start=1)
    if slug != "-"
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A locality in its place on the map, with a label short enough for a tile."""

    place: Locality
    row: int
    column: int
    label: str


def tiles(places: Sequence[Locality]) -> list[Tile]:
    """The map of these localities."""
    initials = Counter(_label(place, 1) for place in places)
    return [
        Tile(
            place=place,
            row=TILES[place.slug][0],
            column=TILES[place.slug][1],
            label=_label(place, 1 if initials[_label(place, 1)] == 1 else 2),
        )
        for place in places
        if place.slug in TILES
    ]


def _label(place: Locality, letters: int) -> str:
    """The initials; with two letters of the last word where others share them."""
    *first, last = place.bare_name().split()
    return "".join(word[0] for word in first) + last[: letters if first else 3]
