"""Whether a translation still says what its Vietnamese original says, and since when not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from guidance.models.passages import SUMMARY
from guidance.text.languages import OFFICIAL

if TYPE_CHECKING:
    from guidance.models.base import BasePage

Digests = Mapping[str, str]


def changed_passages(now: Digests, agreed: Digests) -> set[str]:
    """The passages of an original that a translation does not agree with."""
    return {name for name, digest in now.items() if agreed.get(name) != digest}


def stale_passages(page: BasePage, original: BasePage | None) -> dict[str, Any]:
    """The Vietnamese passages that changed after the page was translated, by block id."""
    if original is None:
        return {}
    changed = changed_passages(original.passage_digests, page.passage_digests)
    if not changed:
        return {}
    blocks: dict[str, Any] = {str(block.id): block for block in original.body}
    blocks[SUMMARY] = original.summary
    return {name: blocks[name] for name in changed if name in blocks}


def remember_passages(page: BasePage) -> None:
    """Note which Vietnamese text a page just published, or each translation, agrees with."""
    if page.locale.language_code == OFFICIAL:
        digests_now = page.digests()
        if digests_now != page.passage_digests:
            _tell_translations(page, digests_now)
        page.passage_digests = digests_now
    elif not page.is_minor_change:
        original = page.original()
        if original is not None:
            page.passage_digests = original.passage_digests
            page.stale_since = None
    type(page).objects.filter(pk=page.pk).update(
        passage_digests=page.passage_digests, stale_since=page.stale_since, is_minor_change=False
    )


def _tell_translations(page: BasePage, now: Digests) -> None:
    """Let each translation know what it agrees with now, and since when it does not."""
    for translation in page.get_translations().specific():
        agreed = dict(translation.passage_digests)
        if page.is_minor_change:
            agreed |= _carried_over(agreed, page.passage_digests, now)
        is_stale = bool(changed_passages(now, agreed))
        since = translation.stale_since or timezone.now()
        type(translation).objects.filter(pk=translation.pk).update(
            passage_digests=agreed, stale_since=since if is_stale else None
        )


def _carried_over(agreed: Digests, before: Digests, now: Digests) -> dict[str, str]:
    """The passages that were up to date before a minor change: they stay so."""
    return {
        name: digest
        for name, digest in now.items()
        if name in agreed and agreed[name] == before.get(name)
    }
