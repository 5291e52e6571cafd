"""A draft as a file: what was typed, taken along by the reader and read back on the same page."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.http import QueryDict

from guidance.delivery.packed_files import BROKEN_PACKAGE
from wizard.decision.kit import Topic

from .forms import QUESTIONS, READING, Asked, counter, name_of
from .wording import Typed, clean

FORMAT = "papers-draft-1"
DRAFT = "ban-nhap.json"
"""Its name, alone and in the ZIP."""
LARGEST = 1024 * 1024
"""Bytes of a file sent: a draft, or the whole ZIP with the papers made of it."""
LARGEST_DRAFT = 512 * 1024
"""Bytes of a draft: more than one with every field full."""


class DraftError(ValueError):
    """The file is no draft of ours."""


def write(key: str, query: str, typed: Typed) -> bytes:
    """Write what was typed, with the answers of the check as they stand in the address."""
    content = {
        "format": FORMAT,
        "kit": key,
        "answers": query,
        "fields": {key: value for key, value in typed.fields.items() if value},
        "lines": {key: list(typed.lines_of(key)) for key in typed.lines},
        "sentences": sorted(typed.sentences),
        "questions": list(typed.questions),
        "reading": typed.wants_reading,
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def read(body: bytes, key: str) -> dict[str, Any]:
    """Read a draft, or the one in a ZIP of papers; DraftError if it is none of ours.

    What is in it is looked at by the form.
    """
    if len(body) > LARGEST:
        raise DraftError
    if body.startswith(b"PK"):
        body = _in_zip(body)
    if len(body) > LARGEST_DRAFT:
        raise DraftError
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise DraftError from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DraftError
    if content.get("kit") != key:
        raise DraftError
    return content


def _in_zip(body: bytes) -> bytes:
    """The draft in a ZIP of ours, no more of it than one may have, whatever the ZIP says."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package, package.open(DRAFT) as entry:
            return entry.read(LARGEST_DRAFT + 1)
    except BROKEN_PACKAGE as error:
        raise DraftError from error


def lines_in(content: dict[str, Any], topic: Topic) -> list[dict[str, str]]:
    """The lines of a topic in a draft, at most as many as the form has."""
    lines = content.get("lines")
    found = lines.get(topic.key) if isinstance(lines, dict) else None
    kept = [line for line in found if isinstance(line, dict)] if isinstance(found, list) else []
    return [_strings(line) for line in kept[: topic.repeat]]


def as_sent(content: dict[str, Any], asked: Asked) -> QueryDict:
    """A draft as the form would send it, so that the form looks at it as at anything typed."""
    data = QueryDict(mutable=True)
    fields = _strings(content.get("fields"))
    sentences = _list(content.get("sentences"))
    for topic in asked.topics:
        if topic.repeat:
            lines = lines_in(content, topic)
            data[counter(topic.key)] = str(asked.lines[topic.key])
            for number, line in enumerate(lines, start=1):
                for item in topic.fields:
                    data[name_of(topic, number, item.key)] = line.get(item.key, "")
            continue
        for item in topic.fields:
            if item.kind == "sentences":
                data.setlist(item.key, [key for key in item.sentences if key in sentences])
            else:
                data[item.key] = fields.get(item.key, "")
    points = {point.key for point in asked.points}
    data.setlist(QUESTIONS, [key for key in _list(content.get("questions")) if key in points])
    data.setlist(READING, ["yes"] if content.get("reading") is True else [])
    return data


def _strings(found: Any) -> dict[str, str]:
    """The texts of a mapping by key; anything else is left out."""
    if not isinstance(found, dict):
        return {}
    return {key: clean(value) for key, value in found.items() if isinstance(value, str)}


def _list(found: Any) -> list[str]:
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []
