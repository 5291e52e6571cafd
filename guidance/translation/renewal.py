"""Hands what changed in a published original to the editor of its translations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.html import strip_tags
from django.utils.translation import gettext_noop
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from guidance.models.base import BasePage
from guidance.models.passages import words

SLUG = "slug"
TAKEN_OVER = gettext_noop("The Vietnamese text has changed. Bring this translation up to date.")
"""What marks a translation of an earlier text: wagtail-localize shows it as a fault until it is
saved anew, and takes no faulty translation into a page. Stored as it is here, and shown in the
language of whoever looks.
"""
ALIKE = 0.5
"""From how much of its words a text is the earlier one, changed; below, it is another text."""
_SAME_EVERYWHERE = re.compile(r"\d+|[^\w\s<>&]+")


@transaction.atomic
def renew(page: BasePage, *, is_minor: bool = False) -> None:
    """Take the texts of an original as they are now.

    A text of the same words keeps its translation, whatever its marks; so does each text of a
    minor change, and an address. A changed text begins with the translation until now, marked.
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
    for translation in source.translations.filter(enabled=True):
        prepare(translation)


def prepare(translation: Translation) -> None:
    """Fill in what nobody has to translate, and of a changed text the translation until now."""
    locale = translation.target_locale
    drop_blank(translation)
    segments = _segments(translation, include_errors=True)
    taken_over(translation).exclude(
        translation_of__in={segment.string_id for segment in segments}
    ).delete()
    missing = [segment for segment in segments if segment.translation is None]
    old = _old(translation, segments, missing)
    for segment in missing:
        row = {
            "translation_of_id": segment.string_id,
            "locale": locale,
            "context_id": segment.context_id,
        }
        if _SAME_EVERYWHERE.fullmatch(segment.string.data):
            filled: dict[str, Any] = {
                "data": segment.string.data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            }
        else:
            before, likeness = _before(segment, old)
            if before is None or likeness < ALIKE:
                continue
            filled = {
                "data": before.data,
                "translation_type": before.translation_type,
                "tool_name": before.tool_name,
                "last_translated_by_id": before.last_translated_by_id,
                "has_error": True,
                "field_error": TAKEN_OVER,
            }
        # A text may stand twice in one place.
        StringTranslation.objects.get_or_create(**row, defaults=filled)


def taken_over(translation: Translation) -> QuerySet[StringTranslation]:
    """What still stands for a changed text as it was translated before the change."""
    return StringTranslation.objects.filter(
        locale=translation.target_locale,
        context__object_id=translation.source.object_id,
        has_error=True,
        field_error=TAKEN_OVER,
    ).select_related("translation_of", "context")


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
                "has_error": known.has_error,
                "field_error": known.field_error,
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
    segments = _segments(translation)
    missing = [segment for segment in segments if segment.translation is None]
    for segment, before in earlier(translation, segments, missing):
        said = words(before.translation_of.data) if before else ""
        now = words(segment.string.data)
        yield Change(list(compared(said, now)), strip_tags(before.data) if before else "")


def earlier(
    translation: Translation, segments: Iterable[Any], wanted: Iterable[Any]
) -> Iterator[tuple[Any, StringTranslation | None]]:
    """Of each wanted text the earlier one in its place, as it was translated."""
    old = _old(translation, segments, wanted)
    for segment in wanted:
        before, _much = _before(segment, old)
        yield segment, before


def is_blank(text: str, original: str = "text") -> bool:
    """Whether a text says nothing, no more than tags and spaces, where its original does."""
    return not words(text) and bool(words(original))


def drop_blank(translation: Translation) -> bool:
    """Delete what was stored as a translation and says nothing; whether there was any."""
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id
    )
    stored = rows.values_list("pk", "data", "translation_of__data")
    found = [pk for pk, text, original in stored if is_blank(text, original)]
    StringTranslation.objects.filter(pk__in=found).delete()
    return bool(found)


def progress(translation: Translation) -> tuple[int, int]:
    """How many texts there are, and how many of them have a translation that says something."""
    segments = _segments(translation)
    return len(segments), sum(segment.translation is not None for segment in segments)


def _segments(translation: Translation, *, include_errors: bool = False) -> list[Any]:
    """The texts as they are now, each with its translation or None; a blank one is none."""
    segments = list(
        translation.source.stringsegment_set.annotate_translation(
            translation.target_locale, include_errors=include_errors
        )
        .select_related("string")
        .order_by("order")
    )
    for segment in segments:
        said = segment.translation
        if said is not None and is_blank(said, segment.string.data):
            segment.translation = None
    return segments


def _old(
    translation: Translation, segments: Iterable[Any], missing: Iterable[Any]
) -> dict[int, list[StringTranslation]]:
    """Translations of earlier texts in the places of those that have none."""
    current = {segment.string_id for segment in segments}
    old: dict[int, list[StringTranslation]] = defaultdict(list)
    for known in (
        StringTranslation.objects.filter(
            context__in={segment.context_id for segment in missing},
            locale=translation.target_locale,
        )
        .exclude(has_error=True, field_error=TAKEN_OVER)
        .select_related("translation_of")
    ):
        if known.translation_of_id not in current and known.context_id is not None:
            old[known.context_id].append(known)
    return old


def _before(
    segment: Any, old: dict[int, list[StringTranslation]]
) -> tuple[StringTranslation | None, float]:
    """Of the earlier texts in its place the most alike, and how much it is."""
    now = words(segment.string.data)
    alike = [
        (_likeness(words(known.translation_of.data), now), known)
        for known in old[segment.context_id]
    ]
    likeness, before = max(alike, key=lambda found: found[0], default=(0.0, None))
    return before, likeness


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
