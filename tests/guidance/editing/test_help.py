"""Every field that an editor fills in says what it is for, or has a name that says it all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Model
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel, PanelGroup, PublishingPanel
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from guidance.blocks import BodyBlock
from wizard.drafts.blocks import SECTIONS, expectation_block, section_block

OURS = ("guidance", "wizard")
MODELS = [
    model for model in (*get_page_models(), *get_snippet_models()) if model._meta.app_label in OURS
]
# Of pages: the running text of a block, of which the block itself says what it is for; cells of a
# table below its caption; the file chosen; and what Wagtail's own image block asks.
PLAIN = {"html", "header", "columns", "rows", "document", "image", "decorative", "alt_text"}
# Of rules: labels that are a sentence about their content ("the verdict in one sentence").
TELLING = {
    *("sentence", "where", "help", "hint", "summary", "says", "issuer", "form", "copies"),
    *("lead_time", "days", "value", "fine", "url", "issued", "for", "body", "guide", "number"),
    *("text", "label", "name", "title", "note", "wording", "question", "choices", "ask"),
    *("unknowns", "documents", "in_force_from", "evidence", "kind", "stage", "outcome", "on"),
    "key",
}


def edit_handler(model: type[Model]) -> Panel:
    viewset = getattr(model, "snippet_viewset", None)
    handler: Panel = viewset.get_edit_handler() if viewset else model.get_edit_handler()
    return handler


def unexplained(panel: Panel, above: Any = "") -> Iterator[str]:
    """The fields without help, neither their own nor that of the group they stand in."""
    if isinstance(panel, PublishingPanel):
        # Wagtail's own dialogue explains the schedule.
        return
    if isinstance(panel, PanelGroup):
        for child in panel.children:
            yield from unexplained(child, panel.help_text)
    elif isinstance(panel, InlinePanel):
        yield from unexplained(panel.child_edit_handler)
    elif isinstance(panel, FieldPanel) and not (
        panel.help_text or above or panel.db_field.help_text
    ):
        yield f"{panel.model.__name__}.{panel.field_name}"


def without_help(block: blocks.Block, path: str = "") -> Iterator[str]:
    """The fields of a block that say nothing below themselves."""
    if isinstance(block, blocks.StructBlock | blocks.StreamBlock):
        for name, child in block.child_blocks.items():
            yield from without_help(child, f"{path}.{name}")
    elif isinstance(block, blocks.ListBlock):
        yield from without_help(block.child_block, path)
    elif not getattr(block.field, "help_text", ""):
        yield path


def last(path: str) -> str:
    return path.rpartition(".")[2]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_of_a_form_is_explained(model: type[Model]) -> None:
    assert list(unexplained(edit_handler(model))) == []


def test_every_field_of_a_passage_is_explained() -> None:
    assert [path for path in without_help(BodyBlock()) if last(path) not in PLAIN] == []


@pytest.mark.parametrize("section", ["wording", *SECTIONS])
def test_every_field_of_the_rules_is_explained(section: str) -> None:
    found = without_help(section_block(section))

    assert [path for path in found if last(path) not in TELLING] == []


def test_every_field_of_an_expected_situation_is_explained() -> None:
    found = without_help(expectation_block())

    assert [path for path in found if last(path) not in TELLING] == []


def test_every_kind_of_passage_says_what_it_is_for() -> None:
    for name, block in BodyBlock().child_blocks.items():
        assert block.get_description(), name
