"""Blocks that draw: a board, the way of a file, lanes, plate and invoice, acts, ranges, forms.

Each is drawn by its template from what is written here, says the same in words, and prints.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from guidance.blocks.citations import CitationsBlock, KeysBlock
from guidance.blocks.explained import ExplainedBlock
from guidance.blocks.prose import ProseBlock
from guidance.text.self_assessments import choices, complaints

LINES = [("import", _("Imports")), ("origin", _("Origin"))]
ENDS = [
    ("good", _("Free to go on")),
    ("permit", _("Licence first")),
    ("stop", _("Banned")),
    ("ask", _("In doubt")),
]
ISSUERS = [("both", _("Ministry or province")), ("provinces", _("Provinces only"))]
DRAWINGS = [
    ("new", _("New: a closed box")),
    ("used", _("Used: a machine in use")),
    ("refurbished", _("Refurbished: a machine made again")),
    ("part", _("A part")),
]


class TaskBlock(ExplainedBlock):
    """One task: what the reader wants, and what they leave with."""

    line = blocks.ChoiceBlock(choices=LINES, label=_("Line"))
    html = ProseBlock(label=pgettext_lazy("work to do", "Task"))
    gets = blocks.CharBlock(required=False, label=_("What the reader leaves with"))
    figure = blocks.CharBlock(required=False, label=_("Figure"))
    note = blocks.CharBlock(required=False, label=_("What the figure counts"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "line": _("Colours the mark of the task."),
            "html": _("A link to the page that does it; its words begin with a verb."),
            "gets": _("In a few words: a verdict, papers, a name."),
            "note": _("Below the figure, such as “working days”."),
            "figure": _("One figure or day, in a word or two; the page linked has its source."),
        }


class BoardBlock(ExplainedBlock):
    """Tasks on a board."""

    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(TaskBlock(), label=pgettext_lazy("work to do", "Tasks"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {"title": _("Above the drawing: what it shows.")}
        icon = "list-ul"
        label = _("Board of tasks")
        description = _("What a reader can do here, with what they leave with; one a page.")
        preview_value = {
            "title": "What do you want to do?",
            "items": [
                {
                    "line": "import",
                    "html": "<p>Check goods</p>",
                    "gets": "A verdict",
                    "figure": "5 days",
                    "note": "at most",
                }
            ],
        }
        template = "blocks/board.html"


class StationBlock(ExplainedBlock):
    """Where a file is for a time, and for how long."""

    holder = blocks.CharBlock(label=_("Who has it"))
    title = blocks.CharBlock(label=_("Title"))
    time = blocks.CharBlock(required=False, label=_("How long"))
    html = ProseBlock(required=False, label=_("Text"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "holder": _("The business, a ministry, customs."),
            "title": _("What is done there."),
            "time": _("As the act says, such as “5 working days”; empty if not known."),
        }


class JourneyBlock(ExplainedBlock):
    """The way of a file: who has it, what is done, how long."""

    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(StationBlock(), label=_("Places"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {"title": _("Above the drawing: what it shows.")}
        icon = "arrow-right-full"
        label = _("Way of a file")
        description = _("A line with a stop for each who has the file, and how long.")
        preview_value = {
            "title": "The way of the file",
            "items": [
                {"holder": "You", "title": "Send it", "time": "", "html": "", "sources": []},
                {
                    "holder": "Ministry",
                    "title": "Decides",
                    "time": "5 days",
                    "html": "",
                    "sources": [],
                },
            ],
        }
        template = "blocks/journey.html"


class EndBlock(ExplainedBlock):
    """Where a lane ends."""

    end = blocks.ChoiceBlock(choices=ENDS, label=_("End"))
    title = blocks.CharBlock(label=_("Title"))
    html = ProseBlock(required=False, label=_("Text"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "end": _("Draws the arrow, the barrier, the buffer stop or the dashes."),
            "title": _("The answer that leads here, in a word or two."),
        }


class LaneBlock(ExplainedBlock):
    """One kind of goods: the question that decides, and where it leads."""

    drawing = blocks.ChoiceBlock(choices=DRAWINGS, label=_("Drawing"))
    title = blocks.CharBlock(label=_("Title"))
    question = blocks.CharBlock(label=_("What decides"))
    ends = blocks.ListBlock(EndBlock(), label=_("Ends"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "drawing": _("The small picture beside the title."),
            "title": _("The kind of goods, in a word or two."),
            "question": _("One short question; each end is an answer to it."),
        }


class LanesBlock(ExplainedBlock):
    """Kinds of goods side by side, each with its ends."""

    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(LaneBlock(), label=_("Lanes"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {"title": _("Above the drawing: what it shows.")}
        icon = "order"
        label = _("Lanes")
        description = _("New, used, refurbished, part: what decides, and where each leads.")
        preview_value = {
            "title": "Follow your goods",
            "items": [
                {
                    "drawing": "used",
                    "title": "Used",
                    "question": "Is it on the list?",
                    "ends": [{"end": "permit", "title": "Yes", "html": "", "sources": []}],
                }
            ],
        }
        template = "blocks/lanes.html"


class MarkBlock(ExplainedBlock):
    """One fact on the plate or the invoice."""

    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(rows=2, label=_("Text"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {"title": _("The fact."), "text": _("What it is for.")}


class NameplateBlock(ExplainedBlock):
    """A nameplate with the places where the facts stand: model, day, maker, serial number."""

    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(MarkBlock(), min_num=4, max_num=4, label=_("Facts"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {"title": _("Above the drawing: what it shows.")}
        icon = "tag"
        label = _("Nameplate")
        description = _(
            "An invented nameplate with four facts marked: model, day of manufacture, maker, "
            "serial number. Explain them in this order."
        )
        preview_value = {
            "title": "Where the facts stand",
            "items": [{"title": "Model", "text": "The same in every paper."}] * 4,
            "sources": [],
        }
        template = "blocks/nameplate.html"


class InvoiceBlock(ExplainedBlock):
    """An invoice with the places where the facts stand: name, condition, serial number, value."""

    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(MarkBlock(), min_num=5, max_num=5, label=_("Facts"))
    sources = CitationsBlock()

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {"title": _("Above the drawing: what it shows.")}
        icon = "doc-full"
        label = _("Invoice")
        description = _(
            "An invented invoice with five facts marked: name and model, condition, serial "
            "number, quantity, value. Explain them in this order."
        )
        preview_value = {
            "title": "What the invoice should say",
            "items": [{"title": "Model", "text": "As on the nameplate."}] * 5,
            "sources": [],
        }
        template = "blocks/invoice.html"


class RangeBlock(ExplainedBlock):
    """From how much to how much, in words and as numbers for the bar."""

    text = blocks.CharBlock(label=_("Text"))
    least = blocks.IntegerBlock(min_value=0, label=_("Least"))
    most = blocks.IntegerBlock(min_value=1, label=_("Most"))

    def clean(self, value: Any) -> Any:
        """Refuse a range that ends before it begins."""
        cleaned = super().clean(value)
        if cleaned["least"] > cleaned["most"]:
            errors = {"most": ValidationError(gettext("Less than the least."))}
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "text": _("The range as readers read it."),
            "least": _("Where the bar begins; one unit for the whole table."),
            "most": _("Where the bar ends."),
        }


class RangesRowBlock(ExplainedBlock):
    """What a row is about, and its ranges."""

    title = blocks.CharBlock(label=_("Title"))
    ranges = blocks.ListBlock(RangeBlock(), min_num=1, label=_("Ranges, one for each column"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {"title": _("What the ranges of this row are for.")}


class RangesBlock(ExplainedBlock):
    """A table of ranges with a bar each, all on one scale."""

    caption = blocks.CharBlock(label=_("Caption"))
    title = blocks.CharBlock(label=_("Heading of the first column"))
    columns = blocks.ListBlock(
        blocks.CharBlock(label=_("Cell")), min_num=1, label=_("Column headings")
    )
    rows = blocks.ListBlock(RangesRowBlock(), label=_("Rows"))
    sources = CitationsBlock()

    def clean(self, value: Any) -> Any:
        """Refuse a row with more or fewer ranges than there are columns."""
        cleaned = super().clean(value)
        wanted = len(cleaned["columns"])
        rows = enumerate(cleaned["rows"], 1)
        if ragged := [number for number, row in rows if len(row["ranges"]) != wanted]:
            text = gettext("These rows have not as many cells as there are headings: %(rows)s.")
            problem = text % {"rows": ", ".join(map(str, ragged))}
            errors = {"rows": ListBlockValidationError(non_block_errors=[problem])}
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "caption": _("What the table shows, for those who do not see it as well."),
            "title": _("What the rows differ in, such as the value of the goods."),
        }
        icon = "order"
        label = _("Ranges to scale")
        description = _("A table of amounts from … to …, such as fines, with a bar for each.")
        preview_value = {
            "caption": "Fine, in millions",
            "title": "Value of the goods",
            "columns": ["Organisation"],
            "rows": [
                {"title": "Little", "ranges": [{"text": "10 to 20", "least": 10, "most": 20}]},
                {"title": "Much", "ranges": [{"text": "70 to 100", "least": 70, "most": 100}]},
            ],
            "sources": [],
        }
        template = "blocks/ranges.html"


class FormBlock(ExplainedBlock):
    """A form, the market it is for, and who issues it."""

    code = blocks.CharBlock(label=pgettext_lazy("paper", "Form"))
    market = blocks.CharBlock(label=_("Agreement or market"))
    act = blocks.CharBlock(required=False, label=_("Act on the form"))
    issuers = blocks.ChoiceBlock(choices=ISSUERS, label=_("Who issues it"))
    preset = KeysBlock(required=False, label=_("Preset answers"))

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "code": _("As on the form."),
            "market": _("As readers call it: the agreement or the countries."),
            "issuers": _("As the acts in force say; the form stands in that group."),
            "act": _("Its number; say in the text what it is the number of."),
            "preset": _("What the form implies already; the reader is asked the rest."),
        }


class FormsBlock(ExplainedBlock):
    """Forms as tiles by who issues them; each leads into the self-assessment."""

    title = blocks.CharBlock(label=_("Title"))
    html = ProseBlock(required=False, label=_("Text"))
    assessment = blocks.ChoiceBlock(choices=choices, required=False, label=_("Self-assessment"))
    items = blocks.ListBlock(FormBlock(), label=_("Forms"))
    sources = CitationsBlock()

    def clean(self, value: Any) -> Any:
        """Refuse answers that the self-assessment does not know."""
        cleaned = super().clean(value)
        wrong = {
            number: complaints(cleaned["assessment"], item["preset"])
            for number, item in enumerate(cleaned["items"])
        }
        errors = {
            number: StructBlockValidationError(block_errors={"preset": ValidationError(said)})
            for number, said in wrong.items()
            if said
        }
        if errors:
            raise StructBlockValidationError(
                block_errors={"items": ListBlockValidationError(block_errors=errors)}
            )
        return cleaned

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "title": _("Above the drawing: what it shows."),
            "assessment": _("Left empty: the list of all."),
        }
        icon = "grip"
        label = _("Forms by issuer")
        description = _("A tile for each form, in two groups; each opens the self-assessment.")
        preview_value = {
            "title": "Find your form",
            "html": "",
            "assessment": "",
            "items": [
                {"code": "D", "market": "ASEAN", "issuers": "both", "preset": ""},
                {"code": "E", "market": "China", "issuers": "provinces", "preset": ""},
            ],
            "sources": [],
        }
        template = "blocks/forms.html"


class ActsInForceBlock(ExplainedBlock):
    """From when to when acts are in force, as the register of sources has it."""

    title = blocks.CharBlock(label=_("Title"))
    sources = CitationsBlock(required=True)

    class Meta:
        """How editors see it."""

        helps: ClassVar[dict[str, Any]] = {
            "title": _("Above the drawing: what it shows."),
            "sources": _("The acts, one a line; their days are those of the register."),
        }
        icon = "calendar-alt"
        label = _("Acts in force")
        description = _("A bar for each act: in force from, until, in doubt from; today is marked.")
        preview_value = {"title": "What is in force when", "sources": []}
        template = "blocks/acts_in_force.html"
