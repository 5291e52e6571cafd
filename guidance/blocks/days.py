"""Passages that are shown on certain days only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from guidance.blocks.citations import CitationsBlock
from guidance.blocks.explained import ExplainedBlock
from guidance.blocks.prose import ProseBlock

DAYS: dict[str, Any] = {
    "from": _("The first day on which readers see it; empty for no beginning."),
    "until": _("The last day on which readers see it; empty for no end."),
}


class DaysBlock(ExplainedBlock):
    """A passage with a first and a last day, both included; either may be left open."""

    def __init__(self, local_blocks: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        """Add the two days: `from` is no name that a class could give."""
        days = [
            ("from", blocks.DateBlock(required=False, label=_("Shown from"))),
            ("until", blocks.DateBlock(required=False, label=_("Shown until"))),
        ]
        super().__init__([*local_blocks, *days], **kwargs)

    def clean(self, value: Any) -> Any:
        """Refuse a passage that would never be shown."""
        cleaned = super().clean(value)
        if cleaned["from"] and cleaned["until"] and cleaned["until"] < cleaned["from"]:
            problem = ValidationError(gettext("The last day is before the first."))
            raise StructBlockValidationError(block_errors={"until": problem})
        return cleaned

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = DAYS


class DatedBlock(DaysBlock):
    """Text that is true on certain days only."""

    html = ProseBlock(label=_("Text"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        icon = "calendar-alt"
        label = _("Text for certain days")
        description = _(
            "For what holds from a day or until a day. Write one for each period, "
            "so that a reader of any day finds what holds then."
        )
        preview_value: ClassVar[dict[str, Any]] = {
            "html": "<p>From this day on, ask the ministry before you ship.</p>",
            "sources": [],
            "from": "2027-01-01",
            "until": None,
        }
        template = "blocks/dated.html"
