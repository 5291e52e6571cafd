"""A block whose fields say what they are for, below themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail import blocks


class ExplainedBlock(blocks.StructBlock):
    """Takes the help of its fields from `Meta.helps`.

    Help written into the fields themselves would be copied into a migration of every page.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Hand each field its help, and each text a beginning."""
        super().__init__(*args, **kwargs)
        for name, text in self.meta.helps.items():
            block = self.child_blocks[name]
            if hasattr(block, "field_options"):
                # Its field is made later: models are not loaded yet.
                block.field_options["help_text"] = text
            else:
                block.field.help_text = text
        for block in self.child_blocks.values():
            # A text that is not there says nothing: wagtail-localize fails at None.
            if isinstance(block, blocks.CharBlock | blocks.TextBlock):
                block.meta.default = block.meta.default or ""

    class Meta:
        """Nothing to explain."""

        helps: Mapping[str, Any] = {}
