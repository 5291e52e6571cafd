"""The proof that the papers of a rule set are sound: what they name is asked, there, and printed.

A text that names a field nobody asks for would print a blank for ever; a field that no paper shows
is asked in vain; a paper for a document that the rules do not have is never made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from .issues import Issue
from .kit import (
    COMPUTED,
    LETTERHEAD,
    PLACEHOLDER,
    REGISTERED,
    Answered,
    Field,
    Kit,
    Part,
    Table,
    Topic,
)
from .ruleset import RuleSet
from .sources import Dated

FILE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED = frozenset(
    {"anyway", "csrfmiddlewaretoken", "do", "draft", "make", "questions", "reading"}
)
"""Names that the form of the papers has for itself."""

DAY = timedelta(days=1)

MOST_LINES = 100
"""Lines of a topic that one form may ask for."""

FROM_LINES = ("name", "code", "quantity", "unit")
"""What a line of a consignment says beside its answers."""


def issues(ruleset: RuleSet, parts: Iterable[tuple[str, Any]]) -> Iterator[Issue]:
    """What is wrong with the papers of a rule set; `parts` are all of theirs with their places."""
    kit = ruleset.papers
    if kit is None:
        return
    texts = [(place, part) for place, part in parts if isinstance(part, Mapping)]
    yield from _keys(kit)
    yield from _names(kit)
    yield from _unasked(kit, texts)
    yield from _unused(kit, texts)
    yield from _conditions(kit)
    yield from _sentences(kit)
    yield from _tables(kit)
    yield from _lines(kit)
    yield from _files(kit)
    yield from _rules(kit, ruleset)
    yield from _letters(kit, ruleset)


def _names_in(text: Mapping[str, str]) -> set[str]:
    return {name for words in text.values() for name in PLACEHOLDER.findall(words)}


def _asked(kit: Kit) -> Iterator[tuple[str, Topic, Field]]:
    """Every field with its place and its topic."""
    for topic in kit.topics:
        for item in topic.fields:
            yield f"papers.topic[{topic.key}].field[{item.key}]", topic, item


def _parts(kit: Kit) -> Iterator[tuple[str, Part]]:
    """Every part of every paper with its place."""
    for paper in kit.papers:
        for number, part in enumerate(paper.parts):
            yield f"papers.paper[{paper.key}].part[{number}]", part


def _conditioned(kit: Kit) -> Iterator[tuple[str, Answered]]:
    """Every condition of a paper or of a part of one, with its place."""
    for paper in kit.papers:
        yield from ((f"papers.paper[{paper.key}].when", item) for item in paper.when)
    for place, part in _parts(kit):
        yield from ((f"{place}.when", item) for item in part.when)


def _keys(kit: Kit) -> Iterator[Issue]:
    """Tell keys apart; a field asked once is known by its key alone, whatever its topic."""
    lists: dict[str, list[str]] = {
        "papers.topic": [item.key for item in kit.topics],
        "papers.sentence": [item.key for item in kit.sentences],
        "papers.table": [item.key for item in kit.tables],
        "papers.paper": [item.key for item in kit.papers],
        "papers.question": [item.key for item in kit.questions],
    }
    for place, _topic, item in _asked(kit):
        lists[f"{place}.choices"] = [choice.key for choice in item.choices]
    for topic in kit.topics:
        if topic.repeat:
            lists[f"papers.topic[{topic.key}].field"] = [item.key for item in topic.fields]
    for place, keys in lists.items():
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield Issue("duplicate-key", f"{place}[{key}]")
    seen: set[str] = set()
    for place, topic, item in _asked(kit):
        if not topic.repeat and item.key in seen:
            yield Issue("duplicate-key", place)
        seen |= set() if topic.repeat else {item.key}


def _names(kit: Kit) -> Iterator[Issue]:
    """Refuse the name of a field that no text can have in braces, or that the form has already."""
    lines = tuple(f"{topic.key}-" for topic in kit.topics if topic.repeat)
    for place, topic, item in _asked(kit):
        taken = item.key in RESERVED or item.key.startswith(lines)
        if not PLACEHOLDER.fullmatch(f"{{{item.key}}}") or (taken and not topic.repeat):
            yield Issue("unusable-name", place, item.key)


def _unasked(kit: Kit, texts: list[tuple[str, Mapping[str, str]]]) -> Iterator[Issue]:
    """Names in texts, parts, columns and conditions that are no field."""
    known = {item.key for _place, _topic, item in _asked(kit)} | COMPUTED
    for place, text in texts:
        names = _names_in(text)
        if "after" in names and "after_choice" not in kit.singles:
            # What happens after use is a clause of the answer to this.
            names.add("after_choice")
        yield from (Issue("unasked-field", place, name) for name in sorted(names - known))
    for place, name in _named_once(kit):
        if name not in kit.singles:
            yield Issue("unasked-field", place, name)
    for place, _topic, item in _asked(kit):
        if item.limit and item.limit.since not in kit.singles:
            yield Issue("unasked-field", f"{place}.limit.since", item.limit.since)
    yield from _columns(kit)


def _columns(kit: Kit) -> Iterator[Issue]:
    """Names in the columns of a table that are no field of its lines."""
    for table in kit.tables:
        topic = kit.topic_by_key.get(table.topic)
        of_line = {item.key for item in topic.fields} if topic else set()
        for number, column in enumerate(table.columns):
            place = f"papers.table[{table.key}].columns[{number}]"
            for name in sorted(set(PLACEHOLDER.findall(column.show)) - of_line - COMPUTED):
                yield Issue("unasked-field", f"{place}.show", name)
            if column.sum and column.sum not in of_line:
                yield Issue("unasked-field", f"{place}.sum", column.sum)


def _named_once(kit: Kit) -> Iterator[tuple[str, str]]:
    """The fields that papers, their parts and their conditions name, each with its place."""
    for paper in kit.papers:
        if paper.number:
            yield f"papers.paper[{paper.key}].number", paper.number
    for place, part in _parts(kit):
        yield from ((f"{place}.fields", name) for name in part.fields)
    for place, item in _conditioned(kit):
        yield place, item.field


def _unused(kit: Kit, texts: list[tuple[str, Mapping[str, str]]]) -> Iterator[Issue]:
    """Fields that are asked and shown nowhere."""
    named = {name for _place, text in texts for name in _names_in(text)}
    once = named | {name for _place, name in _named_once(kit)} | LETTERHEAD
    shows_cases = any(part.case_fields for _place, part in _parts(kit))
    for place, topic, item in _asked(kit):
        if topic.key == kit.register or (topic.cases and shows_cases):
            continue
        used = named | _shown_of(kit, topic) if topic.repeat else once
        if item.kind != "sentences" and item.key not in used:
            yield Issue("unused-field", place, item.key)


def _shown_of(kit: Kit, topic: Topic) -> set[str]:
    """What the tables of a topic show of its lines."""
    return {
        name
        for table in kit.tables
        if table.topic == topic.key
        for column in table.columns
        for name in PLACEHOLDER.findall(column.show)
    }


def _conditions(kit: Kit) -> Iterator[Issue]:
    """Answers that a condition waits for and that its field cannot have."""
    for place, item in _conditioned(kit):
        asked = kit.singles.get(item.field)
        if asked is None or not item.answer:
            continue
        answers = {"yes"} if asked.kind == "tick" else {choice.key for choice in asked.choices}
        if asked.kind in ("choice", "tick") and item.answer not in answers:
            yield Issue("unknown-choice", place, item.answer)


def _sentences(kit: Kit) -> Iterator[Issue]:
    """Sentences that are not there, are offered and printed nowhere, or the other way about."""
    offered = [
        (f"{place}.sentences", key) for place, _topic, item in _asked(kit) for key in item.sentences
    ]
    printed = [(f"{place}.sentences", key) for place, part in _parts(kit) for key in part.sentences]
    for place, key in (*offered, *printed):
        if key not in kit.sentence_by_key:
            yield Issue("unknown-sentence", place, key)
    for key in kit.sentence_by_key:
        if key not in {name for _place, name in offered}:
            yield Issue("unoffered-sentence", f"papers.sentence[{key}]")
        elif key not in {name for _place, name in printed}:
            yield Issue("unprinted-sentence", f"papers.sentence[{key}]")
    yield from _waiting(kit)


def _waiting(kit: Kit) -> Iterator[Issue]:
    """Sentences that can be ticked where the answer that they are printed with is not asked for."""
    waits: dict[str, list[set[str]]] = {}
    for _place, part in _parts(kit):
        for key in part.sentences:
            waits.setdefault(key, []).append({item.field for item in part.when if item.answer})
    topic_of = {item.key: topic for _place, topic, item in _asked(kit) if not topic.repeat}
    for place, topic, item in _asked(kit):
        for key in item.sentences:
            needed = waits.get(key, [set()])
            if not any(
                all(_is_asked_with(topic, topic_of.get(name)) for name in names) for names in needed
            ):
                yield Issue("unprinted-sentence", f"{place}.sentences", key)


def _is_asked_with(topic: Topic, other: Topic | None) -> bool:
    """Whether the fields of another topic are asked wherever those of a topic are."""
    if other is None:
        return False
    if not (other.cases or other.documents):
        return True
    if not (topic.cases or topic.documents):
        return False
    return set(topic.cases) <= set(other.cases) and set(topic.documents) <= set(other.documents)


def _tables(kit: Kit) -> Iterator[Issue]:
    """Tables that are not there or printed nowhere; columns without width; heads too short."""
    printed = {part.table: place for place, part in _parts(kit) if part.table}
    for key, place in printed.items():
        if key not in kit.table_by_key:
            yield Issue("unknown-table", f"{place}.table", key)
    for table in kit.tables:
        place = f"papers.table[{table.key}]"
        if table.key not in printed:
            yield Issue("unused-table", place)
        if not table.columns or any(column.width < 1 for column in table.columns):
            yield Issue("unusable-width", f"{place}.columns")
        yield from _spans(table, place)


def _spans(table: Table, place: str) -> Iterator[Issue]:
    for name, heads in (("groups", table.groups), ("subgroups", table.subgroups)):
        spans = [item.span for item in heads]
        if spans and (sum(spans) != len(table.columns) or min(spans) < 1):
            yield Issue("uneven-heads", f"{place}.{name}")


def _lines(kit: Kit) -> Iterator[Issue]:
    """Topics that are to have lines and have none, or more than a form can ask for."""
    named = [(f"papers.table[{item.key}].topic", item.topic) for item in kit.tables]
    named += [(f"papers.paper[{item.key}].lines", item.lines) for item in kit.papers if item.lines]
    named += [("papers.register", kit.register)] if kit.register else []
    of_lines = {topic.key: topic for topic in kit.topics if topic.repeat}
    yield from (Issue("no-lines", place, key) for place, key in named if key not in of_lines)
    for topic in kit.topics:
        place = f"papers.topic[{topic.key}]"
        if topic.repeat > MOST_LINES or topic.first > topic.repeat:
            yield Issue("too-many-lines", f"{place}.repeat", str(MOST_LINES))
        if topic.repeat and topic.line is None:
            yield Issue("missing-line", f"{place}.line")
    if kit.register in of_lines:
        asked = {item.key for item in of_lines[kit.register].fields}
        for key in sorted(REGISTERED - asked):
            yield Issue("unregistered-field", "papers.register", key)


def _files(kit: Kit) -> Iterator[Issue]:
    """Names of files that no package can have, or that two papers have."""
    named = [(f"papers.paper[{item.key}].file", item.file) for item in kit.papers]
    named += [("papers.letter.file", kit.letter.file), ("papers.cover.file", kit.cover.file)]
    seen: set[str] = set()
    for place, file in named:
        if not FILE.fullmatch(file) or file in seen:
            yield Issue("unusable-file", place, file)
        seen.add(file)


def _rules(kit: Kit, ruleset: RuleSet) -> Iterator[Issue]:
    """Cases and answers that the rules do not have; `verify` follows documents and doubts."""
    cases = {item.key for item in ruleset.cases}
    named = [(f"papers.topic[{item.key}].cases", item.cases) for item in kit.topics]
    named += [(f"papers.paper[{item.key}].cases", item.cases) for item in kit.papers]
    named += [(f"{place}.cases", part.cases) for place, part in _parts(kit)]
    named += [
        (f"{place}.choices[{choice.key}].cases", choice.cases)
        for place, _topic, item in _asked(kit)
        for choice in item.choices
    ]
    named.append(("papers.letter.processing", kit.letter.processing))
    named += [(f"papers.question[{item.key}].cases", item.cases) for item in kit.questions]
    named += [
        (f"papers.question[{item.key}].of_case", tuple(more.case for more in item.of_case))
        for item in kit.questions
    ]
    for place, keys in named:
        yield from (Issue("unknown-case", place, key) for key in keys if key not in cases)
    for place, _topic, item in _asked(kit):
        if item.takes and item.takes not in {*FROM_LINES, *ruleset.question_by_key}:
            yield Issue("unknown-topic", f"{place}.takes", item.takes)
    authorities = {item.key for item in ruleset.authorities}
    for number, name in enumerate(kit.letter.names):
        if name.authority not in authorities:
            yield Issue("unknown-ask", f"papers.letter.names[{number}].authority", name.authority)


def _letters(kit: Kit, ruleset: RuleSet) -> Iterator[Issue]:
    """Doubts, and cases that ask the authority, about which no letter asks.

    The title of a doubt that is a question is what its letter asks. A case that asks has, on each
    of its days, a question that names it or a doubt that leaves nothing settled: no case of another
    outcome has it.
    """
    asked = {key for item in kit.questions for key in item.doubts}
    for doubt in ruleset.doubts:
        is_question = all(text.endswith("?") for text in doubt.title.values())
        if doubt.key not in asked and not is_question:
            yield Issue("no-letter", f"doubt[{doubt.key}].title")
    asking = {key for key, item in ruleset.outcomes.items() if item.doubtful}
    settled = {key for case in ruleset.cases if case.outcome not in asking for key in case.doubts}
    for case in ruleset.cases:
        if case.outcome in asking:
            open_doubts = [item for item in ruleset.doubts if item.key in {*case.doubts} - settled]
            naming = [item for item in kit.questions if case.key in item.cases]
            letters = [*naming, *open_doubts]
            silent = _day_without(case, letters, ruleset.in_force_from or date.min)
            if silent:
                since = silent.isoformat() if letters and silent > date.min else ""
                yield Issue("no-letter", f"case[{case.key}]", since)


def _day_without(case: Dated, letters: Sequence[Dated], first: date) -> date | None:
    """The first day of a case on which none of these is in force; None where there is no such day.

    Between the days on which one of them begins or ends nothing changes.
    """
    first = case.in_force_from or first
    begins = [item.in_force_from for item in letters if item.in_force_from]
    ends = [item.in_force_until or date.max for item in letters]
    days = [*begins, *(day + DAY for day in ends if day < date.max)]
    for on in sorted({first, *(day for day in days if day > first)}):
        if case.in_force(on) and not any(item.in_force(on) for item in letters):
            return on
    return None
