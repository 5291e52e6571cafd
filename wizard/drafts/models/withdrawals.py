"""Assessments that were taken away: their published versions stay, no reader can start them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from guidance.delivery.content_version import content_version
from wizard.rules.snapshot import Withdrawn


class Withdrawal(models.Model):
    """One assessment that is not offered at present; gone again once it is."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    created_at = models.DateTimeField(_("taken away"), auto_now_add=True)

    class Meta:
        """In the order in which they were taken away."""

        ordering: ClassVar[list[str]] = ["created_at"]
        verbose_name = _("assessment taken away")
        verbose_name_plural = _("assessments taken away")

    def __str__(self) -> str:
        """The key of the rules."""
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Tell every process."""
        with transaction.atomic():
            content_version.announce()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Tell every process."""
        with transaction.atomic():
            content_version.announce()
            return super().delete(*args, **kwargs)


def withdrawn() -> Iterator[Withdrawn]:
    """Every assessment that was taken away, as the registry keeps it."""
    for key in Withdrawal.objects.values_list("key", flat=True):
        yield Withdrawn(key)
