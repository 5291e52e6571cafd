"""Papers as sheets: what stands on them, in order, before they are drawn as DOCX or PDF.

A sheet is plain data (strings, lists, mappings), since both drawings read it as such.
A text on it has `text` in the language of the sheet and `also` in that of the reader, or empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from guidance.text.languages import OFFICIAL, in_language
from wizard.decision.kit import Field, Kit, Paper, Part, Span, Table, Topic
from wizard.decision.ruleset import Document
from wizard.decision.sources import Text
from wizard.rules import registry
from wizard.rules.law import provision

from .wording import BLANK, Line, Typed, Wording, listed, read_number

FILED = OFFICIAL
"""The language of the file (Decree 292/2026, Article 2(3))."""

Sheet = dict[str, Any]
Said = dict[str, str]


@dataclass(frozen=True)
class Dossier:
    """A file in the making: the kit, what was typed, and what follows from the result."""

    ruleset: str
    """The key of the rules that the result was judged by."""
    kit: Kit
    typed: Typed
    documents: tuple[Document, ...]
    """The documents that the result asks for, in force on the day of the file."""
    cases: tuple[str, ...]
    purpose: Text
    """The cases that carry the result, by name."""
    also: str = ""
    """The reader's language on a reading copy; empty on what is filed."""
    blanks: dict[str, set[str]] = field(default_factory=dict, compare=False)
    """The fields left blank, by paper."""

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """The papers that are made, in order."""
        keys = frozenset(item.key for item in self.documents)
        called_for = papers_of(self.kit, self.cases, keys)
        return tuple(
            paper
            for paper in called_for
            if self.typed.meets(paper.when)
            and (not paper.lines or self.typed.lines_of(paper.lines))
        )

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics that concern this result."""
        return topics_of(self.kit, self.cases, frozenset(item.key for item in self.documents))

    def writer(self, paper: str) -> Writer:
        """A writer of one paper, which notes its blanks."""
        return Writer(self, self.blanks.setdefault(paper, set()))


def topics_of(kit: Kit, cases: tuple[str, ...], documents: frozenset[str]) -> tuple[Topic, ...]:
    """The topics of a kit that concern these cases and these documents."""
    return tuple(
        topic
        for topic in kit.topics
        if not (topic.cases or topic.documents) or _concerns(topic, cases, documents)
    )


def papers_of(kit: Kit, cases: tuple[str, ...], documents: frozenset[str]) -> tuple[Paper, ...]:
    """The papers of a kit that these cases or these documents may call for."""
    return tuple(paper for paper in kit.papers if _concerns(paper, cases, documents))


def _concerns(item: Topic | Paper, cases: tuple[str, ...], documents: frozenset[str]) -> bool:
    return bool(set(cases).intersection(item.cases) or documents.intersection(item.documents))


class Writer:
    """Says texts in the language of the file and, on a reading copy, in the reader's as well.

    What a table of its paper has no room for goes on a continuation sheet.
    """

    def __init__(self, dossier: Dossier, blanks: set[str]) -> None:
        """Fill in from one dossier."""
        self.dossier = dossier
        self.kit = dossier.kit
        self.filed = self._wording(FILED, blanks)
        self.read = self._wording(dossier.also, set()) if dossier.also else None
        self.continued: list[Continued] = []

    def _wording(self, language: str, blanks: set[str]) -> Wording:
        more = {
            "purpose": in_language(self.dossier.purpose, language),
            "goods_count": str(len(self.dossier.typed.lines_of("goods"))),
        }
        return Wording(self.kit, self.dossier.typed, language, more, blanks)

    def say(self, text: Text, **own: str) -> Said:
        """A text, filled in; in the reader's language only where that says it otherwise."""
        said = self.filed.fill(text, **own)
        also = self.read.fill(text, **own) if self.read else ""
        return {"text": said, "also": "" if also == said else also}

    def word(self, name: str, **own: str) -> Said:
        """One of the words that every paper says."""
        return self.say(getattr(self.kit.words, name), **own)

    def value(self, name: str) -> Said:
        """What a field says; in the reader's language only where that differs (a choice)."""
        text = self.filed.fill_words(f"{{{name}}}", {})
        also = self.read.fill_words(f"{{{name}}}", {}) if self.read else ""
        return {"text": text, "also": "" if also == text else also}


