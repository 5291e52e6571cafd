"""Rich text with the few features the pages are designed for."""

from __future__ import annotations

from wagtail import blocks

FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class ProseBlock(blocks.RichTextBlock):
    """Rich text whose features nobody can add to from outside."""

    def __init__(self, **kwargs: object) -> None:
        """Set the features."""
        kwargs["features"] = FEATURES
        super().__init__(**kwargs)
