"""Blocks that lead somewhere: steps, contact, self-assessment, finder of localities."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from guidance.blocks.citations import CitationsBlock, KeysBlock
from guidance.blocks.explained import ExplainedBlock
from guidance.blocks.prose import ProseBlock
from guidance.text.self_assessments import choices, complaints


class StepBlock(ExplainedBlock):
    """One task."""

    title = blocks.CharBlock(label=_("Title"))
    html = ProseBlock(label=_("Text"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "title": _("What to do, beginning with a verb."),
        }


class StepsBlock(ExplainedBlock):
    """Tasks in their order."""

    title = blocks.CharBlock(required=False, label=_("Title"))
    items = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "title": _("Leave empty if the heading before says it."),
        }
        icon = "list-ol"
        label = _("Steps")
        description = _("Numbered tasks; each may lead to a page that says more.")
        preview_value = {
            "title": "The steps",
            "items": [{"title": "Register", "html": "<p>Open an account.</p>", "sources": []}],
        }
        template = "blocks/steps.html"


class ContactBlock(ExplainedBlock):
    """Whom to ask."""

    title = blocks.CharBlock(label=_("Title"))
    html = ProseBlock(label=_("Text"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "title": _("The authority to ask."),
        }
        icon = "mail"
        label = _("Contact")
        description = _("An authority and how to reach it, or what to do while that is not known.")
        preview_value = {"title": "Ministry", "html": "<p>Write to it.</p>", "sources": []}
        template = "blocks/contact.html"


class WizardBlock(ExplainedBlock):
    """A way into a self-assessment, with answers that this page already implies."""

    title = blocks.CharBlock(label=_("Title"))
    html = ProseBlock(required=False, label=_("Text"))
    assessment = blocks.ChoiceBlock(
        choices=choices,
        required=False,
        label=_("Self-assessment"),
        help_text=_("Left empty: the list of all."),
    )
    preset = KeysBlock(
        required=False,
        label=_("Preset answers"),
        help_text=_("As they stand in the address: question=answer&…"),
    )

    def clean(self, value: Any) -> Any:
        """Refuse answers that the self-assessment does not know."""
        cleaned = super().clean(value)
        if wrong := complaints(cleaned["assessment"], cleaned["preset"]):
            raise StructBlockValidationError(block_errors={"preset": ValidationError(wrong)})
        return cleaned

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "title": _("What the reader will learn there."),
            "preset": _("What this page implies already; the reader is asked the rest."),
        }
        icon = "circle-check"
        label = _("Link to the self-assessment")
        description = _("Starts the self-assessment with the answers this page implies.")
        preview_value = {"title": "Check your case", "html": "", "assessment": "", "preset": ""}
        template = "blocks/wizard.html"


class LocalityFinderBlock(ExplainedBlock):
    """Looks up a province by its current or former name."""

    title = blocks.CharBlock(label=_("Title"))
    html = ProseBlock(required=False, label=_("Text"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "title": _("What the reader may type."),
        }
        icon = "search"
        label = _("Locality finder")
        description = _("A form that finds a province or city by any of its names.")
        preview_value = {"title": "Find your province", "html": ""}
        template = "blocks/locality_finder.html"
