"""Entries of a rule set that stay collapsed: a row with a summary, one form field each.

The whole form has ten thousand fields. An entry therefore becomes a form only when somebody opens
it (static/wizard/collapsed.js), and travels as one field of JSON: the state that the browser keeps
of it anyway. Here that state is written out as the fields which the open form would have sent, so
that both ways are read and cleaned by the same code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from guidance.delivery.visitor_input import REPLACEMENT, UNSTORABLE

from .fields import TextsWidget

COLLAPSED = "collapsed"
LONGEST_STATE = 400_000
"""Characters of one entry; the longest shipped one has 40,000."""

MOST_ITEMS = 500
"""Items of one list."""


class CollapsedBlock(blocks.StructBlock):
    """One entry: a question with its answers, a case with its rows."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read the entry from its one field, or from its open form."""
        folded = data.get(f"{prefix}-{COLLAPSED}")
        if folded is not None:
            fields = _written_out(self, _read(folded), prefix)
            # JSON has ways of its own to write what no database takes.
            data = {name: UNSTORABLE.sub(REPLACEMENT, text) for name, text in fields}
        return super().value_from_datadict(data, files, prefix)

    def value_omitted_from_data(self, data: Any, files: Any, prefix: str) -> bool:
        """Say whether neither was sent."""
        omitted: bool = super().value_omitted_from_data(data, files, prefix)
        return omitted and f"{prefix}-{COLLAPSED}" not in data


class CollapsedBlockAdapter(StructBlockAdapter):
    """Draws an entry as a row until it is opened."""

    js_constructor = "wizard.drafts.blocks.Collapsed"

    @property
    def media(self) -> forms.Media:
        """Wagtail's own blocks first: the collapsed one builds on them."""
        return super().media + forms.Media(js=["wizard/collapsed.js"])


register(CollapsedBlockAdapter(), CollapsedBlock)


def _read(folded: str) -> Any:
    """Read the state; what our own form never sends is a bad request, not an empty entry."""
    if len(folded) > LONGEST_STATE:
        raise BadRequest("An entry of the rule set is too long.")
    try:
        return json.loads(folded)
    except (ValueError, RecursionError) as error:
        raise BadRequest("An entry of the rule set cannot be read.") from error


def _written_out(block: blocks.Block, state: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Write a state as the fields that the form of the block sends."""
    if isinstance(block, blocks.StructBlock):
        state = _expected(state, Mapping)
        for name, child in block.child_blocks.items():
            yield from _written_out(child, state.get(name), f"{prefix}-{name}")
    elif isinstance(block, blocks.ListBlock):
        yield from _items(block, _expected(state, list), prefix)
    else:
        yield from _field(block.field.widget, state, prefix)


def _items(block: blocks.ListBlock, items: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    if len(items) > MOST_ITEMS:
        raise BadRequest("A list of the rule set is too long.")
    yield f"{prefix}-count", str(len(items))
    for index, item in enumerate(items):
        item = _expected(item, Mapping)
        yield f"{prefix}-{index}-deleted", ""
        yield f"{prefix}-{index}-order", str(index)
        yield f"{prefix}-{index}-id", str(item.get("id") or "")
        yield from _written_out(block.child_block, item.get("value"), f"{prefix}-{index}-value")


def _field(widget: forms.Widget, state: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Write one field; an absent one is an empty one, a box that is not ticked is not sent."""
    if isinstance(widget, TextsWidget):
        for code, text in _expected(state, Mapping).items():
            yield f"{name}-{code}", str(text or "")
    elif isinstance(widget, forms.CheckboxInput):
        if state is True:
            yield name, "on"
    else:
        # A menu keeps its state as a list of what is chosen.
        first = next(iter(state), None) if isinstance(state, list) else state
        yield name, "" if first is None else str(first)


def _expected(state: Any, kind: type) -> Any:
    """Give an empty value for none, and refuse a state of another shape."""
    if state is None:
        return {} if kind is Mapping else []
    if not isinstance(state, kind):
        raise BadRequest("An entry of the rule set has another shape than expected.")
    return state
