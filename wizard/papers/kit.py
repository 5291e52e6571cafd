"""What papers there are for a rule set, what they ask and what they say: data beside the rules.

A kit is read from `wizard/rulesets/papers/<key of the rule set>.toml`, where the sources stand too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from guidance.text.languages import OFFICIAL
from wizard.decision.sources import Text

KITS = Path(settings.BASE_DIR) / "wizard" / "rulesets" / "papers"
FILED = OFFICIAL
"""The language of the file (Decree 292/2026, Article 2(3))."""

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
COMPUTED = frozenset(
    {
        *("after", "goods", "goods_count", "left", "no", "number", "provisions", "purpose"),
        *("copies", "day", "issuer", "lead_time", "name", "says", "version"),
    }
)
"""Words that texts may name though nobody is asked for them: they follow from answers."""

LONG, SHORT = 1500, 60
"""How many letters some sentences may have; and a number, a code or a day, right or wrong."""

Frame = Literal["form", "letter", "sheet"]
"""A form has letterhead, title and signature; a letter a subject instead; a sheet is not filed."""


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
class Field:
    """Something asked: where a reader finds it, how it is checked, how many letters it may have.

    It may take what a line of a consignment says: its `name`, `code`, `quantity` or `unit`, or the
    answer to the question of that key; one asked once takes the answer of the check.
    """

    key: str
    label: Text
    where: Text | None = None
    kind: str = "text"
    choices: tuple[Choice, ...] = ()
    sentences: tuple[str, ...] = ()
    most: int = 200
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
    fields: tuple[Field, ...]
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
class Part:
    """A part of a paper: its head, how the head is known, and what stands below it.

    `listed` is a table of the documents that the result asks for. With `cases` it stands only where
    one of them carries the result.
    """

    ev: str
    head: Text | None = None
    section: Text | None = None
    text: Text | None = None
    fields: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    boxes: tuple[Text, ...] = ()
    table: str = ""
    when: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[str, ...] = ()
    case_fields: bool = False
    enclosures: bool = False
    listed: bool = False
    closing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper: made where a result asks for one of its documents, or is carried by one of its cases.

    With `when`, only where the answers call for it; with `lines`, where a line of that topic was
    typed. A `sheet` is for the reader's own use.
    """

    key: str
    file: str
    name: Text
    title: Text
    unread: Text
    parts: tuple[Part, ...]
    frame: Frame = "form"
    subtitle: Text | None = None
    to: Text | None = None
    documents: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    when: Mapping[str, str] = field(default_factory=dict)
    lines: str = ""
    number: str = ""
    signs: str = ""
    landscape: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: `show` is filled in for each line; `width` is its share in per cent.

    `sum` names the field whose numbers are summed below.
    """

    head: Text
    show: str
    width: int
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
    size: str = "small"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCase:
    """A further question for one case."""

    case: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A point to ask about in a letter of its own: for doubts of a result, or always."""

    key: str
    ask: tuple[str, ...]
    provisions: Text
    asks: tuple[Text, ...]
    title: Text | None = None
    doubts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    subject: Text | None = None
    always: bool = False
    processing: bool = False
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
    dates: Text
    times: tuple[Time, ...]


@dataclass(frozen=True, kw_only=True)
class Kit:
    """All papers for one rule set."""

    key: str
    words: Mapping[str, Text]
    topics: tuple[Topic, ...]
    sentences: Mapping[str, Sentence]
    papers: tuple[Paper, ...]
    tables: Mapping[str, Table]
    letter: Letter
    questions: tuple[Question, ...]
    cover: Cover
    register: str = ""
    """The topic whose fields are the columns of the register of the goods; empty for none."""

    @cached_property
    def singles(self) -> dict[str, Field]:
        """The fields asked once, by key."""
        asked = (item for topic in self.topics if not topic.repeat for item in topic.fields)
        return {item.key: item for item in asked}

    def topic(self, key: str) -> Topic:
        """The topic of a key; KeyError if there is none."""
        return {item.key: item for item in self.topics}[key]


def _made(kind: type[Any], mapping: Mapping[str, Any], **more: Any) -> Any:
    """Make a value of a kind; lists become tuples. TypeError names a key that does not belong."""
    names = {item.name for item in fields(kind)}
    unknown = set(mapping) - names
    if unknown:
        raise TypeError(f"{kind.__name__} {mapping.get('key', '')}: unknown {sorted(unknown)}")
    values = {
        key: tuple(value) if isinstance(value, list) else value for key, value in mapping.items()
    }
    return kind(**{**values, **more})


