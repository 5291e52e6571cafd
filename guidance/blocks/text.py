"""Blocks of running text: heading, text, callout, questions, table, picture, document."""

from __future__ import annotations

from typing import Any, ClassVar

from django.forms import Media
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockAdapter, StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from guidance.blocks.citations import CitationsBlock
from guidance.blocks.days import DAYS, DaysBlock
from guidance.blocks.explained import ExplainedBlock
from guidance.blocks.prose import ProseBlock

CALLOUT_KINDS = [
    ("info", _("Good to know")),
    ("important", _("Important")),
    ("warning", _("Warning")),
    ("unknown", _("Not known")),
]


class HeadingBlock(ExplainedBlock):
    """A heading that the table of contents lists."""

    text = blocks.CharBlock(label=_("Heading"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "text": _("Short: it also stands in the table of contents."),
        }
        icon = "title"
        label = _("Heading")
        description = _("Begins a part of the page; appears in the table of contents.")
        preview_value = {"text": "Documents to prepare"}
        template = "blocks/heading.html"


class TextBlock(ExplainedBlock):
    """Paragraphs and lists, with their sources."""

    html = ProseBlock(label=_("Text"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists. State the sources of what is law or fact.")
        preview_value = {
            "html": "<p>The ministry decides within <b>20 days</b>.</p>",
            "sources": [],
        }
        template = "blocks/text.html"


class CalloutBlock(DaysBlock):
    """Something a reader must not miss."""

    kind = blocks.ChoiceBlock(choices=CALLOUT_KINDS, default="info", label=_("Kind"))
    title = blocks.CharBlock(label=_("Title"))
    html = ProseBlock(label=_("Text"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            **DAYS,
            "kind": _("“Not known” says openly that nobody could find it."),
            "title": _("The matter in a few words."),
        }
        icon = "warning"
        label = _("Callout")
        description = _("A box for a warning, a remark, or for what is not known.")
        preview_value: ClassVar[dict[str, Any]] = {
            "kind": "unknown",
            "title": "Not known",
            "html": "<p>Ask the ministry.</p>",
            "sources": [],
            "from": None,
            "until": None,
        }
        template = "blocks/callout.html"


class QuestionBlock(ExplainedBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label=_("Question"))
    html = ProseBlock(label=_("Answer"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "question": _("In the words of those who ask it."),
        }


class FaqBlock(ExplainedBlock):
    """Questions that open to their answers."""

    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        """How editors see it."""

        icon = "help"
        label = _("Questions and answers")
        description = _("Each answer opens by its question; all are open on paper.")
        preview_value = {
            "items": [{"question": "May I?", "html": "<p>Ask first.</p>", "sources": []}]
        }
        template = "blocks/faq.html"


class TableBlock(ExplainedBlock):
    """A table of plain cells; the first cell of a row heads it."""

    caption = blocks.CharBlock(label=_("Caption"))
    header = blocks.ListBlock(blocks.CharBlock(label=_("Cell")), label=_("Column headings"))
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.TextBlock(required=False, rows=1, label=_("Cell"))), label=_("Rows")
    )
    sources = CitationsBlock()

    def clean(self, value: Any) -> Any:
        """Refuse a row with more or fewer cells than there are headings."""
        cleaned = super().clean(value)
        wanted = len(cleaned["header"])
        ragged = [number for number, row in enumerate(cleaned["rows"], 1) if len(row) != wanted]
        if ragged:
            text = gettext("These rows have not as many cells as there are headings: %(rows)s.")
            problem = text % {"rows": ", ".join(map(str, ragged))}
            errors = {"rows": ListBlockValidationError(non_block_errors=[problem])}
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "caption": _("What the table shows, for those who do not see it as well."),
        }
        icon = "table"
        form_classname = "struct-block guidance-table"
        label = _("Table")
        description = _("Only for facts that are a table. The first cell heads its row.")
        preview_value = {
            "caption": "Time limits",
            "header": ["Step", "Days"],
            "rows": [["Check", "5"], ["Decision", "20"]],
            "sources": [],
        }
        template = "blocks/table.html"


class TableBlockAdapter(StructBlockAdapter):
    """Lets editors change a table where it stands: cells side by side, whole columns at once."""

    js_constructor = "guidance.blocks.TableBlock"

    @cached_property
    def media(self) -> Media:
        """The script of the form, behind Wagtail's own."""
        return super().media + Media(js=["guidance/table_block.js"])


register(TableBlockAdapter(), TableBlock)


class PictureBlock(ExplainedBlock):
    """An image with its alternative text and, if need be, a caption."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(required=False, label=_("Caption"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "caption": _("Shown below the image; leave empty if the text says it."),
        }
        icon = "image"
        label = _("Image")
        description = _("Say in the alternative text what the image tells.")
        preview_value = {"image": None, "caption": "A label with its serial number"}
        preview_template = "guidance/previews/picture.html"
        template = "blocks/picture.html"


class DownloadBlock(ExplainedBlock):
    """A document to download, with its type and size."""

    document = DocumentChooserBlock(label=pgettext_lazy("file", "Document"))
    note = blocks.CharBlock(required=False, label=_("What it is for"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "note": _("Who needs the file, and for what."),
        }
        icon = "doc-full"
        label = pgettext_lazy("file", "Document")
        description = _("A file of this site; its type and size are shown.")
        preview_value = {"document": None, "note": "A form to fill in"}
        preview_template = "guidance/previews/download.html"
        template = "blocks/download.html"
