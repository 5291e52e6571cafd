"""The papers made for a rule set: what they ask, what they say, and which there are.

A kit is a part of its rule set, read and written as the rest of it is (`parse`), and proved with it
(`verify`). Its texts name what a reader types in braces: ``{company_name}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from .sources import Citation, Dated, Day, Text

PLACEHOLDER = re.compile(r"\{([a-z0-9_-]+)\}")
COMPUTED = frozenset(
    {
        *("after", "goods", "goods_count", "left", "no", "number", "provisions", "purpose"),
        *("copies", "day", "issuer", "lead_time", "name", "says", "version"),
    }
)
"""Words that texts may name though nobody is asked for them: they follow from answers."""

LETTERHEAD = frozenset({"agent_name", "company_name", "doc_no", "rep_name", "signer"})
"""Fields that every paper shows around its text, if they are asked."""

REGISTERED = frozenset(
    {
        *("desc", "model", "serial", "hs", "decl_no", "lic_qty", "in_qty", "in_use", "finished"),
        *("reexp_qty", "destroyed", "other_qty"),
    }
)
"""Fields that the register of the goods counts into the lines of its topic."""

LONG, SHORT = 1500, 60
"""How many letters some sentences may have; and a number, a code or a day, right or wrong."""

Frame = Literal["form", "letter", "sheet"]
"""A form has letterhead, title and signature; a letter a subject instead; a sheet is not filed."""

FieldKind = Literal[
    "text",
    "long",
    "description",
    "serials",
    "choice",
    "sentences",
    "tick",
    "date",
    "past-date",
    "year",
    "quantity",
    "amount",
    "hs",
    "tax-code",
    "email",
]
"""What is typed or ticked, by which it is checked."""

Evidence = Literal["a", "b", "c", "d"]
"""How a head is known: demanded by the act; read on the form; from a like text; our advice."""

Signs = Literal["one", "both"]
Size = Literal["small", "tiny"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of a field; a clause is how a sentence says it, blank means nothing is printed.

    Of a choice for some `cases`, or for an authority that `decides`, nothing is said where the
    result is carried by none of those cases, or names another authority.
    """

    key: str
    text: Text
    clause: Text | None = None
    blank: bool = False
    cases: tuple[str, ...] = ()
    decides: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many years at most from the first day, which another field asks for."""

    since: str
    years: int
    basis: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something asked: where a reader finds it, how it is checked, how many letters it may have.

    It may take what a line of a consignment says: its `name`, `code`, `quantity` or `unit`, or the
    answer to the question of that key; one asked once takes the answer of the check. A day asked
    once may have a `limit`.
    """

    key: str
    label: Text
    where: Text | None = None
    kind: FieldKind = "text"
    choices: tuple[Choice, ...] = ()
    sentences: tuple[str, ...] = ()
    most: int = 200
    limit: Limit | None = None
    autocomplete: str = ""
    takes: str = ""

    @property
    def longest(self) -> int:
        """How many letters may be typed."""
        if self.kind == "long":
            return LONG
        return self.most if self.kind in ("description", "email", "serials", "text") else SHORT

    def choice(self, key: str) -> Choice | None:
        """The choice of a key."""
        return next((item for item in self.choices if item.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Fields asked together; with `repeat`, so many lines of them at most, `first` at the start.

    With `cases` or `documents` they are asked where a result is carried by one of those cases or
    asks for one of those documents.
    """

    key: str
    title: Text
    why: Text
    fields: tuple[Field, ...] = field(metadata={"key": "field"})
    line: Text | None = None
    repeat: int = 0
    first: int = 0
    folded: bool = False
    cases: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence printed where the reader ticks it."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """That a field has this answer; an empty one: that it has none."""

    field: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a paper: its head, how the head is known, and what stands below it.

    `listed` is a table of the documents that the result asks for. With `cases` it stands only where
    one of them carries the result.
    """

    ev: Evidence
    head: Text | None = None
    section: Text | None = None
    text: Text | None = None
    fields: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    boxes: tuple[Text, ...] = ()
    table: str = ""
    when: tuple[Answered, ...] = ()
    cases: tuple[str, ...] = ()
    case_fields: bool = False
    enclosures: bool = False
    listed: bool = False
    closing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper: made where a result asks for one of its documents, or one of its cases carries it.

    With `when`, only where the answers call for it; with `lines`, where a line of that topic was
    typed. A `sheet` is for the reader's own use.
    """

    key: str
    file: str
    name: Text
    title: Text
    unread: Text
    parts: tuple[Part, ...] = field(metadata={"key": "part"})
    frame: Frame = "form"
    subtitle: Text | None = None
    to: Text | None = None
    documents: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    when: tuple[Answered, ...] = ()
    lines: str = ""
    number: str = ""
    signs: Signs = "one"
    landscape: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: `show` is filled in for each line; `width` is its share in per cent.

    `sum` names the field whose numbers are summed below.
    """

    head: Text
    width: int
    show: str = ""
    sum: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A head over several columns; without words it is nobody's."""

    span: int
    head: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the lines of a topic; over `most` lines the paper points to the list instead."""

    key: str
    topic: str
    columns: tuple[Column, ...]
    groups: tuple[Span, ...] = ()
    subgroups: tuple[Span, ...] = ()
    most: int = 0
    size: Size = "small"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCase:
    """A further question for one case."""

    case: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Dated):
    """A point to ask about in a letter of its own: for doubts or cases of a result, or always.

    With dates it is asked where they hold, on the day that `by` names: what it cites begins, too.
    """

    key: str
    ask: tuple[str, ...]
    provisions: Text
    asks: tuple[Text, ...]
    title: Text | None = None
    doubts: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    subject: Text | None = None
    always: bool = False
    processing: bool = False
    by: Day = "declared"
    in_force_from: date | None = None
    in_force_until: date | None = None
    of_case: tuple[OfCase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """How a letter addresses an authority of the rules."""

    authority: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The words around a question; who asks for the cases of `processing` alone does not import.

    `names` says how a letter addresses an authority of the rules, where not by its name.
    """

    file: str
    name: Text
    subject: Text
    who: Text
    processing: tuple[str, ...] = ()
    subject_processing: Text | None = None
    who_processing: Text | None = None
    names: tuple[Addressee, ...] = ()
    goods: Text
    read: Text
    asks: Text
    close: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time to keep, where a result asks for one of these documents."""

    documents: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The words of the note that goes with the papers and is never filed."""

    file: str
    name: Text
    title: Text
    made_by: Text
    papers: Text
    before: Text
    steps: tuple[Text, ...]
    checklist: Text
    entry: Text
    blanks: Text
    no_blanks: Text
    warnings: Text
    unshown: Text
    open: Text
    answer: Text
    evidence: Text
    levels: Text
    deadlines: Text = field(metadata={"key": "dates"})
    times: tuple[Time, ...] = field(default=(), metadata={"key": "time"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands on every paper, whatever it is about."""

    republic: Text
    motto: Text
    trader: Text
    number: Text
    day: Text
    to: Text
    signer_legal: Text
    signer_authorised: Text
    agent: Text
    authority: Text
    sign_here: Text
    copies_to: Text
    as_above: Text
    archive: Text
    reading_copy: Text
    closing: Text
    as_listed: Text
    and_others: Text


@dataclass(frozen=True, kw_only=True, eq=False)
class Kit:
    """All papers for one rule set."""

    register: str = ""
    """The topic whose fields are the columns of the register of the goods; empty for none."""
    words: Words
    letter: Letter
    cover: Cover
    topics: tuple[Topic, ...] = field(metadata={"key": "topic"})
    sentences: tuple[Sentence, ...] = field(default=(), metadata={"key": "sentence"})
    tables: tuple[Table, ...] = field(default=(), metadata={"key": "table"})
    papers: tuple[Paper, ...] = field(metadata={"key": "paper"})
    questions: tuple[Question, ...] = field(default=(), metadata={"key": "question"})

    @cached_property
    def singles(self) -> dict[str, Field]:
        """The fields asked once, by key."""
        asked = (item for topic in self.topics if not topic.repeat for item in topic.fields)
        return {item.key: item for item in asked}

    @cached_property
    def sentence_by_key(self) -> Mapping[str, Sentence]:
        """The sentences, by key."""
        return {item.key: item for item in self.sentences}

    @cached_property
    def table_by_key(self) -> Mapping[str, Table]:
        """The tables, by key."""
        return {item.key: item for item in self.tables}

    @cached_property
    def topic_by_key(self) -> Mapping[str, Topic]:
        """The topics, by key."""
        return {item.key: item for item in self.topics}

    def topic(self, key: str) -> Topic:
        """The topic of a key; KeyError if there is none."""
        return self.topic_by_key[key]