def _several(kind: type[Any], found: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple(_made(kind, mapping) for mapping in found)


def parse(content: Mapping[str, Any]) -> Kit:
    """Make a kit from the mapping of its file; TypeError or KeyError says what does not belong."""
    return Kit(
        key=content["key"],
        words=content["words"],
        topics=tuple(_topic(item) for item in content["topic"]),
        sentences={item.key: item for item in _several(Sentence, content.get("sentence", ()))},
        papers=tuple(_paper(item) for item in content["paper"]),
        tables={item["key"]: _table(item) for item in content["table"]},
        letter=_letter(content["letter"]),
        questions=tuple(
            _made(Question, item, of_case=_several(OfCase, item.get("of_case", ())))
            for item in content["question"]
        ),
        cover=_cover(content["cover"]),
        register=content.get("register", ""),
    )


def _letter(mapping: Mapping[str, Any]) -> Letter:
    found: Letter = _made(Letter, mapping, names=_several(Addressee, mapping.get("names", ())))
    return found


def _cover(mapping: Mapping[str, Any]) -> Cover:
    rest = {key: value for key, value in mapping.items() if key != "time"}
    found: Cover = _made(Cover, rest, times=_several(Time, mapping["time"]))
    return found


def _topic(mapping: Mapping[str, Any]) -> Topic:
    asked = tuple(
        _made(Field, item, choices=_several(Choice, item.get("choices", ())))
        for item in mapping["field"]
    )
    rest = {key: value for key, value in mapping.items() if key != "field"}
    found: Topic = _made(Topic, rest, fields=asked)
    return found


def _paper(mapping: Mapping[str, Any]) -> Paper:
    rest = {key: value for key, value in mapping.items() if key != "part"}
    found: Paper = _made(Paper, rest, parts=_several(Part, mapping["part"]))
    return found


def _table(mapping: Mapping[str, Any]) -> Table:
    made = {
        "columns": _several(Column, mapping["columns"]),
        "groups": _several(Span, mapping.get("groups", ())),
        "subgroups": _several(Span, mapping.get("subgroups", ())),
    }
    found: Table = _made(Table, mapping, **made)
    return found


@cache
def kit_of(ruleset: str) -> Kit | None:
    """The kit of a rule set, by its key; None if no papers are made for it."""
    path = KITS / f"{ruleset}.toml"
    if not path.exists():
        return None
    return parse(tomllib.loads(path.read_text(encoding="utf-8")))


# --- Proof ------------------------------------------------------------------------------------


def issues(kit: Kit, languages: Iterable[str]) -> list[str]:
    """What is wrong with a kit: a text without a language, a name nobody asks for, a loose end."""
    wanted = set(languages)
    missing = [
        f"{place}: not in every language"
        for place, text in _texts(kit)
        if set(text) != wanted or not all(text.values())
    ]
    return [*missing, *_unasked(kit), *_loose(kit)]


def _texts(item: Any, place: str = "kit") -> Iterator[tuple[str, Text]]:
    """Every text of a kit with its place. A text is a mapping that has the language of the file."""
    if isinstance(item, Mapping):
        if FILED in item:
            yield place, item
            return
        for key, value in item.items():
            yield from _texts(value, f"{place}.{key}")
    elif isinstance(item, tuple):
        for number, value in enumerate(item):
            yield from _texts(value, f"{place}[{getattr(value, 'key', number)}]")
    elif hasattr(item, "__dataclass_fields__"):
        for found in fields(item):
            yield from _texts(getattr(item, found.name), f"{place}.{found.name}")


def _unasked(kit: Kit) -> Iterator[str]:
    """Names in texts, parts and conditions that are no field."""
    of_lines = {item.key for topic in kit.topics if topic.repeat for item in topic.fields}
    known = set(kit.singles) | of_lines | COMPUTED
    for place, text in _texts(kit):
        named = {name for words in text.values() for name in PLACEHOLDER.findall(words)}
        yield from (f"{place}: nobody asks for {name}" for name in sorted(named - known))
    for table in kit.tables.values():
        asked = {item.key for item in kit.topic(table.topic).fields} | COMPUTED
        named = {name for column in table.columns for name in PLACEHOLDER.findall(column.show)}
        named |= {column.sum for column in table.columns if column.sum}
        yield from (f"table {table.key}: nobody asks for {key}" for key in sorted(named - asked))
    for paper in kit.papers:
        named = {*paper.when, *(key for part in paper.parts for key in (*part.fields, *part.when))}
        missing = sorted(named - set(kit.singles))
        yield from (f"paper {paper.key}: nobody asks for {key}" for key in missing)


def _loose(kit: Kit) -> Iterator[str]:
    """Sentences that are offered and printed nowhere, or the other way about; tables not there."""
    offered = {key for item in kit.singles.values() for key in item.sentences}
    parts = [part for paper in kit.papers for part in paper.parts]
    printed = {key for part in parts for key in part.sentences}
    for key in sorted((offered | printed) ^ (offered & printed & set(kit.sentences))):
        yield f"sentence {key}: not both offered and printed"
    if kit.register and kit.register not in {topic.key for topic in kit.topics if topic.repeat}:
        yield f"register {kit.register}: no topic of lines"
    for key in sorted({part.table for part in parts if part.table} ^ set(kit.tables)):
        yield f"table {key}: not both there and printed"
    lines = {topic.key for topic in kit.topics if topic.repeat}
    for paper in kit.papers:
        if paper.lines and paper.lines not in lines:
            yield f"paper {paper.key}: no topic of lines {paper.lines}"
    for table in kit.tables.values():
        for heads in (table.groups, table.subgroups):
            if heads and sum(item.span for item in heads) != len(table.columns):
                yield f"table {table.key}: heads do not span its columns"
