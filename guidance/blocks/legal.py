"""Blocks that state law: quotation, documents, fees, before and after, dates."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from guidance.blocks.citations import CitationChoiceBlock, CitationsBlock
from guidance.blocks.explained import ExplainedBlock
from guidance.blocks.prose import ProseBlock
from guidance.text.evidence import Evidence


class CitationBlock(ExplainedBlock):
    """The official wording, and what it says in the reader's language."""

    source = CitationChoiceBlock(label=_("Source"))
    # The Vietnamese wording is the law: it stays as it is in every language.
    wording_vi = blocks.TextBlock(required=False, label=_("Official wording"))
    html = ProseBlock(label=_("What it says"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "source": _("One citation: source:provision."),
            "wording_vi": _("Word by word, in Vietnamese in every language."),
            "html": _("The same in plain words of this page’s language."),
        }
        icon = "openquote"
        label = _("Quotation")
        description = _("The Vietnamese wording beside its meaning in the reader's language.")
        preview_value = {"source": "", "wording_vi": "Cấm nhập khẩu", "html": "<p>Banned.</p>"}
        template = "blocks/citation.html"


class DocumentBlock(ExplainedBlock):
    """One paper of a file."""

    name = blocks.CharBlock(label=pgettext_lazy("paper", "Document"))
    form = blocks.CharBlock(required=False, label=_("Form or kind of copy"))
    issuer = blocks.CharBlock(required=False, label=_("Who issues it"))
    says = blocks.TextBlock(required=False, label=_("What it must say"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "name": _("As the authority calls the paper."),
            "form": _("Original, certified copy, plain copy, electronic."),
            "issuer": _("Where the business gets it."),
            "says": _("What an officer looks for in it."),
        }


class DocumentsBlock(ExplainedBlock):
    """The papers of a file as a checklist."""

    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(DocumentBlock(), label=pgettext_lazy("papers", "Documents"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "title": _("What the file is for."),
        }
        icon = "list-ul"
        label = _("Document list")
        description = _("A checklist: each paper, who issues it, what it must say.")
        preview_value = {
            "title": "What to prepare",
            "items": [
                {
                    "name": "Request",
                    "form": "Original",
                    "issuer": "You",
                    "says": "What",
                    "sources": [],
                }
            ],
        }
        template = "blocks/documents.html"


class FeeBlock(ExplainedBlock):
    """What a C/O costs in one period."""

    period = blocks.CharBlock(label=_("Period"))
    new_issue = blocks.CharBlock(label=_("New C/O"))
    reissue = blocks.CharBlock(label=_("Re-issue"))
    new_amount = blocks.IntegerBlock(required=False, min_value=0, label=_("New C/O: bar"))
    reissue_amount = blocks.IntegerBlock(required=False, min_value=0, label=_("Re-issue: bar"))
    evidence = blocks.ChoiceBlock(choices=Evidence.choices, label=_("Evidence"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "period": _("From which day to which."),
            "new_issue": _("Amount and currency."),
            "reissue": _("Amount and currency."),
            "new_amount": _(
                "The amount as a number, drawn to scale; dashed unless an official text was read."
            ),
            "reissue_amount": _(
                "The amount as a number, drawn to scale; dashed unless an official text was read."
            ),
            "evidence": _("How sure we are of these amounts."),
        }


class FeesBlock(ExplainedBlock):
    """The fee, period by period."""

    caption = blocks.CharBlock(label=_("Caption"))
    rows = blocks.ListBlock(FeeBlock(), label=_("Periods"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "caption": _("What the table shows, for those who do not see it as well."),
        }
        icon = "table"
        label = _("Fee table")
        description = _("The fee of each period, with how sure we are of it.")
        preview_value = {
            "caption": "Fee",
            "rows": [
                {
                    "period": "2025",
                    "new_issue": "60,000",
                    "reissue": "30,000",
                    "evidence": "official",
                    "sources": [],
                }
            ],
        }
        template = "blocks/fees.html"


class ChangeBlock(ExplainedBlock):
    """One matter before and after."""

    topic = blocks.CharBlock(label=_("Matter"))
    before = blocks.TextBlock(rows=2, label=_("Before"))
    after = blocks.TextBlock(rows=2, label=_("After"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "topic": _("What changed, in a few words."),
            "before": _("What held until then."),
            "after": _("What holds since then."),
        }


class ComparisonBlock(ExplainedBlock):
    """What a change of law changed."""

    caption = blocks.CharBlock(label=_("Caption"))
    before = blocks.CharBlock(label=_("Heading of the old"))
    after = blocks.CharBlock(label=_("Heading of the new"))
    rows = blocks.ListBlock(ChangeBlock(), label=_("Matters"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "caption": _("What the table shows, for those who do not see it as well."),
            "before": _("Heads the column of the old law, such as its number."),
            "after": _("Heads the column of the new law."),
        }
        icon = "sliders"
        label = _("Before and after")
        description = _("The law before and after a change, matter by matter.")
        preview_value = {
            "caption": "What changed",
            "before": "Old",
            "after": "New",
            "rows": [{"topic": "Who decides", "before": "Prime Minister", "after": "Ministry"}],
            "sources": [],
        }
        template = "blocks/comparison.html"


class EventBlock(ExplainedBlock):
    """What happened on a day."""

    date = blocks.DateBlock(label=_("Date"))
    title = blocks.CharBlock(label=_("Title"))
    html = ProseBlock(required=False, label=_("Text"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "date": _("The day it happened or will happen."),
            "title": _("What happened, in a few words."),
        }


class TimelineBlock(ExplainedBlock):
    """Days that matter, in order."""

    items = blocks.ListBlock(EventBlock(), label=_("Events"))

    class Meta:
        """How editors see it."""

        icon = "date"
        label = _("Timeline")
        description = _("Dates of the law in their order.")
        preview_value = {
            "items": [
                {
                    "date": "2025-10-31",
                    "title": "Signed",
                    "html": "<p>In force at once.</p>",
                    "sources": [],
                }
            ]
        }
        template = "blocks/timeline.html"
