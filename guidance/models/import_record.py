"""What the content loader wrote last, so that it never overwrites what an editor changed."""

from __future__ import annotations

from django.db import models


class LoadedContent(models.Model):
    """The state of one file entry and of the object made from it, as fingerprints."""

    name = models.CharField(max_length=255, unique=True)
    file_digest = models.CharField(max_length=64)
    state_digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        """The name of the entry, such as "page vi c26-documents"."""
        return self.name
