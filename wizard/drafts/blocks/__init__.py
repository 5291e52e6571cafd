"""The fields of a rule set's form: blocks made from the value objects of the decision."""

from __future__ import annotations

from .fields import CitationsBlock, KeyBlock, KeysBlock, TextsBlock
from .from_schema import PAPERS, PREFIX, SECTIONS, expectation_block, section_block

__all__ = [
    "PAPERS",
    "PREFIX",
    "SECTIONS",
    "CitationsBlock",
    "KeyBlock",
    "KeysBlock",
    "TextsBlock",
    "expectation_block",
    "section_block",
]