def sheet_of(dossier: Dossier, paper: Paper) -> Sheet:
    """A paper as a sheet."""
    writer = dossier.writer(paper.key)
    is_form = paper.frame == "form"
    blocks = [block for part in paper.parts for block in _blocks(writer, paper, part)]
    # Each paper has its own number in the register, or none yet: another's is not its own.
    own = {"number": writer.filed.value(paper.number) if paper.number else ""}
    return {
        **frame(dossier, paper.title, writer),
        "file": paper.file,
        "landscape": paper.landscape,
        "subheading": writer.say(paper.subtitle) if paper.subtitle else None,
        "head": letterhead(writer, own["number"]) if is_form else None,
        "to": {**writer.word("to"), "names": [writer.say(paper.to)]} if paper.to else None,
        "blocks": [*blocks, *_continuation(writer, paper)],
        "signers": signers(writer, paper.signs) if is_form else [],
    }


def frame(dossier: Dossier, title: Text, writer: Writer) -> Sheet:
    """What every sheet has: its languages, its title, and the mark of a reading copy."""
    return {
        "lang": FILED,
        "also_lang": dossier.also,
        "draft": draft_mark(dossier.ruleset, FILED, dossier.also),
        "mark": writer.word("reading_copy") if dossier.also else None,
        "heading": writer.say(title),
        "subheading": None,
        "subject": None,
        "landscape": False,
        "copies": [],
    }


def draft_mark(ruleset: str, language: str, also: str = "") -> Said | None:
    """What a paper made by rules that are only being tried says of itself; None by published ones.

    It is in the language of the paper and, on a reading copy, in the reader's as well.
    """
    if not registry.is_draft(ruleset):
        return None
    return both(lambda: _("Draft rules, not published: not for filing"), language, also)


def both(words: Callable[[], str], language: str, also: str = "") -> Said:
    """Words in one language and, where another is given, in that as well."""
    with override(language):
        text = words()
    if not also:
        return {"text": text, "also": ""}
    with override(also):
        said = words()
    return {"text": text, "also": "" if said == text else said}


def letterhead(writer: Writer, number: str) -> Sheet:
    """The trader on the left; the State, and the day left open, on the right."""
    name = writer.filed.value("company_name")
    return {
        "trader": {"text": name, "also": ""} if name else writer.word("trader"),
        "number": writer.word("number", number=number),
        "republic": writer.word("republic"),
        "motto": writer.word("motto"),
        "day": writer.word("day"),
    }


def signers(writer: Writer, signs: str = "") -> list[Sheet]:
    """Who signs: the legal or the authorised representative; both on an authorisation."""
    legal = {
        "role": writer.word("signer_legal"),
        "notes": [writer.word("sign_here")],
        "name": writer.filed.value("rep_name"),
    }
    agent = writer.filed.value("agent_name")
    if signs == "both":
        here = writer.word("sign_here")
        return [{"role": writer.word("agent"), "notes": [here], "name": agent}, legal]
    if writer.dossier.typed.fields.get("signer") != "authorised":
        return [legal]
    notes = [writer.word("authority"), writer.word("sign_here")]
    return [{"role": writer.word("signer_authorised"), "notes": notes, "name": agent}]


def _blocks(writer: Writer, paper: Paper, part: Part) -> Iterator[Sheet]:
    if not writer.dossier.typed.meets(part.when):
        return
    if part.cases and not set(part.cases).intersection(writer.dossier.cases):
        return
    above = (("section", part.section), ("head", part.head), ("text", part.text))
    yield from ({"kind": kind, **writer.say(text)} for kind, text in above if text)
    if part.table:
        yield table_of(writer, writer.kit.table_by_key[part.table])
    if part.sentences or part.fields:
        yield from _said(writer, part)
    yield from ({"kind": "box", **writer.say(box)} for box in part.boxes)
    if part.enclosures:
        yield from _enclosed(writer, paper)
    if part.listed:
        yield documents_table(writer)
    if part.closing:
        yield {"kind": "text", **writer.word("closing")}


