"""What wagtail-localize notes beside each text, in the editor's language and on the editor's day.

It writes the day of London, and months in English. Both places where it tells a note are its own:
the page of the editor, and the answer to each text that is saved.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail_localize.compat import DATE_FORMAT
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.edit_translation import edit_string_translation

from guidance.delivery.misread import hands_on
from guidance.text.days import day
from guidance.translation.renewal import TAKEN_OVER, drop_blank

Noted = dict[str, Any]


def told(props: str, translation: Translation) -> str:
    """What the page hands to the script of the editor, with the notes as they are to be read."""
    data = json.loads(props)
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id
    )
    saved = {
        (text, context): at
        for text, context, at in rows.values_list("translation_of", "context", "updated_at")
    }
    places = {
        pk: (text, context)
        for pk, text, context in translation.source.stringsegment_set.values_list(
            "pk", "string", "context"
        )
    }
    for noted in data["initialStringTranslations"]:
        place = places.get(noted["segment_id"])
        if place in saved:
            _tell(noted, saved[place])
    return json.dumps(data)


@hands_on
def save_text(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponse:
    """Save one text, as wagtail-localize does; one that says nothing is no translation."""
    response: HttpResponse = edit_string_translation(
        request, translation_id=translation_id, string_segment_id=string_segment_id
    )
    noted = getattr(response, "data", None)
    segment = StringSegment.objects.filter(pk=string_segment_id).first()
    if not isinstance(noted, dict) or "comment" not in noted or segment is None:
        return response
    translation = Translation.objects.get(pk=translation_id)
    if request.method == "PUT":
        drop_blank(translation)
    row = StringTranslation.objects.filter(
        translation_of=segment.string_id,
        context=segment.context_id,
        locale=translation.target_locale,
    ).first()
    if row is not None:
        _tell(noted, row.updated_at)
    elif request.method == "PUT":
        noted.update(data="", comment="", error=_("This text is empty: it is not translated."))
    return response


def _tell(noted: Noted, at: datetime) -> None:
    comment = noted["comment"] or ""
    noted["comment"] = comment.replace(at.strftime(DATE_FORMAT), day(localdate(at)))
    if noted["error"] == TAKEN_OVER:
        noted["error"] = _(TAKEN_OVER)
