"""How far a locality is with issuing C/O: a ladder of steps, and what is known of each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Orderable

from guidance.blocks.citations import split
from guidance.models.citations import CitationsField
from guidance.models.panels import explained
from guidance.models.translated_text import TranslatedTextField


class Step(models.TextChoices):
    """The steps of the ladder from the power to issue C/O to issuing them, lowest first."""

    COMPETENT = "competent", _("Competent by law")
    AUTHORITY = "authority-document", _("Authority document issued")
    ECOSYS = "ecosys-tested", _("eCoSys account tested")
    FEES = "fees-receipts-connected", _("Fees and receipts connected")
    ISSUING = "issuing", _("Issuing C/O")


class Status(models.TextChoices):
    """What is known of a step. Not confirmed is not a no."""

    CONFIRMED = "confirmed", _("Confirmed")
    NOT_CONFIRMED = "not-confirmed", _("Not confirmed")


class Readiness(models.TextChoices):
    """How far a locality is, as far as sources say: what its tile on the map shows."""

    ISSUING = "issuing", _("Issues C/O")
    PREPARING = "preparing", _("Getting ready")
    NOTHING = "nothing", _("Not confirmed")


class LadderStep(Orderable):
    """What is known of one step for one locality, since when, and from whom."""

    locality = ParentalKey("guidance.Locality", on_delete=models.CASCADE, related_name="ladder")
    step = models.CharField(_("step"), max_length=32, choices=Step.choices)
    status = models.CharField(
        _("status"), max_length=16, choices=Status.choices, default=Status.NOT_CONFIRMED
    )
    date = models.DateField(
        _("date"), null=True, blank=True, help_text=_("Since when the source says so.")
    )
    last_confirmed = models.DateField(
        _("last confirmed"),
        null=True,
        blank=True,
        help_text=_("When the locality itself, or somebody who checked, last said so."),
    )
    source = CitationsField(_("source"), blank=True, help_text=_("One citation a line."))
    note = TranslatedTextField(_("note"), blank=True)

    panels: ClassVar[list[Panel]] = [
        *explained(
            {
                "step": _("Each step once."),
                "status": _("Not confirmed means that no public source says so: it is no “no”."),
                "date": _("Since when the source says so."),
                "last_confirmed": _(
                    "When the locality itself, or somebody who checked, last said so."
                ),
                "source": _("The document. One citation a line."),
            }
        ),
        FieldPanel(
            "note", heading=_("Note"), help_text=_("What a trader should know about this step.")
        ),
    ]

    class Meta(Orderable.Meta):
        """A locality stands on each step once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["locality", "step"], name="step_once_in_locality")
        ]
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        """The step and what is known of it."""
        return f"{self.get_step_display()}: {self.get_status_display()}"

    @property
    def citations(self) -> list[str]:
        """What the step rests on."""
        return split(self.source)

    @property
    def is_confirmed(self) -> bool:
        """Whether a source says this step was reached."""
        return self.status == Status.CONFIRMED