def _enclosed(writer: Writer, paper: Paper) -> Iterator[Sheet]:
    """The papers that are handed in together with an application."""
    others = [item for item in writer.dossier.papers if _goes_with(item, paper)]
    yield from ({"kind": "item", **writer.say(item.name)} for item in others)
    if not others:
        yield {"kind": "text", "text": BLANK, "also": ""}


def _goes_with(item: Paper, paper: Paper) -> bool:
    """Whether a paper is handed in together with an application."""
    return item is not paper and item.frame == "form" and not item.later


def _said(writer: Writer, part: Part) -> Iterator[Sheet]:
    """The sentences ticked; what was typed and stands in none of them, with its name; or a blank.

    A part that only lists fields shows each of them, blank or not.
    """
    asked = (item for topic in writer.dossier.topics for item in topic.fields)
    offered = {key for item in asked for key in item.sentences}
    ticked = [
        writer.kit.sentence_by_key[key]
        for key in part.sentences
        if key in writer.dossier.typed.sentences and key in offered
    ]
    for sentence in ticked:
        yield {"kind": "text", **writer.say(sentence.text)}
    told = " ".join(sentence.text[FILED] for sentence in ticked)
    names = [*part.fields, *(_of_case(writer) if part.case_fields else ())]
    rows = [name for name in names if f"{{{name}}}" not in told]
    if part.sentences:
        rows = [name for name in rows if writer.filed.value(name)]
    for name in rows:
        label = writer.kit.singles[name].label
        yield {"kind": "row", "label": writer.say(label), "value": writer.value(name)}
    if not ticked and not rows:
        writer.filed.blanks.update(part.fields)
        yield {"kind": "text", "text": BLANK, "also": ""}


def _of_case(writer: Writer) -> list[str]:
    """The fields of the cases that carry the result; not those that are asked for a document."""
    return [
        item.key
        for topic in writer.dossier.topics
        if set(topic.cases).intersection(writer.dossier.cases)
        for item in topic.fields
        if item.kind not in ("sentences", "tick")
    ]


# --- Tables -----------------------------------------------------------------------------------

_BLANK_CELL = {"": "", "{no}": "1"}
"""What stands in a row nobody filled in, where that is no visible blank."""


def table_of(writer: Writer, table: Table) -> Sheet:
    """A table of the lines of a topic, or a word that they stand on the list."""
    lines = writer.dossier.typed.lines_of(table.topic)
    whole_list = _list_of(writer.dossier, table)
    if table.most and len(lines) > table.most and whole_list:
        return {"kind": "text", **writer.word("as_listed")}
    topic = writer.kit.topic_by_key.get(table.topic)
    fields = {item.key: item for item in topic.fields} if topic else {}
    rows = []
    for number, line in enumerate(lines, start=1):
        whole = {**line, "no": str(number), "left": _left(line)}
        short = _shortened(writer, table, fields, whole, whole_list)
        rows.append([_cell(writer, column.show, fields, short) for column in table.columns])
    if lines and any(column.sum for column in table.columns):
        rows += (
            _sums_by_code(writer, table, lines)
            if {"hs", "unit"} <= fields.keys()
            else [list(_sums(table, lines, writer.dossier.also))]
        )
    if not lines:
        writer.filed.blanks.add(table.topic)
        rows.append(
            [{"text": _BLANK_CELL.get(column.show, BLANK), "also": ""} for column in table.columns]
        )
    return {
        "kind": "table",
        "size": table.size,
        "widths": [column.width for column in table.columns],
        "heads": [
            *_heads(writer, table),
            [{**writer.say(column.head), "span": 1} for column in table.columns],
        ],
        "rows": rows,
    }


