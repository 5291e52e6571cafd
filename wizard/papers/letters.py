"""Letters that ask an authority about one open point of a result each, ready to be signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from guidance.text.languages import in_language
from wizard.assessment.results import Result
from wizard.decision.kit import LETTERHEAD, PLACEHOLDER, Field, Kit, Question
from wizard.decision.sources import Citation, Doubt, Text
from wizard.rules.law import provision

from .sheets import Dossier, Said, Sheet, Writer, frame, letterhead, signers
from .wording import shown

MOST_GOODS = 3
"""How many lines of goods a letter names before it refers to the list, where one is made."""
MOST_PROVISIONS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An open point of a result, with the words of the letter that asks about it."""

    key: str
    title: Text
    ask: tuple[Text, ...]
    provisions: Text
    asks: tuple[Text, ...]
    subject: Text | None = None
    processing: bool = False


def points(kit: Kit, result: Result, documents: frozenset[str]) -> tuple[Point, ...]:
    """The points that can be asked about.

    First what every file leaves open, then what the cases that carry the result do, then its
    doubts, those to come included of which it speaks already: an answer takes its time. Of several
    questions about one doubt, one to a body that these cases ask is asked.
    """
    cases = tuple(case.key for case in result.cases)
    day = result.situation.day
    questions = [item for item in kit.questions if item.in_force(day(item.by))]
    found = [
        _point(kit, question, question.title or question.asks[0], result)
        for question in questions
        if question.always
        and (not question.documents or documents.intersection(question.documents))
    ]
    of_cases = [item for item in questions if set(cases).intersection(item.cases)]
    found += [_point(kit, item, item.title or item.asks[0], result) for item in of_cases]
    asked = {item.key for item in of_cases}
    bodies = {key for case in result.cases for key in case.ask}
    for doubt in (*result.doubts, *result.foreseen):
        about = [item for item in questions if doubt.key in item.doubts]
        question = next((item for item in about if bodies.intersection(item.ask)), None)
        question = question or next(iter(about), None)
        if question is None:
            found.append(_of_doubt(kit, doubt, result))
        elif question.key not in asked:
            asked.add(question.key)
            found.append(_point(kit, question, doubt.title, result))
    if cases and set(cases) <= set(kit.letter.processing):
        found = [replace(point, processing=True) for point in found]
    return tuple(found)


def _point(kit: Kit, question: Question, title: Text, result: Result) -> Point:
    cases = [case.key for case in result.cases]
    more = [item.text for item in question.of_case if item.case in cases]
    return Point(
        key=question.key,
        title=title,
        ask=_names(kit, question.ask, result),
        provisions=question.provisions,
        asks=(*question.asks, *more),
        subject=question.subject,
        processing=question.processing,
    )


def _of_doubt(kit: Kit, doubt: Doubt, result: Result) -> Point:
    """A letter about a doubt that has no wording of its own: its title is the question."""
    basis = [*doubt.basis, *(item for reading in doubt.readings for item in reading.basis)]
    return Point(
        key=f"doubt-{doubt.key}",
        title=doubt.title,
        ask=_names(kit, doubt.ask, result),
        provisions=_provisions(basis, doubt.title),
        asks=(doubt.title,),
    )


def fields_of(kit: Kit, asked: Iterable[Point]) -> frozenset[str]:
    """The fields that letters about these points show, those of who signs with them."""
    parts: tuple[Any, ...] = (kit.words, kit.letter, *asked)
    found = [getattr(part, spec.name) for part in parts for spec in fields(part)]
    texts = [text for item in found for text in (item if isinstance(item, tuple) else (item,))]
    said = [getattr(text, "text", text) for text in texts]
    named = {
        name
        for text in said
        if isinstance(text, Mapping)
        for words in text.values()
        for name in PLACEHOLDER.findall(words)
    }
    return frozenset(named | LETTERHEAD - {"doc_no"})


def _names(kit: Kit, keys: Iterable[str], result: Result) -> tuple[Text, ...]:
    known = {item.key: item.name for item in result.ruleset.authorities}
    known |= {item.authority: item.text for item in kit.letter.names}
    return tuple(known[key] for key in keys if key in known)


