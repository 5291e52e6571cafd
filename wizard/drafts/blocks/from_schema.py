"""Blocks made from the value objects: the dataclasses are the schema, here as for the files."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, is_dataclass
from datetime import date
from typing import Any, Literal

from wagtail import blocks

from wizard.decision import ruleset, sources
from wizard.decision.parse import hints, schema

from .collapsed import CollapsedBlock
from .fields import AnswersBlock, CitationsBlock, CountriesBlock, KeyBlock, KeysBlock, TextsBlock
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

NAMING = ("number", "title", "name", "text", "label", "summary")
"""Fields by which an editor knows an entry: they come first, and the key is made from them."""

ICONS = {"question": "help", "case": "list-ul", "document": "doc-full", "doubt": "help"}


def section_block(section: str) -> blocks.StreamBlock:
    """The whole list of one section."""
    if section == "wording":
        # There is one, and it is looked at most: no need to open it first.
        item: blocks.Block = blocks.StructBlock(_children(section), label=ITEMS[section])
        return blocks.StreamBlock([(section, item)], required=False, max_num=1)
    item = CollapsedBlock(_children(section), label=ITEMS[section], icon=ICONS.get(section, "form"))
    return blocks.StreamBlock([(section, item)], required=False, collapsed=True)


def _children(section: str) -> list[tuple[str, blocks.Block]]:
    if section == "wording":
        specs = [(spec, key) for spec, key in schema(ruleset.RuleSet) if key in WORDING]
        return [
            (key, _block(key, hints(ruleset.RuleSet)[spec.name], required=spec.default is MISSING))
            for spec, key in specs
        ]
    children = fields(SECTIONS[section])
    if section == "outcome":
        return [("key", _plain("key", str, {**_said("key"), "required": True})), *children]
    return children


def fields(cls: type, *, required: bool = True) -> list[tuple[str, blocks.Block]]:
    """One block for each field of a value object, which may be left out as a whole."""
    children = [
        (key, _block(key, hints(cls)[spec.name], required=required and spec.default is MISSING))
        for spec, key in schema(cls)
    ]
    return sorted(children, key=lambda child: child[0] not in NAMING)


def _block(key: str, hint: Any, *, required: bool) -> blocks.Block:
    """Make the block that an annotation asks for."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _block(key, typing.get_args(hint)[0], required=False)
    if origin is tuple:
        return _list(key, typing.get_args(hint)[0], required=required)
    said = _said(key)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return TextsBlock(**said)
    if is_dataclass(hint):
        inner = fields(typing.cast("type", hint), required=required)
        return blocks.StructBlock(inner, **said)
    if origin is Literal:
        return _choice(key, typing.get_args(hint), required=required)
    return _plain(key, hint, {**said, "required": required})


def _said(key: str) -> dict[str, Any]:
    return {"label": LABELS[key], "help_text": HELP.get(key, "")}


def _plain(key: str, hint: type, options: dict[str, Any]) -> blocks.Block:
    """Make the block of a text without languages, a number, a date or a yes."""
    if hint is bool:
        return blocks.BooleanBlock(**{**options, "required": False})
    if hint is int:
        return blocks.IntegerBlock(min_value=0, **options)
    if hint is date:
        return blocks.DateBlock(**options)
    if key == "key" or key in REFERENCES:
        return KeyBlock(offers=REFERENCES.get(key, ""), **options)
    return blocks.CharBlock(**options)


def _choice(key: str, words: tuple[str, ...], *, required: bool) -> blocks.Block:
    return blocks.ChoiceBlock(
        choices=[(word, WORDS[word]) for word in words],
        label=LABELS[key],
        help_text=HELP.get(key, ""),
        required=required,
    )


def _list(key: str, hint: Any, *, required: bool) -> blocks.Block:
    """Make the block of a list: of keys, of citations, of conditions, or of smaller forms."""
    said = _said(key)
    if key == "countries":
        return CountriesBlock(required=required, **said)
    if hint is sources.Citation:
        return CitationsBlock(required=required, offers="provision", **said)
    if hint is str:
        return KeysBlock(required=required, offers=REFERENCES.get(key, ""), **said)
    if is_dataclass(hint):
        item = blocks.StructBlock(fields(typing.cast("type", hint)))
        listed = blocks.ListBlock(item, min_num=0, default=[], **said)
        # Rows until somebody opens one, so that they can be ordered; no matter of a migration.
        listed.meta.collapsed = True
        return listed
    row = blocks.ListBlock(_condition(), label=LABELS["row"])
    return blocks.ListBlock(row, min_num=0, default=[], **said)


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
