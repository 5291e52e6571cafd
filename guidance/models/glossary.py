"""The words of the site that a reader may not know."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.search import index

from guidance.blocks.citations import split
from guidance.models.citations import CitationsField
from guidance.models.panels import explained
from guidance.models.previews import PreviewInEachLanguage
from guidance.models.translated_text import TranslatedTextField
from guidance.text.folding import AccentFreeSearch


class GlossaryTerm(PreviewInEachLanguage, AccentFreeSearch, index.Indexed, models.Model):
    """A term and what it means here."""

    shown_on = "guidance.GlossaryPage"

    key = models.SlugField(_("key"), max_length=80, unique=True)
    term = TranslatedTextField(_("term"), max_length=200)
    definition = TranslatedTextField(_("definition"))
    spellings = TranslatedTextField(_("spellings"), blank=True)
    sources = CitationsField(_("sources"), blank=True, help_text=_("One citation a line."))

    panels: ClassVar[list[Panel]] = [
        *explained({"key": _("Names the term in its address; do not change it later.")}),
        FieldPanel("term", heading=_("Term"), help_text=_("As texts of the site use it.")),
        FieldPanel(
            "definition",
            heading=_("Definition"),
            help_text=_("One or two sentences a newcomer understands."),
        ),
        FieldPanel(
            "spellings",
            heading=_("Explained where a page first says"),
            help_text=_(
                "One spelling a line, letter for letter, as texts have it. Left empty: the term "
                "stands in the glossary only."
            ),
        ),
        *explained({"sources": _("What the definition rests on. One citation a line.")}),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("term"),
        index.SearchField("definition"),
    ]

    class Meta:
        """By key; pages order them by the reader's alphabet."""

        ordering: ClassVar[list[str]] = ["key"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self) -> str:
        """The term for the reader."""
        return self.term.plain

    @property
    def citations(self) -> list[str]:
        """What the definition rests on."""
        return split(self.sources)


class FirstUses:
    """The terms that a page has yet to explain; each is explained once."""

    def __init__(self, language: str) -> None:
        """Of texts in one language."""
        self.language = language

    @cached_property
    def waiting(self) -> dict[str, GlossaryTerm]:
        """The terms not explained yet, by each spelling."""
        return {
            spelling: term
            for term in GlossaryTerm.objects.exclude(spellings={})
            for spelling in split(term.spellings.get(self.language, ""))
        }

    def take(self, spelling: str) -> GlossaryTerm | None:
        """The term that is spelled so, if this is the first time."""
        term = self.waiting.get(spelling)
        if term is not None:
            self.waiting = {name: item for name, item in self.waiting.items() if item != term}
        return term
