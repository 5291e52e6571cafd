"""One text in the three languages of the site, kept in one column for each."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.text import format_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from guidance.text.languages import LANGUAGES, OFFICIAL, reader_language


class TrilingualText:
    """Adds a column for each language to its model and reads the one of the reader.

    A text missing in the reader's language reads in Vietnamese, the official one. Without a
    length it is a long text.
    """

    def __init__(self, label: Any, *, max_length: int | None = None, blank: bool = False) -> None:
        """Keep what every column shares; Vietnamese alone must be filled in."""
        self.label = label
        self.max_length = max_length
        self.blank = blank
        self.name = ""

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Add the columns, as Django asks each attribute of a model to do."""
        self.name = name
        for code, column in zip(LANGUAGES, columns(name), strict=True):
            self._column(code).contribute_to_class(model, column)
        setattr(model, name, self)

    def _column(self, code: str) -> models.Field[Any, Any]:
        # Joined when it is shown: a migration must not depend on who translated what.
        label = format_lazy("{} ({})", self.label, code)
        blank = self.blank or code != OFFICIAL
        if self.max_length is None:
            return models.TextField(label, blank=blank)
        return models.CharField(label, max_length=self.max_length, blank=blank)

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        """The text for the reader; on the model itself, this description."""
        return self if instance is None else self.read(instance, reader_language())

    def read(self, instance: models.Model, language: str) -> str:
        """The text in one language, or in Vietnamese."""
        return getattr(instance, f"{self.name}_{language}") or getattr(
            instance, f"{self.name}_{OFFICIAL}"
        )


def columns(name: str) -> list[str]:
    """The columns of a trilingual text."""
    return [f"{name}_{code}" for code in LANGUAGES]


def trilingual_panel(name: str, heading: Any, help_text: Any) -> MultiFieldPanel:
    """The three columns of a text, side by side for the editor, with what it is for."""
    fields = [FieldPanel(column) for column in columns(name)]
    return MultiFieldPanel(fields, heading=heading, help_text=help_text)