def _list_of(dossier: Dossier, table: Table) -> Paper | None:
    """The paper of the file that has every line of a table that is to be short."""
    if not table.most:
        return None
    whole = {item.key for item in dossier.kit.tables if item.topic == table.topic and not item.most}
    return next(
        (
            paper
            for paper in dossier.papers
            if not paper.later and any(part.table in whole for part in paper.parts)
        ),
        None,
    )


# --- Serial numbers -----------------------------------------------------------------------------

MOST_SERIALS = 10
"""So many serial numbers stand in a cell; more of them stand on a continuation sheet."""
ACROSS = {False: (3, 64), True: (5, 100)}
"""Columns of serial numbers at most, and letters side by side, upright and lying."""


@dataclass(frozen=True)
class Continued:
    """The serial numbers of a line of a table, for the continuation sheet."""

    number: str
    name: str
    serials: list[str]


def _shortened(
    writer: Writer,
    table: Table,
    fields: Mapping[str, Field],
    line: Line,
    whole_list: Paper | None,
) -> tuple[Line, Line]:
    """A line, in both languages, as a table has room for it: many serial numbers stand elsewhere.

    That is on the paper with the whole list, or else on a continuation sheet of the same paper.
    """
    filed, read = dict(line), dict(line)
    for key, value in line.items():
        asked = fields.get(key)
        serials = listed(value) if asked and asked.kind == "serials" else []
        is_shown = any(f"{{{key}}}" in column.show for column in table.columns)
        if not is_shown or len(serials) <= MOST_SERIALS:
            continue
        if whole_list is None:
            name = " ".join(filter(None, (line.get("desc", ""), line.get("model", ""))))
            writer.continued.append(Continued(line["no"], name, serials))
        for language, said in ((FILED, filed), (writer.dossier.also, read)):
            if language:
                said[key] = both(partial(_elsewhere, len(serials), whole_list), language)["text"]
    return filed, read


def _elsewhere(count: int, whole_list: Paper | None) -> str:
    if whole_list is None:
        return _("%(count)d, see the continuation sheet") % {"count": count}
    name = in_language(whole_list.name, str(get_language()))
    return _("%(count)d, see “%(name)s”") % {"count": count, "name": name}


