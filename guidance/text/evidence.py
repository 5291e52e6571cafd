"""How a text was read on which a statement rests: six levels, each with one wording."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Evidence(models.TextChoices):
    """How strong the evidence for a statement is."""

    OFFICIAL = "official", _("Official text")
    OFFICIAL_COPY = "official-copy", _("Official text, read in a copy")
    SECONDARY = "secondary", _("Secondary source")
    ARTICLE = "article", _("Newspaper article")
    CITED = "cited", _("Named, not read")
    UNKNOWN = "unknown", _("Not known")

    @property
    def in_passing(self) -> str:
        """The words of its label in the middle of a line."""
        label = str(self.label)
        return label[:1].lower() + label[1:]
