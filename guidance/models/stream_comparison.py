"""What two versions of a body differ in: in what they say, not in how it is kept."""

from __future__ import annotations

import html
import re
from typing import Any

from wagtail.admin.compare import StreamFieldComparison, register_comparison_class
from wagtail.fields import StreamField

_KEY = re.compile(r'\sdata-block-key="[^"]*"')
_OF_A_BLOCK = {"type", "value", "id"}


class SaidComparison(StreamFieldComparison):
    """Lists no body as changed in which nothing is.

    A form gives new keys to the paragraphs and entries of a body, and Wagtail takes two lists for
    different whatever is in them: after an undo it would list the whole body, with no word marked.
    """

    def has_changed(self) -> bool:
        """Whether one says something that the other does not."""
        one, other = (
            _said(self.field.stream_block.get_prep_value(value))
            for value in (self.val_a, self.val_b)
        )
        return bool(one != other)


def _said(value: Any) -> Any:
    """A stored value without its keys, and without what is empty."""
    if isinstance(value, str):
        return " ".join(html.unescape(_KEY.sub("", value)).split())
    if isinstance(value, list | tuple):
        return [_said(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "value" in value and set(value) <= _OF_A_BLOCK:
        said = _said(value["value"])
        # Entries of a list are all of one kind, and were kept without it once.
        return said if value.get("type") == "item" else (value.get("type"), said)
    told = {name: _said(item) for name, item in value.items()}
    return {name: item for name, item in told.items() if item not in (None, "", [], {})}


register_comparison_class(StreamField, comparison_class=SaidComparison)
