"""Two people open the same record: whoever saves last is told first what the other changed.

Wagtail warns of this where a record has revisions. The site's records have none, and what is saved
is public at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core import signing
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import registry

OPENED = "opened_with"
SHOWN = 80


def hidden_field(record: Model) -> forms.CharField:
    """Carries, in a form, what the record was when it was opened."""
    return forms.CharField(
        required=False, widget=forms.HiddenInput, initial=opened_with(record), label=""
    )


def opened_with(record: Model) -> str:
    """A mark of what is stored of a record, to be sent back with its form."""
    return signing.dumps(_digests(_stored(record)))


def changed_since(record: Model, mark: str) -> str:
    """What somebody else stored since the mark was made; empty if nothing, or if there is none."""
    if not mark:
        return ""
    try:
        before = signing.loads(mark)
    except signing.BadSignature:
        before = {}
    stored = _stored(record)
    now = _digests(stored)
    changed = [name for name in now if before.get(name) != now[name]]
    if not changed:
        return ""
    entry = registry.get_logs_for_instance(record).select_related("user").first()
    text = _(
        "%(who)s changed this after you opened it, on %(day)s: %(what)s. Nothing of yours is saved "
        "yet; it stands below as you typed it. Saving again replaces what the other saved."
    )
    return text % {
        "who": entry.user_display_name if entry else _("Somebody"),
        "day": date_format(localtime(entry.timestamp), "SHORT_DATETIME_FORMAT") if entry else "–",
        "what": "; ".join(_named(record, name, stored[name]) for name in changed),
    }


def _stored(record: Model) -> dict[str, Any]:
    """The record as the database has it, with its parts: the form has changed the one at hand."""
    kind = type(record)
    found = dict(kind._default_manager.filter(pk=record.pk).values().get())
    for relation in get_all_child_relations(kind):
        parts = relation.related_model._default_manager.filter(
            **{relation.field.name: record.pk}
        ).order_by("pk")
        found[relation.get_accessor_name()] = [
            {name: value for name, value in part.items() if name != "sort_order"}
            for part in parts.values()
        ]
    return found


def _digests(stored: dict[str, Any]) -> dict[str, str]:
    return {name: hashlib.sha256(_text(value)).hexdigest()[:12] for name, value in stored.items()}


def _text(value: Any) -> bytes:
    return json.dumps(value, default=str, sort_keys=True).encode()


def _named(record: Model, name: str, value: Any) -> str:
    """A field as the form calls it, with what it says now where that is short."""
    label = next(_labels(record, name), name)
    is_short = isinstance(value, str) and 0 < len(value) <= SHOWN
    return f"{label}: “{value}”" if is_short else label


def _labels(record: Model, name: str) -> Iterator[str]:
    for field in record._meta.concrete_fields:
        if name == field.attname:
            yield str(field.verbose_name)
    for relation in get_all_child_relations(type(record)):
        if name == relation.get_accessor_name():
            yield str(relation.related_model._meta.verbose_name_plural)
