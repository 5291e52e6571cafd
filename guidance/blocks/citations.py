"""Blocks that hold citations. They are names of sources, the same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


def split(lines: str) -> list[str]:
    """The citations of a text that has one a line."""
    return [line.strip() for line in lines.splitlines() if line.strip()]


def source_slug(citation: str) -> str:
    """The source that a citation names."""
    return citation.partition(":")[0]


def unknown(citations: Iterable[str]) -> list[str]:
    """The citations that name no source or provision of the register."""
    wanted = list(dict.fromkeys(citations))
    slugs = {source_slug(citation) for citation in wanted}
    # The register is above the blocks: its models hold pages, which hold blocks.
    sources = apps.get_model("guidance", "LegalSource").objects.filter(slug__in=slugs)
    pairs = sources.values_list("slug", "provisions__key")
    found = {name for slug, key in pairs for name in (slug, f"{slug}:{key}")}
    return [citation for citation in wanted if citation not in found]


def named(citations: Iterable[str]) -> list[tuple[str, str]]:
    """Each citation as the register calls it, with the citation itself; what is gone by that."""
    wanted = list(citations)
    slugs = {source_slug(citation) for citation in wanted}
    sources = apps.get_model("guidance", "LegalSource").objects.filter(slug__in=slugs)
    words: dict[str, str] = {}
    for source in sources.prefetch_related("provisions"):
        words[source.slug] = str(source)
        words |= {
            f"{source.slug}:{part.key}": f"{source}, {part}" for part in source.provisions.all()
        }
    return [(words.get(citation, "?"), citation) for citation in wanted]


def validate_citations(citations: str | Iterable[str]) -> None:
    """Refuse what is not written as a citation or names no source or provision."""
    wanted = split(citations) if isinstance(citations, str) else list(citations)
    if missing := unknown(wanted):
        raise ValidationError(
            gettext("No legal source or provision has this name: %(names)s"),
            params={"names": ", ".join(missing)},
        )


def references(citations: Iterable[str]) -> Iterator[tuple[Any, str, str, str]]:
    """The sources cited, in the form that Wagtail's reference index keeps."""
    source = apps.get_model("guidance", "LegalSource")
    slugs = {source_slug(citation) for citation in citations}
    for pk in source.objects.filter(slug__in=slugs).values_list("pk", flat=True):
        yield source, str(pk), "", ""


class CitationsBlock(blocks.FieldBlock):
    """The sources of a passage, one a line, such as "decree-146-2025-nd-cp:art-28-1"."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        """A text area; whether it may be empty is the author's to decide."""
        self.field = forms.CharField(
            required=required,
            widget=forms.Textarea(attrs={"rows": 2, "data-citations": "many"}),
            help_text=_(
                "The box below finds a source by number or title and adds it. One citation a "
                "line: source, or source:provision."
            ),
        )
        super().__init__(**kwargs)

    def render_basic(self, value: Sequence[str], context: Any = None) -> str:  # noqa: ARG002
        """The sources in words, where no template is: when two versions are compared."""
        return format_html_join("; ", "{} ({})", named(value or ()))

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A line, with the register offered where it is one of a source."""
        super().__init__(*args, **kwargs)
        if not isinstance(self, KeysBlock):
            self.field.widget.attrs["data-citations"] = "one"

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
    """Answers for the self-assessment as they stand in its address, "question=answer&…".

    The block that holds it names the self-assessment and checks them by `complaints`; menus are
    drawn by static/guidance/presets.js.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Menus of questions and answers in place of the line."""
        super().__init__(*args, **kwargs)
        address = reverse_lazy("presets")
        self.field.widget.attrs |= {"data-controller": "preset", "data-preset-url-value": address}

    def clean(self, value: str) -> str:
        """Any text: which self-assessment it is for is not known here."""
        return blocks.CharBlock.clean(self, value)

    def extract_references(self, _value: str) -> Iterator[tuple[Any, str, str, str]]:
        """No source is named here."""
        return iter(())
