"""The list of controlled goods by HS code: dated data, looked up by code or by ordinary name.

A look-up answers with the *classes* the goods may belong to, which are the choices of the rule
set's goods question. Four digits of a heading that is only partly listed leave several classes
possible.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from guidance.text.folding import words

from .codes import LONGEST_INPUT, CodeError, read_code

LISTS = Path(__file__).parent.parent / "goodslists"
SHORTEST_INSIDE = 2
"""A name this short (TV, PC) would be found inside too many queries."""
SHORTEST_WITHIN = 4
"""The same in a whole sentence, which may be of another language: "can" is a scale ("cân")."""
_CONDITION = re.compile(
    r" (?:hang |do )?(?:da qua su dung|qua su dung|da su dung|da dung|cu|cu ky|hang bai|thanh ly"
    r"|used|second hand|secondhand|2nd hand|pre owned|preowned|old|d occasion|de seconde main"
    r"|seconde main|occasion|usage|usagee|usages|usagees)(?= )"
)
"""Words by which people say, in three languages, that goods are used, as `fold` writes them."""

_REQUEST_TEXT = """
    toi minh cong ty muon co duoc nhap khau mua ve viet nam khong thi the nao check kiem tra mot
    can may i we import importing bring buy a an the to into vietnam from abroad is it allowed
    puis je peut on importer acheter un une des le la les l au
"""
_REQUEST = frozenset(_REQUEST_TEXT.split())
"""Words before and behind the name of goods, in a question whether they may be imported."""


def fold(text: str) -> str:
    """Give the words as the site's search has them, one space between: "Máy  in" is "may in"."""
    return " ".join(words(text))


@dataclass(frozen=True, slots=True)
class Line:
    """A listed heading (4 digits, all of it) or tariff line (8 digits), with its class."""

    code: str
    group: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Product:
    """An everyday name for goods, and the codes they may have."""

    key: str
    codes: tuple[str, ...]
    name: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    folded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know about the codes with a prefix, from a day on if it has one."""

    prefix: str
    text: Mapping[str, str]
    in_force_from: date | None = None

    def in_force(self, on: date) -> bool:
        """Say whether it holds on a day."""
        return self.in_force_from is None or self.in_force_from <= on


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods as looked up: canonical value, classes still possible, the lines hit, the warnings."""

    value: str
    name: Mapping[str, str] | None
    classes: frozenset[str]
    lines: tuple[Line, ...]
    notices: tuple[Notice, ...]
    needs_more_digits: bool


@dataclass(frozen=True, slots=True, eq=False)
class GoodsList:
    """One version of the list, in force from a date."""

    key: str
    version: int
    source: str
    title: Mapping[str, str]
    nomenclature: int
    in_force_from: date
    in_force_until: date | None
    default: str
    titles: tuple[Line, ...]
    lines: tuple[Line, ...]
    unlisted: Mapping[str, str]
    notices: tuple[Notice, ...]
    products: Mapping[str, Product]

    @property
    def classes(self) -> frozenset[str]:
        """Every class that a look-up may answer with."""
        return frozenset(
            {line.group for line in self.lines} | {self.default, *self.unlisted.values()}
        )

    def in_force(self, on: date) -> bool:
        """Whether the list holds on a day, as far as its own dates say."""
        return self.in_force_from <= on <= (self.in_force_until or date.max)

    def lookup(self, value: str) -> Goods | None:
        """Look up an HS code or a product key; None if it is neither."""
        product = self.products.get(value)
        if product is not None:
            return self._goods(product.key, product.codes, product.name)
        try:
            code = read_code(value)
        except CodeError:
            return None
        return None if code is None else self._goods(code, (code,), None)

    def named(self, text: str) -> tuple[Product, ...]:
        """Find the products that are called exactly so; that they are used is no part of a name.

        "laptop cũ" is a laptop; "laptop bag", which only holds such a name, is not.
        """
        wanted = fold(text[:LONGEST_INPUT])
        for name in dict.fromkeys((wanted, without_condition(wanted))):
            if found := _by_name(self).get(tuple(_stems(name))):
                return found
        return ()

    def asked_for(self, text: str) -> tuple[Product, ...]:
        """Find the products that a request names: "can I import a used laptop" is a laptop."""
        words = fold(text[:LONGEST_INPUT]).split()
        before = next((at for at, word in enumerate(words) if word not in _REQUEST), len(words))
        behind = next((at for at, word in enumerate(words[::-1]) if word not in _REQUEST), 0)
        cuts = [(left, right) for left in range(before + 1) for right in range(behind + 1)]
        # The longest first: the "may" of "may in" is "máy".
        for left, right in sorted(cuts, key=sum):
            if found := self.named(" ".join(words[left : len(words) - right])):
                return found
        return ()

    def find(self, text: str, limit: int = 12) -> tuple[Product, ...]:
        """Find products that may be meant, with or without accents, best first."""
        wanted = without_condition(fold(text[:LONGEST_INPUT]))
        if not wanted:
            return ()
        scored = [
            (score, product.key, product)
            for product in self.products.values()
            if (score := min(_distance(name, wanted) for name in product.folded))[0] < MISS
        ]
        scored.sort(key=lambda item: item[:2])
        if scored and scored[0][0][0] == EXACT:
            scored = [item for item in scored if item[0][0] == EXACT]
        return tuple(product for _, _, product in scored[:limit])

    def within(self, text: str) -> tuple[Product, ...]:
        """Find the products whose name stands in a text; of several those with the longest."""
        asked = _stems(fold(text[:LONGEST_INPUT]))
        known = _by_name(self)
        for length in range(len(asked), 0, -1):
            runs = [tuple(asked[at : at + length]) for at in range(len(asked) - length + 1)]
            found = [
                product
                for run in runs
                if len(" ".join(run)) >= SHORTEST_WITHIN
                for product in known.get(run, ())
            ]
            if found:
                return tuple({product.key: product for product in found}.values())
        return ()

    def knows(self, code: str) -> bool:
        """Whether a line, a title row or an ordinary name has to do with a code."""
        named = (own for product in self.products.values() for own in product.codes)
        listed = (line.code for line in (*self.lines, *self.titles))
        return any(_overlap(own, code) for own in (*listed, *self.unlisted, *named))

    def _goods(self, value: str, codes: Sequence[str], name: Mapping[str, str] | None) -> Goods:
        classes = {group for code in codes for group in self._classes(code)}
        lines = [line for line in self.lines if any(_overlap(line.code, code) for code in codes)]
        notices = [
            item for item in self.notices if any(_overlap(item.prefix, code) for code in codes)
        ]
        return Goods(
            value=value,
            name=name,
            classes=frozenset(classes),
            lines=tuple(lines),
            notices=tuple(notices),
            needs_more_digits=len(classes) > 1,
        )

    def _classes(self, code: str) -> set[str]:
        """Collect the classes of every tariff line that a code covers."""
        for line in self.lines:
            if code.startswith(line.code):
                return {line.group}
        listed = {line.group for line in self.lines if line.code.startswith(code)}
        beyond = {group for prefix, group in self.unlisted.items() if prefix.startswith(code)}
        prefixes = [prefix for prefix in self.unlisted if code.startswith(prefix)]
        if prefixes:
            return listed | beyond | {self.unlisted[max(prefixes, key=len)]}
        return listed | beyond | {self.default}


