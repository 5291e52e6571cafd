"""Where each locality stands on the tile map, as row and column: a rough map, north at the top."""

from __future__ import annotations

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
