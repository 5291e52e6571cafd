"""Rich text with the few features the pages are designed for."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from guidance.delivery.visitor_input import REPLACEMENT, UNSTORABLE

FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class ProseBlock(blocks.RichTextBlock):
    """Rich text whose features nobody can add to from outside."""

    def __init__(self, **kwargs: object) -> None:
        """Set the features."""
        kwargs["features"] = FEATURES
        super().__init__(**kwargs)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read what its editor sends, with no sign that cannot be stored.

        ValueError where it could not be opened again to be mended, such as a link to a word.
        """
        value = super().value_from_datadict(data, files, prefix)
        source = UNSTORABLE.sub(REPLACEMENT, value.source or "")
        self.field.widget.format_value(source)
        return self.normalize(source)
