"""Hands what changed in a published original to the editor of its translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.utils.html import strip_tags
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from guidance.models.base import BasePage
from guidance.models.passages import words

SLUG = "slug"


@transaction.atomic
def renew(page: BasePage, *, is_minor: bool = False) -> None:
    """Take the texts of an original as they are now.

    A text of the same words keeps its translation, whatever its marks; so does each text of a
    minor change, and an address.
    """
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is None or not source.translations.exists():
        return
    before = _by_context(source)
    source.update_from_db()
    for context, segments in _by_context(source).items():
        old = before.get(context, [])
        for number, segment in enumerate(segments):
            if is_minor or segment.context.path == SLUG:
                same = old[number] if len(old) == len(segments) else None
            else:
                same = _with_the_words_of(segment, old)
            if same is not None and same.string_id != segment.string_id:
                _carry_over(same, segment)


def _by_context(source: TranslationSource) -> dict[int, list[StringSegment]]:
    found = defaultdict(list)
    rows = source.stringsegment_set.select_related("string", "context").order_by("order")
    for segment in rows:
        found[segment.context_id].append(segment)
    return found


def _with_the_words_of(
    segment: StringSegment, old: Iterable[StringSegment]
) -> StringSegment | None:
    said = words(segment.string.data)
    return next((other for other in old if words(other.string.data) == said), None)


def _carry_over(old: StringSegment, new: StringSegment) -> None:
    for known in StringTranslation.objects.filter(
        translation_of=old.string_id, context=old.context_id
    ):
        StringTranslation.objects.get_or_create(
            translation_of_id=new.string_id,
            locale_id=known.locale_id,
            context_id=new.context_id,
            defaults={
                "data": known.data,
                "translation_type": known.translation_type,
                "tool_name": known.tool_name,
                "last_translated_by_id": known.last_translated_by_id,
            },
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A text of the original that has no translation: what it said before, and how that reads.

    `parts` are its words now and before, each "same", "added" or "removed".
    """

    parts: list[tuple[str, str]]
    translation: str


def changes(translation: Translation) -> Iterator[Change]:
    """What changed in the original since it was translated."""
    locale = translation.target_locale
    segments = list(
        translation.source.stringsegment_set.annotate_translation(locale)
        .select_related("string")
        .order_by("order")
    )
    current = {segment.string_id for segment in segments}
    missing = [segment for segment in segments if segment.translation is None]
    old: dict[int, list[Any]] = defaultdict(list)
    for known in StringTranslation.objects.filter(
        context__in={segment.context_id for segment in missing}, locale=locale
    ).select_related("translation_of"):
        if known.translation_of_id not in current and known.context_id is not None:
            old[known.context_id].append(known)
    for segment in missing:
        now = words(segment.string.data)
        before = max(
            old[segment.context_id],
            key=lambda known: _likeness(words(known.translation_of.data), now),
            default=None,
        )
        said = words(before.translation_of.data) if before else ""
        yield Change(list(compared(said, now)), strip_tags(before.data) if before else "")


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def compared(before: str, now: str) -> Iterator[tuple[str, str]]:
    """Two texts as one, word by word."""
    old, new = before.split(), now.split()
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", " ".join(new[c:d])
            continue
        if b > a:
            yield "removed", " ".join(old[a:b])
        if d > c:
            yield "added", " ".join(new[c:d])