def _continuation(writer: Writer, paper: Paper) -> Iterator[Sheet]:
    """A sheet of its own before the signature: serial numbers that no table has room for."""
    also = writer.dossier.also
    if writer.continued:
        yield {"kind": "page", **both(lambda: _("Continuation sheet: serial numbers"), FILED, also)}
    for line in writer.continued:
        yield {"kind": "text", **both(partial(_of_line, line), FILED, also)}
        most, letters = ACROSS[paper.landscape]
        numbered = [f"{number}. {text}" for number, text in enumerate(line.serials, start=1)]
        across = max(1, min(most, letters // (max(map(len, numbered)) + 2)))
        numbered += [""] * (-len(numbered) % across)
        head = both(lambda: _("Serial numbers"), FILED, also)
        yield {
            "kind": "table",
            "size": "small",
            "widths": [1] * across,
            "heads": [[{**head, "span": across}]],
            "rows": [
                [{"text": text, "also": ""} for text in numbered[at : at + across]]
                for at in range(0, len(numbered), across)
            ],
        }


def _of_line(line: Continued) -> str:
    return _("Line %(number)s: %(name)s – %(count)d serial numbers") % {
        "number": line.number,
        "name": line.name or BLANK,
        "count": len(line.serials),
    }


# --- Sums ---------------------------------------------------------------------------------------


def _sums_by_code(writer: Writer, table: Table, lines: tuple[Line, ...]) -> list[list[Said]]:
    """A row for each HS code and unit of several lines: different units do not add up.

    A code that one line alone has needs none.
    """
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        digits = "".join(filter(str.isdigit, line.get("hs", "")))
        found.setdefault((digits, line.get("unit", "").casefold()), []).append(line)
    named = next(at for at, column in enumerate(table.columns) if column.show != "{no}")
    also, rows = writer.dossier.also, []
    for (code, _unit), own in found.items():
        if not code or len(own) < 2:
            continue
        row = list(_sums(table, tuple(own), also))
        row[named] = both(partial(_total_of, code), FILED, also)
        for at, column in enumerate(table.columns):
            if column.show == "{unit}":
                row[at] = {"text": own[0].get("unit", ""), "also": ""}
        rows.append(row)
    return rows


def _total_of(code: str) -> str:
    return _("Total of HS code %s") % code


def _sums(table: Table, lines: tuple[Line, ...], also: str) -> Iterator[Said]:
    """The last row: the sum of the numbers typed, and nothing where there is none or no number."""
    named = next(at for at, column in enumerate(table.columns) if column.show != "{no}")
    for at, column in enumerate(table.columns):
        typed = [text for line in lines if (text := line.get(column.sum, ""))]
        numbers = [read_number(text) for text in typed]
        if at == named:
            yield both(lambda: _("Total"), FILED, also)
        elif numbers and None not in numbers:
            text = f"{sum(number for number in numbers if number is not None):f}"
            yield {"text": text.replace(".", ","), "also": ""}
        else:
            yield {"text": "", "also": ""}


def documents_table(writer: Writer) -> Sheet:
    """The documents that the result asks for, each with a box to tick."""
    also = writer.dossier.also
    heads = [
        both(lambda: _("No."), FILED, also),
        both(lambda: pgettext("list of documents", "Paper"), FILED, also),
        both(lambda: pgettext("list of documents", "Original or copy"), FILED, also),
        both(lambda: pgettext("list of documents", "Provision"), FILED, also),
        both(lambda: pgettext("list of documents", "Enclosed"), FILED, also),
        both(lambda: pgettext("list of documents", "Note"), FILED, also),
    ]
    return {
        "kind": "table",
        "size": "small",
        "widths": [6, 31, 20, 24, 9, 10],
        "heads": [[{**head, "span": 1} for head in heads]],
        "rows": [
            [
                {"text": str(number), "also": ""},
                writer.say(document.name),
                writer.say(document.copies),
                _provisions(document, also),
                {"text": "☐", "also": ""},
                {"text": "", "also": ""},
            ]
            for number, document in enumerate(writer.dossier.documents, start=1)
        ],
    }


def _provisions(document: Document, also: str) -> Said:
    """The provisions that ask for a document, by name, those of one act together."""
    said = []
    for code in (FILED, also or FILED):
        acts: dict[str, list[str]] = {}
        for item in map(provision, document.basis):
            acts.setdefault(item.number, []).append(in_language(item.label, code))
        named = (f"{', '.join(labels)} ({number})" for number, labels in acts.items())
        said.append("; ".join(named))
    return {"text": said[0], "also": "" if said[1] == said[0] else said[1]}


def _heads(writer: Writer, table: Table) -> Iterator[list[Sheet]]:
    for spans in (table.groups, table.subgroups):
        if spans:
            yield [_span(writer, item) for item in spans]


def _span(writer: Writer, item: Span) -> Sheet:
    said = writer.say(item.head) if item.head else {"text": "", "also": ""}
    return {**said, "span": item.span}


def _cell(writer: Writer, show: str, fields: Mapping[str, Field], line: tuple[Line, Line]) -> Said:
    filed, read = line
    text = writer.filed.row(show, fields, filed)
    also = writer.read.row(show, fields, read) if writer.read else ""
    return {"text": text or (BLANK if show else ""), "also": "" if also == text else also}


def _left(line: Line) -> str:
    """What is left of a licence, where both numbers are numbers."""
    licensed, imported = (read_number(line.get(key, "")) for key in ("lic_qty", "in_qty"))
    if licensed is None or imported is None or imported > licensed:
        return ""
    return f"{licensed - imported:f}"