@lru_cache(maxsize=16)
def _by_name(goods_list: GoodsList) -> Mapping[tuple[str, ...], tuple[Product, ...]]:
    """Every name of every product, as its stems."""
    found: dict[tuple[str, ...], dict[str, Product]] = {}
    for product in goods_list.products.values():
        for name in product.folded:
            found.setdefault(tuple(_stems(name)), {})[product.key] = product
    return {name: tuple(products.values()) for name, products in found.items()}


def without_condition(folded: str) -> str:
    """Take off the words that say that goods are used; what is nothing else stays as it is."""
    return " ".join(_CONDITION.sub(" ", f" {folded} ").split()) or folded


EXACT, START, WORDS, INSIDE, MISS = range(5)


def _distance(name: str, wanted: str) -> tuple[int, int]:
    """Grade a name against a query: same, begun by it, having its words, inside it, or a miss.

    Of names inside a query the longest comes first: "may tinh bang ipad" is a tablet.
    """
    parts, asked = _stems(name), _stems(wanted)
    if parts == asked:
        return EXACT, 0
    if name.startswith(wanted):
        return START, 0
    if all(any(part.startswith(word) for part in parts) for word in asked):
        return WORDS, 0
    # "may in dell" holds "may in": words beyond the name do no harm.
    inside = f" {' '.join(parts)} " in f" {' '.join(asked)} "
    return (INSIDE, -len(parts)) if len(name) > SHORTEST_INSIDE and inside else (MISS, 0)


def _stems(folded: str) -> list[str]:
    """Split into words without the plural s of English and French."""
    return [word.removesuffix("s") or word for word in folded.split()]


def _overlap(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)


@cache
def shipped() -> tuple[GoodsList, ...]:
    """Load the goods lists that come with the product."""
    return tuple(parse(mapping) for mapping in shipped_mappings())


def shipped_mappings() -> list[dict[str, Any]]:
    """Read the files of the shipped goods lists."""
    return [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(LISTS.glob("*.toml"))
    ]


def parse(mapping: Mapping[str, Any]) -> GoodsList:
    """Read a goods list from the mapping of its file."""
    return GoodsList(
        key=mapping["key"],
        version=mapping["version"],
        source=mapping["source"],
        title=mapping["title"],
        nomenclature=mapping["nomenclature"],
        in_force_from=mapping["in_force_from"],
        in_force_until=mapping.get("in_force_until"),
        default=mapping["default"],
        titles=tuple(Line(item["code"], "", item["name"]) for item in mapping["title_row"]),
        lines=tuple(Line(item["code"], item["class"], item["name"]) for item in mapping["line"]),
        unlisted={item["prefix"]: item["class"] for item in mapping["unlisted"]},
        notices=tuple(
            Notice(item["prefix"], item["text"], _day(item.get("in_force_from")))
            for item in mapping["notice"]
        ),
        products={item["key"]: _product(item) for item in mapping["product"]},
    )


def _day(value: date | str | None) -> date | None:
    """Read a day of a file, which has dates, or of a sheet, which has texts."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _product(item: Mapping[str, Any]) -> Product:
    synonyms = {language: tuple(names) for language, names in item.get("synonyms", {}).items()}
    names = [*item["name"].values(), *(name for group in synonyms.values() for name in group)]
    folded = tuple(dict.fromkeys(fold(name) for name in names))
    return Product(item["key"], tuple(item["codes"]), item["name"], synonyms, folded)
