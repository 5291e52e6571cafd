"""The blocks of a page's body, by kind; `BodyBlock` is the one stream made of them."""

from __future__ import annotations

from guidance.blocks.body import BodyBlock
from guidance.blocks.citations import CitationChoiceBlock, CitationsBlock

__all__ = ["BodyBlock", "CitationChoiceBlock", "CitationsBlock"]