def _provisions(basis: Iterable[Citation], languages: Iterable[str]) -> Text:
    """Provisions by name; those nobody has read are left out."""
    found = [provision(item) for item in dict.fromkeys(basis)]
    named = [item for item in found if item.evidence.startswith("official")][:MOST_PROVISIONS]
    return {
        code: "; ".join(f"{in_language(item.label, code)} ({item.number})" for item in named)
        for code in languages
    }


# --- The sheet --------------------------------------------------------------------------------


def letter_of(dossier: Dossier, point: Point) -> Sheet:
    """A letter as a sheet."""
    writer = dossier.writer(f"letter {point.key}")
    words = dossier.kit.letter
    of_processing = words.subject_processing if point.processing else None
    subject = point.subject or of_processing or words.subject
    goods = _goods(writer)
    return {
        **frame(dossier, words.name, writer),
        "head": letterhead(writer, ""),
        "subject": writer.say(subject),
        "heading": None,
        "title": f"{writer.filed.fill(words.name)} – {writer.filed.fill(point.title)}",
        "file": f"{words.file}-{point.key}",
        "to": {**writer.word("to"), "names": [writer.say(name) for name in point.ask]},
        "blocks": list(_blocks(writer, point, goods)),
        "copies": [writer.word(name) for name in ("copies_to", "as_above", "archive")],
        "signers": signers(writer),
    }


def _blocks(writer: Writer, point: Point, goods: Said) -> Iterator[Sheet]:
    words = writer.kit.letter
    asker = (words.who_processing if point.processing else None) or words.who
    who = writer.filed.fill(asker, goods=goods["text"])
    also = writer.read.fill(asker, goods=goods["also"]) if writer.read else ""
    yield {"kind": "text", "text": who, "also": also}
    if any(point.provisions.values()):
        yield {"kind": "text", **_with(writer, words.read, "provisions", point.provisions)}
    yield {"kind": "text", **writer.say(words.asks)}
    for number, text in enumerate(point.asks, start=1):
        said = writer.say(text)
        mark = f"{number}. " if len(point.asks) > 1 else ""
        yield {
            "kind": "text",
            "text": mark + said["text"],
            "also": mark + said["also"] if said["also"] else "",
        }
    yield {"kind": "text", **writer.say(words.close)}


def _with(writer: Writer, text: Text, name: str, value: Text) -> Said:
    """A text with one name filled in by a text of its own, each in its language."""
    said = {
        "text": writer.filed.fill(text, **{name: in_language(value, writer.filed.language)}),
        "also": "",
    }
    if writer.read:
        said["also"] = writer.read.fill(text, **{name: in_language(value, writer.read.language)})
    return said


def _goods(writer: Writer) -> Said:
    """The lines of goods in words: all, or the first and that there are others on the list."""
    lines = writer.dossier.typed.lines_of("goods")
    topic = writer.kit.topic_by_key.get("goods")
    fields = {item.key: item for item in topic.fields} if topic else {}
    most = MOST_GOODS if _is_listed(writer.dossier) else len(lines)
    said = {"text": "", "also": ""}
    for key, wording in (("text", writer.filed), ("also", writer.read)):
        if wording is None:
            continue
        named = [
            wording.fill(writer.kit.letter.goods, **_shown(line, fields, wording.language))
            for line in lines[:most] or ({},)
        ]
        if len(lines) > most:
            named.append(wording.fill(writer.kit.words.and_others))
        said[key] = "; ".join(named)
    return said


def _is_listed(dossier: Dossier) -> bool:
    """Whether a paper is made that has every line of goods."""
    tables = (part.table for paper in dossier.papers for part in paper.parts if part.table)
    found = (dossier.kit.table_by_key[key] for key in tables)
    return any(table.topic == "goods" and not table.most for table in found)


def _shown(line: Mapping[str, str], fields: Mapping[str, Field], language: str) -> dict[str, str]:
    return {key: shown(item, line.get(key, ""), language) for key, item in fields.items()}
