"""A block whose fields say what they are for, below themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail import blocks


class ExplainedBlock(blocks.StructBlock):
    """Takes the help of its fields from `Meta.helps`.

    Help written into the fields themselves would be copied into a migration of every page. A text
    that a stored block does not have, since the block got that field later, is an empty one: no
    text at all cannot be translated.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Hand each field its help."""
        super().__init__(*args, **kwargs)
        for block in self.child_blocks.values():
            is_text = isinstance(block, blocks.CharBlock | blocks.TextBlock)
            if is_text and block.meta.default is None:
                block.meta.default = ""
        for name, text in self.meta.helps.items():
            block = self.child_blocks[name]
            if hasattr(block, "field_options"):
                # Its field is made later: models are not loaded yet.
                block.field_options["help_text"] = text
            else:
                block.field.help_text = text

    class Meta:
        """Nothing to explain."""

        helps: Mapping[str, Any] = {}
