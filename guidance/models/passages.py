"""A body as a reader meets it: passages with headings, and whether their Vietnamese changed."""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue

from guidance.text.slugs import slug

SUMMARY = "summary"
LONG_PAGE = 3
# Kinds of passage that may have a first and a last day.
DATED = ("dated", "callout")
_PAGE_LINK = re.compile(r'<a linktype="page" id="(\d+)"')
# Of a passage, what is not its wording.
UNSAID = ("id", "sources")
_BREAK = re.compile(
    r"</?(?:p|li|ul|ol|h[1-6]|br|hr|div|blockquote|t[dhr]|table)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_SUBHEADING = re.compile(r"<h3[^>]*>(.*?)</h3>", re.DOTALL)


def anchor(text: str) -> str:
    """The fragment of an address that leads to a heading."""
    return slug(strip_tags(text))[:60] or "part"


def digests(title: str, summary: str, body: StreamValue) -> dict[str, str]:
    """A fingerprint of what each passage says, by block id, and one of title and summary."""
    found = {SUMMARY: _digest([title, summary])}
    for child in body.get_prep_value():
        found[str(child["id"])] = _digest(child["value"])
    return found


def _digest(value: Any) -> str:
    text = json.dumps(_said(value), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _said(value: Any) -> Any:
    """A value without what readers do not read: the editor writes the same words in other marks."""
    if isinstance(value, str):
        return words(value)
    if isinstance(value, list):
        return [_said(item) for item in value]
    if isinstance(value, dict):
        # A field left empty says no more than one that its kind of passage did not have yet.
        return {
            name: said
            for name, item in value.items()
            if name not in UNSAID and (said := _said(item)) not in (None, "", [])
        }
    return value


def words(text: str) -> str:
    """The words of a text or rich text: no tags, one kind of space, accents in one code point."""
    bare = _TAG.sub("", _BREAK.sub(" ", text)) if "<" in text else text
    return " ".join(unicodedata.normalize("NFC", html.unescape(bare)).split())


def citations_in(value: Any) -> Iterator[str]:
    """Every citation in the stored form of a body, in reading order."""
    if isinstance(value, list):
        for item in value:
            yield from citations_in(item)
    elif isinstance(value, dict):
        yield from value.get("sources") or ()
        if isinstance(value.get("source"), str) and value["source"]:
            yield value["source"]
        for name, item in value.items():
            if name != "sources":
                yield from citations_in(item)


def pages_linked(value: Any) -> set[int]:
    """The pages that the texts of a body in its stored form link to."""
    if isinstance(value, str):
        return {int(found) for found in _PAGE_LINK.findall(value)}
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {pk for item in items for pk in pages_linked(item)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One block of a body, at the heading level it has on this page."""

    block: Any
    level: int
    original: Any = None
    # In a preview only: readers do not get it on this day.
    is_hidden: bool = False

    @property
    def is_stale(self) -> bool:
        """Whether its Vietnamese wording changed after it was translated."""
        return self.original is not None

    def headings(self) -> list[tuple[str, str]]:
        """Anchor and text of each heading in it that the table of contents lists."""
        value = self.block.value
        if self.block.block_type == "heading":
            return [(anchor(value["text"]), value["text"])]
        if self.block.block_type in ("text", "dated") and self.level == 2:
            return [
                (anchor(text), strip_tags(text))
                for text in _SUBHEADING.findall(value["html"].source)
            ]
        return []


def is_shown(value: Any, day: date) -> bool:
    """Whether a passage is for this day; one without days is for all of them."""
    if not isinstance(value, Mapping):
        return True
    first, last = value.get("from"), value.get("until")
    return (first is None or first <= day) and (last is None or day <= last)


def shown_on(body: StreamValue, day: date) -> list[Any]:
    """The blocks for a day; a heading goes with the last of the passages below it."""
    found: list[Any] = []
    waiting: list[Any] = []
    is_bare = True
    for block in body:
        if block.block_type == "heading":
            found += waiting if is_bare else ()
            waiting, is_bare = [block], True
        elif is_shown(block.value, day):
            found += [*waiting, block]
            waiting = []
        else:
            is_bare = False
    return found + (waiting if is_bare else [])


def turning_days(body: StreamValue) -> list[date]:
    """The days on which a passage is shown for the first time, or no longer."""
    days: set[date] = set()
    for block in body:
        if block.block_type in DATED:
            first, last = block.value.get("from"), block.value.get("until")
            days |= {first, last and last + timedelta(days=1)} - {None}
    return sorted(days)


def passages(
    blocks: Iterable[Any], stale: Mapping[str, Any], shown: Iterable[Any]
) -> list[Passage]:
    """The blocks with heading levels: before the first heading, a subheading is a heading."""
    found = []
    level = 2
    seen = {id(block) for block in shown}
    for block in blocks:
        is_hidden = id(block) not in seen
        original = stale.get(str(block.id))
        found.append(Passage(block=block, level=level, original=original, is_hidden=is_hidden))
        if block.block_type == "heading":
            level = 3
    return found


def contents(parts: list[Passage]) -> list[tuple[str, str]]:
    """The table of contents; empty on a page too short to need one."""
    entries = [entry for part in parts for entry in part.headings()]
    return entries if len(entries) >= LONG_PAGE else []
