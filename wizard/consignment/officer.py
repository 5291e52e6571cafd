"""A consignment for an officer's desk: two sheets, and on request an annex with every answer.

In Vietnamese with the reader's language below. A short list has one address that judges it again;
the annex has one for each lot of lines that were answered alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from guidance.models.frame import site_frame
from guidance.text.days import day
from guidance.text.qr_code import qr_svg
from wizard.assessment.addresses import address
from wizard.assessment.answer_words import answer_text
from wizard.assessment.forms import localized
from wizard.papers import pdf
from wizard.papers.sheets import FILED, Said, Sheet, draft_mark
from wizard.rules.law import provision

from .exports import FILE, verdict_of
from .judging import Consignment, Group, Judged, Way
from .tables import TAKEN, heads

LONGEST_QR = 1200
"""Letters of an address that a telephone still reads from a code on paper."""
MOST_CODES = 100
"""So many codes are drawn in an annex; the lines after them have their answers alone."""


@dataclass(frozen=True)
class Places:
    """Where a consignment is judged again: `own` is empty where no address can hold its lines."""

    own: str
    page: str
    """The page on which its file is read."""
    whole: Callable[[str], str]
    """Makes a whole address of a path."""


def sheet(consignment: Consignment, places: Places, *, is_whole: bool) -> bytes:
    """The result as PDF, with the annex if it is to be `is_whole`.

    Raises typst.TypstError, whose message may hold what was typed, if it cannot be drawn.
    """
    also = str(get_language())
    say = _Sayer("" if also == FILED else also)
    title = say(lambda: _("Check of a consignment"))
    ruleset = consignment.base.ruleset
    blocks = list(_blocks(consignment, say, places, is_whole=is_whole))
    if is_whole:
        blocks += _annex(consignment, say, places)
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
        "blocks": blocks,
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


def _blocks(
    consignment: Consignment, say: _Sayer, places: Places, *, is_whole: bool
) -> Iterator[Sheet]:
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
        yield {"kind": "group", **say(lambda group=group: _group_title(group))}  # type: ignore[misc]
        sentences: dict[str, list[Way]] = {}
        for way in group.ways:
            sentences.setdefault(str(way.sentence), []).append(way)
        for ways in sentences.values():
            yield {"kind": "head", **say.text(ways[0].sentence)}
            for way in ways:
                yield {"kind": "text", **say(partial(_grounds, way))}
                if any(item.situation.given for item in way.lines):
                    yield {"kind": "text", **say(partial(answers_of, way))}
    yield _lines(consignment, say)
    yield _again(say, places, is_whole=is_whole)


def _again(say: _Sayer, places: Places, *, is_whole: bool) -> Sheet:
    """How the lines are judged again: by their one address, or by their file."""
    link = places.own or places.page
    return {
        "kind": "again",
        "head": say(lambda: _("Address of this result")),
        "said": None if places.own else say(partial(_too_long, is_whole=is_whole)),
        "link": link,
        **(_code(link) if len(link) <= LONGEST_QR else {}),
    }


def _too_long(*, is_whole: bool) -> str:
    said = _(
        "Too many lines, or too long, for one address. Their CSV or XLSX file is read on this "
        "page, which judges every line again; its last column has the address of each."
    )
    annex = "" if is_whole else _("The annex, made on request, has a code for each.")
    return f"{said} {annex}".rstrip()


def _code(link: str) -> dict[str, str]:
    # Past its memory of codes drawn before: what a visitor typed or answered is in this one.
    return {"svg": qr_svg.__wrapped__(link), "alt": link}


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
        _lines_named(way.lines),
        "; ".join(localized(case.title) for case in way.cases),
        "; ".join(f"{', '.join(labels)} ({number})" for number, labels in acts.items()),
        f"{_('Still open:')} {'; '.join(map(localized, still))}" if still else "",
    ]
    return " · ".join(piece for piece in pieces if piece)


def _lines_named(lines: Iterable[Judged]) -> str:
    return _("Lines %s") % _numbers(lines)


def _numbers(lines: Iterable[Judged]) -> str:
    """The numbers of lines, three or more on end as "4–7"."""
    runs = groupby(enumerate(item.number for item in lines), key=lambda pair: pair[1] - pair[0])
    said: list[str] = []
    for _step, run in runs:
        found = [number for _at, number in run]
        said += [f"{found[0]}–{found[-1]}"] if len(found) > 2 else map(str, found)
    return ", ".join(said)


def answers_of(way: Way) -> str:
    """What decided: each question with its answer, or with the lines that have each of several.

    What the goods are taken as stands in the table of all lines.
    """
    ruleset = way.result.ruleset
    said = []
    for question in ruleset.questions:
        found: dict[str, list[Judged]] = {}
        for item in way.lines:
            if question.key in item.situation.given:
                found.setdefault(item.situation.given[question.key], []).append(item)
        if not found or question.kind == "goods":
            continue
        texts = [
            answer_text(ruleset, question.key, value)
            + ("" if len(own) == len(way.lines) else f" ({_numbers(own)})")
            for value, own in found.items()
        ]
        said.append(f"{localized(question.label)}: {', '.join(texts)}")
    return " · ".join(said)


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


# --- The annex ----------------------------------------------------------------------------------


def _annex(consignment: Consignment, say: _Sayer, places: Places) -> Iterator[Sheet]:
    """Lines that were answered alike, each with all answers and the code that judges them again."""
    alike: dict[tuple[tuple[str, str], ...], list[Judged]] = {}
    for item in consignment.judged:
        alike.setdefault(tuple(item.situation.given.items()), []).append(item)
    columns = (lambda: _("Lines"), lambda: _("Answers"), lambda: _("Judged again"))
    rows = []
    for number, lines in enumerate(alike.values(), start=1):
        first = lines[0]
        link = places.whole(address("result", first.situation, stamped=True))
        has_code = number <= MOST_CODES and len(link) <= LONGEST_QR
        rows.append(
            [
                {"text": _numbers(lines), "also": ""},
                say(partial(_answered, first)),
                {"text": "", "also": "", **(_code(link) if has_code else {})},
            ]
        )
    yield {
        "kind": "page",
        **say(lambda: _("Annex: the answers of each line, with a code that judges it again")),
    }
    if len(rows) > MOST_CODES:
        yield {"kind": "text", **say(_few_codes)}
    yield {
        "kind": "table",
        "size": "compact",
        "widths": [14, 68, 18],
        "heads": [[{**_abreast(say(head)), "span": 1} for head in columns]],
        "rows": rows,
    }


def _few_codes() -> str:
    return _(
        "The first %(most)d rows have a code. The address of every line stands in the last column "
        "of the CSV or XLSX file."
    ) % {"most": MOST_CODES}


def _answered(item: Judged) -> str:
    """All answers of a line, and what the rules say of them."""
    ruleset = item.situation.ruleset
    said = [
        f"{localized(ruleset.question_by_key[key].label)}: {answer_text(ruleset, key, value)}"
        for key, value in item.situation.given.items()
    ]
    return " · ".join([*said, verdict_of(item)])
