"""The forms in which a department says how far its locality is and how to reach it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from guidance.models import LadderStep, LegalSource, Locality
from guidance.models.co_readiness import Status, Step
from guidance.models.localities import CONTACT_FIELDS
from guidance.models.sources import Kind

Choices = list[tuple[str, str]]
Groups = list[tuple[str, Choices]]


NO_DOCUMENTS = (Kind.PRESS, Kind.ARTICLE, Kind.DATA, Kind.DRAFT)
"""What confirms no step of an office: what tells about documents, or is none yet."""


def source_names() -> dict[str, str]:
    """Every legal source, as a department knows it."""
    return {source.slug: _name(source) for source in LegalSource.objects.all()}


def _name(source: LegalSource) -> str:
    return f"{source} – {source.title}"[:120]


def source_choices() -> Groups:
    """The documents that a step may rest on, by what they are, the newest first."""
    found: dict[Kind, Choices] = {kind: [] for kind in Kind if kind not in NO_DOCUMENTS}
    order = (F("issued").desc(nulls_last=True), "slug")
    for source in LegalSource.objects.exclude(kind__in=NO_DOCUMENTS).order_by(*order):
        found[Kind(source.kind)].append((source.slug, _name(source)))
    return [(kind.heading, choices) for kind, choices in found.items() if choices]


def named(citations: str) -> str:
    """Citations of provisions by the names of their sources."""
    names = source_names()
    parts = [citation.partition(":") for citation in citations.split()]
    return "; ".join(f"{names.get(slug, slug)}, {place}".strip(", ") for slug, _, place in parts)


class ReadinessStepForm(forms.ModelForm):
    """What is known of one step. A step that is confirmed names its day and its document."""

    source = forms.ChoiceField(
        label=_("Document it rests on"),
        required=False,
        help_text=_("If it is not in the list, send it to the editors first."),
    )

    class Meta:
        """The facts of a step; its remark stays with the editors."""

        model = LadderStep
        fields: ClassVar[list[str]] = ["status", "date", "source"]
        widgets: ClassVar[dict[str, Any]] = {"date": AdminDateInput}
        help_texts: ClassVar[dict[str, Any]] = {
            "status": _("“Not confirmed” is no refusal: it says that no document is public yet."),
            "date": _("Since when the document says so."),
        }

    def __init__(self, *args: Any, choices: Groups, **kwargs: Any) -> None:
        """Offer the sources, and what the step rests on now."""
        super().__init__(*args, **kwargs)
        now = self.initial["source"] = " ".join(self.instance.citations)
        offered = {slug for _kind, group in choices for slug, _title in group}
        own = [] if now in ("", *offered) else [(now, named(now))]
        field: Any = self.fields["source"]
        field.choices = [("", "–"), *own, *choices]

    def clean_source(self) -> str:
        """Write one citation a line, as it is stored."""
        return "\n".join(self.cleaned_data["source"].split())

    def clean(self) -> dict[str, Any]:
        """Ask for day and document of what is confirmed; no document is of tomorrow.

        A step that editors confirmed from a source without a day stays as it is.
        """
        cleaned: dict[str, Any] = super().clean() or {}
        day = cleaned.get("date")
        if cleaned.get("status") == Status.CONFIRMED and self.has_changed():
            if day is None and "date" not in self.errors:
                self.add_error("date", _("Say since when this is confirmed."))
            if not cleaned.get("source") and "source" not in self.errors:
                self.add_error("source", _("Name the document that confirms it."))
        if day and day > localdate():
            self.add_error("date", _("This day is still to come."))
        return cleaned


class ContactForm(forms.ModelForm):
    """How to reach the department."""

    class Meta:
        """What the public page shows as contact."""

        model = Locality
        fields: ClassVar[list[str]] = [*CONTACT_FIELDS, "hours"]
        help_texts: ClassVar[dict[str, Any]] = {
            "phone": _("As it is dialled in Viet Nam. Leave empty what must not be public."),
            "hours": _("For instance: 7:30–11:30, 13:30–17:00, Monday to Friday."),
        }


class LocalityForms:
    """All forms of one locality, which are saved together or not at all."""

    def __init__(self, locality: Locality, data: Any = None) -> None:
        """Make one form for each step, whether or not anything is known of it."""
        self.locality = locality
        self.data = data
        self.contact = ContactForm(data, instance=locality, prefix="contact")
        known = {step.step: step for step in LadderStep.objects.filter(locality=locality)}
        choices = source_choices()
        self.steps = [
            ReadinessStepForm(
                data,
                # The address of no step travels: another locality's cannot be named.
                instance=known.get(step) or LadderStep(locality=locality, step=step),
                prefix=step.value,
                choices=choices,
            )
            for step in Step
        ]

    def __iter__(self) -> Iterator[forms.ModelForm]:
        """The forms, as they stand on the page."""
        yield from (*self.steps, self.contact)

    def is_valid(self) -> bool:
        """Whether every form is in order; each says what is not."""
        return all([form.is_valid() for form in self])  # noqa: C419 - every form must speak

    @property
    def media(self) -> forms.Media:
        """What their fields need."""
        return self.contact.media + self.steps[0].media

    def save(self, *, commit: bool = True, said_on: date | None = None) -> None:
        """Keep everything; saying it, today or on the day given, confirms it.

        A preview only holds it in memory.
        """
        for number, form in enumerate(self.steps):
            form.instance.sort_order = number
        if not commit:
            self.locality.ladder.set([form.instance for form in self.steps])
            self.locality.say_confirmed(localdate())
            return
        with transaction.atomic():
            for form in self.steps:
                form.save()
            self.contact.save()
            self.locality.confirm(said_on or localdate())
