"""Blocks that hold citations. They are names of sources, the same in every language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from guidance.models.citations import references, split, validate_citations


class CitationsBlock(blocks.FieldBlock):
    """The sources of a passage, one a line, such as "decree-146-2025-nd-cp:art-28-1"."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        """A text area; whether it may be empty is the author's to decide."""
        self.field = forms.CharField(
            required=required,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("One citation a line: source, or source:provision."),
        )
        super().__init__(**kwargs)

    def get_default(self) -> list[str]:
        """Nothing cited."""
        return []

    def value_for_form(self, value: Sequence[str]) -> str:
        """One a line."""
        return "\n".join(value or ())

    def value_from_form(self, value: str) -> list[str]:
        """The lines that are not empty."""
        return split(value)

    def clean(self, value: Sequence[str]) -> list[str]:
        """Refuse a citation without a source."""
        cleaned = split(self.field.clean(self.value_for_form(value)))
        validate_citations(cleaned)
        return cleaned

    def extract_references(self, value: Sequence[str]) -> Iterator[tuple[Any, str, str, str]]:
        """Let Wagtail's reference index see the sources."""
        return references(value or ())

    def get_translatable_segments(self, _value: Sequence[str]) -> list[Any]:
        """Nothing to translate."""
        return []

    def restore_translated_segments(self, value: Sequence[str], _segments: Any) -> Sequence[str]:
        """Nothing was translated."""
        return value

    class Meta:
        """Shown by the block that holds it."""

        icon = "openquote"
        label = _("Sources")
        default: list[str] = []


class CitationChoiceBlock(blocks.CharBlock):
    """Exactly one citation."""

    def clean(self, value: str) -> str:
        """Refuse a citation without a source."""
        cleaned = super().clean(value)
        validate_citations([cleaned])
        return cleaned

    def extract_references(self, value: str) -> Iterator[tuple[Any, str, str, str]]:
        """Let Wagtail's reference index see the source."""
        return references([value] if value else ())

    def get_translatable_segments(self, _value: str) -> list[Any]:
        """Nothing to translate."""
        return []

    def restore_translated_segments(self, value: str, _segments: Any) -> str:
        """Nothing was translated."""
        return value

    def get_searchable_content(self, _value: str) -> list[str]:
        """A name in the code of the site is not text."""
        return []


class KeysBlock(CitationChoiceBlock):
    """Answers for the self-assessment as they stand in its address, such as "purpose=research"."""

    def clean(self, value: str) -> str:
        """Any text: the self-assessment drops what it does not know, and says so."""
        return blocks.CharBlock.clean(self, value)

    def extract_references(self, _value: str) -> Iterator[tuple[Any, str, str, str]]:
        """No source is named here."""
        return iter(())
