"""What an operator's check of the addresses outside this site found last."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 500


class AddressCheck(models.Model):
    """One address of another site, and how it answered when it was last asked."""

    url = models.CharField(_("address"), max_length=LONGEST_ADDRESS, unique=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    moved_to = models.CharField(_("moved to"), max_length=LONGEST_ADDRESS, blank=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    checked_at = models.DateTimeField(_("checked"))

    class Meta:
        """By address."""

        ordering: ClassVar[list[str]] = ["url"]
        verbose_name = _("checked address")
        verbose_name_plural = _("checked addresses")

    def __str__(self) -> str:
        """The address."""
        return self.url
