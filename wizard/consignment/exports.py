"""A consignment as a table: CSV and XLSX, which read back as they were, and the empty one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from guidance.text.own_addresses import own_url
from guidance.text.spreadsheets import xlsx_text
from wizard.assessment.addresses import address
from wizard.assessment.answer_words import answer_text
from wizard.assessment.forms import localized
from wizard.decision.ruleset import Question
from wizard.goods.sheet_files import FORMATS

from .judging import Consignment, Judged, Way
from .lines import LineRules
from .tables import TAKEN, heads, titles

FILE = "consignment"


def table(consignment: Consignment, form: str, request: Any) -> bytes:
    """The lines with what is said of each, as CSV or XLSX."""
    ruleset = consignment.base.ruleset
    asked = _asked(consignment)
    known = titles(consignment.rules, asked)
    columns = {
        "number": _("No."),
        **known,
        TAKEN: heads()[TAKEN][0],
        "verdict": _("Result"),
        "says": _("What it says"),
        "open": _("Still open"),
        "papers": _("Papers to prepare"),
        "address": _("Address of this result"),
    }
    rows = []
    for item in consignment.judged:
        line, way = item.line, Way("", item.result, item.open)
        goods = line.given.get(consignment.rules.goods.key)
        answers = {
            question.key: answer_text(ruleset, question.key, line.given[question.key])
            if question.key in line.given
            else line.wrote.get(question.key, "")
            for question in asked
        }
        rows.append(
            {
                "number": str(item.number),
                **{key: getattr(line, key) for key in ("name", "code", "quantity")},
                **answers,
                TAKEN: answer_text(ruleset, consignment.rules.goods.key, goods) if goods else "",
                "verdict": verdict_of(item),
                "says": localized(way.sentence),
                "open": "; ".join(open_of(way)),
                "papers": "; ".join(localized(name) for name in papers_of(way)),
                "address": own_url(request, address("result", item.situation)),
            }
        )
    named = [{columns[key]: text for key, text in row.items()} for row in rows]
    write, _kind = FORMATS[form]
    return write([*columns.values()], named)


def _asked(consignment: Consignment) -> list[Question]:
    """The questions with a column, and those that some line answers."""
    given = {key for line in consignment.lines for key in (*line.given, *line.wrote)}
    own = {item.key for item in consignment.rules.columns} | given
    return [
        item
        for item in consignment.base.ruleset.questions
        if item.key in own and item is not consignment.rules.goods
    ]


def verdict_of(item: Judged) -> str:
    """The outcome of a line in a word or two."""
    return _("Question open") if item.open else localized(item.result.outcome.label)


def open_of(way: Way) -> Iterator[str]:
    """What is open about lines: facts nobody knew, and what the law leaves in doubt."""
    yield from (localized(item.label) for item in way.open_questions)
    yield from (localized(item.title) for item in way.doubts)


def papers_of(way: Way) -> Iterator[Any]:
    """The names of the documents to prepare."""
    if not way.question:
        yield from (paper.document.name for paper in way.result.papers)


def template(rules: LineRules, form: str) -> bytes:
    """A table to fill in: the names of the columns; in a workbook, a second sheet of answers."""
    named = titles(rules)
    if form == "csv":
        write, _kind = FORMATS[form]
        return write([*named.values()], [])
    book = Workbook()
    sheet = book.active
    sheet.title = xlsx_text(_("Lines"))[:31]
    sheet.append([xlsx_text(name) for name in named.values()])
    answers = book.create_sheet(xlsx_text(_("Answers"))[:31])
    for at, item in enumerate(rules.columns, 1):
        answers.cell(1, at, xlsx_text(localized(item.label)))
        for number, choice in enumerate(item.choices, 2):
            answers.cell(number, at, xlsx_text(localized(choice.text)))
        answers.cell(len(item.choices) + 2, at, _("I don’t know"))
    for one in (sheet, answers):
        for column in "ABCDEFGH"[: max(len(named), len(rules.columns))]:
            one.column_dimensions[column].width = 28
        one.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
