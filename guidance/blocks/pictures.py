"""Blocks that draw: tasks on a board, the way of a file, lanes, a nameplate, acts in force.

Each is drawn by its template from what is written here, says the same in words, and prints.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from guidance.blocks.citations import CitationsBlock
from guidance.blocks.explained import ExplainedBlock
from guidance.blocks.prose import ProseBlock

LINES = [("import", _("Imports")), ("origin", _("Origin"))]
ENDS = [
    ("good", _("Free to go on")),
    ("permit", _("Licence first")),
    ("stop", _("Banned")),
    ("ask", _("In doubt")),
]
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
    """One fact on the plate."""

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
