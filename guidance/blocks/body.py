"""The one stream that the body of every page is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from guidance.blocks.actions import ContactBlock, LocalityFinderBlock, StepsBlock, WizardBlock
from guidance.blocks.days import DatedBlock
from guidance.blocks.legal import (
    CitationBlock,
    ComparisonBlock,
    DocumentsBlock,
    FeesBlock,
    TimelineBlock,
)
from guidance.blocks.pictures import (
    ActsInForceBlock,
    BoardBlock,
    FormsBlock,
    InvoiceBlock,
    JourneyBlock,
    LanesBlock,
    NameplateBlock,
    RangesBlock,
)
from guidance.blocks.text import (
    CalloutBlock,
    DownloadBlock,
    FaqBlock,
    HeadingBlock,
    PictureBlock,
    TableBlock,
    TextBlock,
)


class BodyBlock(blocks.StreamBlock):
    """Every kind of passage a page may have. The names are those of the content files."""

    heading = HeadingBlock(group=_("Text"))
    text = TextBlock(group=_("Text"))
    dated = DatedBlock(group=_("Text"))
    callout = CalloutBlock(group=_("Text"))
    faq = FaqBlock(group=_("Text"))
    table = TableBlock(group=_("Text"))
    picture = PictureBlock(group=_("Text"))
    download = DownloadBlock(group=_("Text"))
    citation = CitationBlock(group=_("Law"))
    documents = DocumentsBlock(group=_("Law"))
    fees = FeesBlock(group=_("Law"))
    comparison = ComparisonBlock(group=_("Law"))
    timeline = TimelineBlock(group=_("Law"))
    acts_in_force = ActsInForceBlock(group=_("Picture"))
    journey = JourneyBlock(group=_("Picture"))
    lanes = LanesBlock(group=_("Picture"))
    nameplate = NameplateBlock(group=_("Picture"))
    invoice = InvoiceBlock(group=_("Picture"))
    ranges = RangesBlock(group=_("Picture"))
    forms = FormsBlock(group=_("Picture"))
    board = BoardBlock(group=_("Action"))
    steps = StepsBlock(group=_("Action"))
    contact = ContactBlock(group=_("Action"))
    wizard = WizardBlock(group=_("Action"))
    locality_finder = LocalityFinderBlock(group=_("Action"))
