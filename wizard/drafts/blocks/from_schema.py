"""Blocks made from the value objects: the dataclasses are the schema, here as for the files."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, is_dataclass
from datetime import date
from typing import Any, Literal

from wagtail import blocks

from wizard.decision import kit, ruleset, sources
from wizard.decision.parse import hints, schema

from . import paper_labels
from .collapsed import CollapsedBlock
from .fields import (
    NAME,
    AnswersBlock,
    CitationsBlock,
    CountriesBlock,
    KeyBlock,
    KeysBlock,
    NamesBlock,
    TextsBlock,
)
from .labels import HELP, ITEMS, LABELS, WORDS

SECTIONS: dict[str, type] = {
    "outcome": ruleset.OutcomeText,
    "question": ruleset.Question,
    "case": ruleset.Case,
    "document": ruleset.Document,
    "procedure": ruleset.Procedure,
    "task": ruleset.Task,
    "doubt": sources.Doubt,
    "authority": sources.Authority,
    "unknown": sources.Unknown,
    "penalty": ruleset.Penalty,
    "penalty_note": sources.Statement,
}
"""The parts of a rule set that are lists, by their key in the file."""

WORDING = ("title", "assessment", "change_note", "legal_status", "cases_by", "doubts")
"""The parts of a rule set that are its own wording."""

PAPERS: dict[str, type] = {
    "topic": kit.Topic,
    "sentence": kit.Sentence,
    "paper": kit.Paper,
    "table": kit.Table,
    "question": kit.Question,
}
"""The parts of the papers that are lists, by their key in the file."""

PAPERS_WORDING = ("register", "words", "letter", "cover")
"""The parts of the papers that there is one of."""

PREFIX = "papers_"
"""What the sections of the papers are called by, beside those of the rules."""

REFERENCES = {
    "ask": "authority",
    "documents": "document",
    "unknowns": "unknown",
    "doubts": "doubt",
    "doubt": "doubt",
    "decides": "authority",
    "group": "group",
    "cases": "case",
    "body": "authority",
    "last_verified": "procedure",
    "todo": "task",
    "dates": "task",
    "after": "task",
    "procedures": "kind",
    "topic": "question",
    "outcome": "outcome",
}
"""Fields that name things by key, and the section that has them."""

PAPER_REFERENCES: dict[type, dict[str, str]] = {
    kit.Kit: {"register": "papers_topic"},
    kit.Field: {"sentences": "papers_sentence"},
    kit.Limit: {"since": "papers-field"},
    kit.Answered: {"field": "papers-field"},
    kit.Part: {
        "fields": "papers-field",
        "sentences": "papers_sentence",
        "table": "papers_table",
    },
    kit.Paper: {"number": "papers-field", "lines": "papers_topic"},
    kit.Column: {"sum": "papers-field"},
    kit.Addressee: {"authority": "authority"},
    kit.Table: {"topic": "papers_topic"},
    kit.OfCase: {"case": "case"},
    kit.Letter: {"processing": "case"},
}
"""The same for the fields of the papers."""

NAMED = {
    (kit.Field, "key"),
    (kit.Limit, "since"),
    (kit.Answered, "field"),
    (kit.Part, "fields"),
    (kit.Paper, "number"),
    (kit.Column, "sum"),
}
"""Where a field of the papers is named: as texts do in braces, with underscores."""

NAMING = ("title", "name", "text", "label", "summary")
"""Fields by which an editor knows an entry: they come first, and the key is made from them."""

ICONS = {"question": "help", "case": "list-ul", "document": "doc-full", "doubt": "help"}


def section_block(section: str) -> blocks.StreamBlock:
    """The whole list of one section."""
    if section == "wording":
        # There is one, and it is looked at most: no need to open it first.
        item: blocks.Block = blocks.StructBlock(_children(section), label=ITEMS[section])
        return blocks.StreamBlock([(section, item)], required=False, max_num=1)
    item = CollapsedBlock(_children(section), label=ITEMS[section], icon=ICONS.get(section, "form"))
    if section == f"{PREFIX}wording":
        return blocks.StreamBlock([("papers", item)], required=False, collapsed=True, max_num=1)
    name = section.removeprefix(PREFIX)
    return blocks.StreamBlock([(name, item)], required=False, collapsed=True)


def _children(section: str) -> list[tuple[str, blocks.Block]]:
    if section == "wording":
        return fields(ruleset.RuleSet, only=WORDING)
    if section == f"{PREFIX}wording":
        return fields(kit.Kit, only=PAPERS_WORDING)
    if section.startswith(PREFIX):
        return fields(PAPERS[section.removeprefix(PREFIX)])
    children = fields(SECTIONS[section])
    if section == "outcome":
        key = _Spec(SECTIONS[section], "key")
        return [("key", _plain(key, str, {**key.said, "required": True})), *children]
    return children


@dataclass(frozen=True, slots=True)
class _Spec:
    """A field of a value object, with what the form says of it."""

    cls: type
    key: str

    @property
    def said(self) -> dict[str, Any]:
        """Its label and its help; what has a label of its own has no other's help."""
        own = paper_labels.LABELS.get(self.cls, {})
        general = "" if self.key in own else HELP.get(self.key, "")
        return {
            "label": own.get(self.key) or LABELS[self.key],
            "help_text": paper_labels.HELP.get(self.cls, {}).get(self.key, general),
        }

    @property
    def offers(self) -> str:
        """The section whose keys it names, if it names any."""
        own = PAPER_REFERENCES.get(self.cls, {})
        return own.get(self.key, REFERENCES.get(self.key, ""))

    @property
    def is_name(self) -> bool:
        """Whether it names a field of the papers."""
        return (self.cls, self.key) in NAMED


