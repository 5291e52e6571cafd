"""What of a translation its readers do not see yet: for whoever reviews it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from guidance.models.passages import words
from guidance.translation.renewal import compared, earlier


@dataclass(frozen=True, slots=True)
class Fresh:
    """A text that changed, in the original and in the translation, word by word.

    Where only the translation was written anew, what it was before is known no more.
    """

    segment_id: int
    original: list[tuple[str, str]]
    translation: list[tuple[str, str]]


def shown_since(page: Page) -> datetime | None:
    """From when what readers see of a page is; None if they see none, or nobody knows."""
    if not page.live:
        return None
    return page.live_revision.created_at if page.live_revision else page.last_published_at


def fresh(translation: Translation, page: Page) -> Iterator[Fresh]:
    """The texts that were translated anew since the page was published."""
    since = shown_since(page)
    if since is None:
        return
    now = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=translation.target_locale,
            context__object_id=translation.source.object_id,
            updated_at__gt=since,
        )
    }
    segments = translation.source.stringsegment_set.select_related("string").order_by("order")
    new = [segment for segment in segments if (segment.string_id, segment.context_id) in now]
    for segment, before in earlier(translation, segments, new):
        row = now[segment.string_id, segment.context_id]
        said = before.translation_of.data if before else ""
        read = before.data if before else ""
        yield Fresh(
            segment.pk,
            list(compared(words(said), words(segment.string.data))),
            list(compared(words(read), words(row.data))),
        )


def marked(props: str, found: list[Fresh]) -> str:
    """What the page hands to the script of the editor, with a mark beside each such text."""
    data = json.loads(props)
    places = {item.segment_id for item in found}
    for noted in data["initialStringTranslations"]:
        if noted["segment_id"] in places:
            mark = _("New since it was published")
            noted["comment"] = f"{mark} · {noted['comment']}" if noted["comment"] else mark
    return json.dumps(data)
