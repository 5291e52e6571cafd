"""A consignment as a file: CSV and XLSX, which read back as they were, PDF, and the empty table."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from openpyxl import Workbook

from guidance.models.frame import site_frame
from guidance.text.days import day
from guidance.text.own_addresses import own_url
from guidance.text.qr_code import qr_svg
from guidance.text.spreadsheets import xlsx_text
from wizard.assessment.addresses import address
from wizard.assessment.answer_words import answer_text
from wizard.assessment.forms import localized
from wizard.decision.ruleset import Question
from wizard.goods.sheet_files import FORMATS
from wizard.papers import pdf
from wizard.papers.sheets import FILED, Said, Sheet, draft_mark
from wizard.rules.law import provision

from .judging import Consignment, Group, Judged, Way
from .lines import LineRules
from .tables import TAKEN, heads, titles

FILE = "consignment"
LONGEST_QR = 1200
"""Letters of an address that a telephone still reads from a code on paper."""


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


# --- The sheet for an officer -------------------------------------------------------------------


def sheet(consignment: Consignment, link: str) -> bytes:
    """The result as PDF, in Vietnamese with the reader's language below.

    Raises typst.TypstError, whose message may hold what was typed, if it cannot be drawn.
    """
    also = str(get_language())
    say = _Sayer("" if also == FILED else also)
    title = say(lambda: _("Check of a consignment"))
    ruleset = consignment.base.ruleset
    made: Sheet = {
        "lang": FILED,
        "also_lang": say.also,
        "draft": draft_mark(ruleset.key, FILED, say.also),
        "mark": None,
        "head": None,
        "subject": None,
        "heading": title,
        "subheading": say.text(ruleset.title),
        "file": FILE,
        "landscape": False,
        "compact": True,
        "to": None,
        "blocks": list(_blocks(consignment, say, link)),
        "copies": [],
        "signers": [],
    }
    body, _replaced = pdf.draw(title["text"], [made])
    return body


class _Sayer:
    """Says things in Vietnamese and, where it is another, in the reader's language."""

    def __init__(self, also: str) -> None:
        self.also = also

    def __call__(self, said: Callable[[], str]) -> Said:
        with override(FILED):
            text = said()
        if not self.also:
            return {"text": text, "also": ""}
        with override(self.also):
            also = said()
        return {"text": text, "also": "" if also == text else also}

    def text(self, text: Any) -> Said:
        """A text of the rules."""
        return self(lambda: localized(text))


def _blocks(consignment: Consignment, say: _Sayer, link: str) -> Iterator[Sheet]:
    base = consignment.base

    def made() -> str:
        return _("%(site)s, %(day)s, rules version %(version)d. %(count)d lines.") % {
            "site": site_frame().name,
            "day": day(base.on),
            "version": base.ruleset.version,
            "count": len(consignment.lines),
        }

    yield {"kind": "text", **say(made)}
    yield {"kind": "text", **say.text(base.ruleset.legal_status.text)}
    for group in consignment.groups:
        yield {"kind": "section", **say(lambda group=group: _group_title(group))}  # type: ignore[misc]
        sentences: dict[str, list[Way]] = {}
        for way in group.ways:
            sentences.setdefault(str(way.sentence), []).append(way)
        for ways in sentences.values():
            yield {"kind": "head", **say.text(ways[0].sentence)}
            yield from ({"kind": "text", **say(partial(_grounds, way))} for way in ways)
    yield _lines(consignment, say)
    if link:
        yield {"kind": "head", **say(_scan)}
        yield {"kind": "text", "text": link, "also": ""}
        if len(link) <= LONGEST_QR:
            # Past its memory of codes drawn before: what a visitor typed is in this one.
            yield {"kind": "qr", "svg": qr_svg.__wrapped__(link), "alt": say(_scan)["text"]}


def _scan() -> str:
    return _("Address of this result")


def _group_title(group: Group) -> str:
    label = localized(group.outcome.label) if group.outcome else _("Question open")
    total = f" – {group.total}" if group.total else ""
    return f"{label} ({group.count}){total}"


def _grounds(way: Way) -> str:
    """Which lines a way has, and on what it rests: cases, provisions, what is open or in doubt."""
    basis = () if way.question else way.result.basis
    acts: dict[str, list[str]] = {}
    for law in map(provision, basis):
        acts.setdefault(law.number, []).append(localized(law.label))
    still = [item.label for item in way.open_questions] + [item.title for item in way.doubts]
    pieces = [
        _("Lines %s") % ", ".join(str(item.number) for item in way.lines),
        "; ".join(localized(case.title) for case in way.cases),
        "; ".join(f"{', '.join(labels)} ({number})" for number, labels in acts.items()),
        f"{_('Still open:')} {'; '.join(map(localized, still))}" if still else "",
    ]
    return " · ".join(piece for piece in pieces if piece)


def _lines(consignment: Consignment, say: _Sayer) -> Sheet:
    """All lines as one table, in the order they came in."""
    columns = (
        lambda: _("No."),
        lambda: titles_of("name"),
        lambda: titles_of("code"),
        lambda: titles_of("quantity"),
        lambda: titles_of(TAKEN),
        lambda: _("Result"),
    )
    return {
        "kind": "table",
        "size": "compact",
        "widths": [5, 27, 11, 10, 30, 17],
        "heads": [[{**_abreast(say(head)), "span": 1} for head in columns]],
        "rows": [_row(item, say) for item in consignment.judged],
    }


def _abreast(said: Said) -> Said:
    """Words in two languages on one line, so that a row is one line high."""
    return {"text": " / ".join(filter(None, said.values())), "also": ""}


def titles_of(key: str) -> str:
    """The usual name of a column of texts."""
    return heads()[key][0]


def _row(item: Judged, say: _Sayer) -> list[Said]:
    line, ruleset = item.line, item.situation.ruleset
    goods = next(one.key for one in ruleset.questions if one.kind == "goods")
    value = line.given.get(goods, "")
    plain = (str(item.number), line.name, line.code, line.quantity)
    taken = say(lambda: answer_text(ruleset, goods, value) if value else "")
    outcome = None if item.open else item.result.outcome
    # In both languages above, with the numbers of its lines.
    verdict = say(lambda: localized(outcome.label) if outcome else _("Question open"))
    return [
        *({"text": text, "also": ""} for text in plain),
        _abreast(taken),
        {"text": verdict["text"], "also": ""},
    ]