def fields(
    cls: type, *, required: bool = True, only: tuple[str, ...] = ()
) -> list[tuple[str, blocks.Block]]:
    """One block for each field of a value object, which may be left out as a whole."""
    children = [
        (
            key,
            _block(
                _Spec(cls, key),
                hints(cls)[spec.name],
                required=required and spec.default is MISSING,
            ),
        )
        for spec, key in schema(cls)
        if not only or key in only
    ]
    # As they are, where each is looked for by itself.
    return children if only else sorted(children, key=lambda child: child[0] not in NAMING)


def _block(spec: _Spec, hint: Any, *, required: bool) -> blocks.Block:
    """Make the block that an annotation asks for."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _block(spec, typing.get_args(hint)[0], required=False)
    if origin is tuple:
        return _list(spec, typing.get_args(hint)[0], required=required)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return TextsBlock(**spec.said)
    if is_dataclass(hint):
        inner = fields(typing.cast("type", hint), required=required)
        return blocks.StructBlock(inner, **spec.said)
    options = {**spec.said, "required": required}
    if origin is Literal:
        words = [(word, WORDS[word]) for word in typing.get_args(hint)]
        return blocks.ChoiceBlock(choices=words, **options)
    return _plain(spec, hint, options)


def _plain(spec: _Spec, hint: type, options: dict[str, Any]) -> blocks.Block:
    """Make the block of a text without languages, a number, a date or a yes."""
    if hint is bool:
        return blocks.BooleanBlock(**{**options, "required": False})
    if hint is int:
        return blocks.IntegerBlock(min_value=0, **options)
    if hint is date:
        return blocks.DateBlock(**options)
    if spec.is_name:
        return KeyBlock(offers=spec.offers, pattern=NAME, **options)
    if spec.key == "key" or spec.offers:
        return KeyBlock(offers=spec.offers, **options)
    return blocks.CharBlock(**options)


def _list(spec: _Spec, hint: Any, *, required: bool) -> blocks.Block:
    """Make the block of a list: of keys, of citations, of conditions, or of smaller forms."""
    if spec.key in ("countries", "left_out"):
        return CountriesBlock(required=required, **spec.said)
    if hint is sources.Citation:
        return CitationsBlock(required=required, offers="provision", **spec.said)
    if hint is str:
        listed_keys = NamesBlock if spec.is_name else KeysBlock
        return listed_keys(required=required, offers=spec.offers, **spec.said)
    if is_dataclass(hint):
        item = blocks.StructBlock(fields(typing.cast("type", hint)))
        listed = blocks.ListBlock(item, min_num=0, default=[], **spec.said)
        # Rows until somebody opens one, so that they can be ordered; no matter of a migration.
        listed.meta.collapsed = True
        return listed
    if issubclass(typing.get_origin(hint), Mapping):
        return blocks.ListBlock(TextsBlock(), min_num=0, default=[], **spec.said)
    row = blocks.ListBlock(_condition(), label=LABELS["row"])
    return blocks.ListBlock(row, min_num=0, default=[], **spec.said)


def _condition() -> blocks.StructBlock:
    return blocks.StructBlock(
        [
            ("question", KeyBlock(label=LABELS["question"], offers="question")),
            ("choices", KeysBlock(label=LABELS["choices"], offers="choice")),
        ],
        label=LABELS["condition"],
        form_classname="struct-block ruleset-condition",
    )


def expectation_block() -> blocks.StreamBlock:
    """The situations that the rules must judge as a lawyer expects."""
    said = {key: {"label": LABELS[key], "help_text": HELP.get(key, "")} for key in LABELS}
    item = CollapsedBlock(
        [
            ("name", blocks.CharBlock(**said["situation"])),
            ("on", blocks.DateBlock(required=False, label=LABELS["on"])),
            ("answers", AnswersBlock(**said["answers"])),
            ("outcome", KeyBlock(offers="outcome", **said["outcome"])),
            ("cases", KeysBlock(required=False, offers="case", **said["cases"])),
        ],
        label=ITEMS["situation"],
        icon="tick-inverse",
    )
    return blocks.StreamBlock([("situation", item)], required=False, collapsed=True)
