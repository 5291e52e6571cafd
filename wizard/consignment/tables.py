"""Lines from a table: pasted, or a CSV or XLSX file; its heads in any language of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from wizard.assessment.forms import localized
from wizard.decision.ruleset import Question
from wizard.goods.lookup import fold
from wizard.goods.sheet_files import Cells, SheetError, read_grids, read_pasted

from .lines import LONGEST, LONGEST_ANSWER, MOST_LINES, Line, LineRules, made, one_line

LARGEST_FILE = 1_000_000
HEAD_WITHIN = 10
"""Within so many rows the names of the columns are looked for: above them may stand titles."""
UNIT, TAKEN = "unit", "taken"
"""Columns beside the texts of a line: a part of the quantity, and the goods that were confirmed."""
MOST_ISSUES = 20

Grid = list[tuple[int, Cells]]


@dataclass
class Table:
    """What was read of a table: its lines, what is wrong with it, what of it was not read."""

    lines: list[Line] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    nameless: list[int] = field(default_factory=list)
    """The numbers of rows with neither name nor code, a total for instance: no lines."""
    text: str = ""
    """The table as it can be pasted: what is wrong is put right in it."""


def heads() -> dict[str, tuple[str, ...]]:
    """The names of each column of texts in the language of the page; the first is the usual one."""
    listed = {
        "name": pgettext(
            "names of a column, the usual one first",
            "Name or model; name; model; goods; item; product; description; name of goods",
        ),
        "code": pgettext(
            "names of a column, the usual one first", "HS code; HS; tariff code; customs code"
        ),
        "quantity": pgettext(
            "names of a column, the usual one first", "Quantity; qty; pieces; number of pieces"
        ),
        TAKEN: pgettext(
            "names of a column, the usual one first", "Taken as; goods meant; confirmed goods"
        ),
        UNIT: pgettext("names of a column, the usual one first", "Unit; UOM; unit of measure"),
    }
    return {key: tuple(name.strip() for name in names.split(";")) for key, names in listed.items()}


def titles(rules: LineRules, questions: Iterable[Question] | None = None) -> dict[str, str]:
    """The columns of a table as it is written, by key, with their names."""
    own = {key: names[0] for key, names in heads().items() if key in LONGEST}
    asked = rules.columns if questions is None else questions
    return own | {item.key: localized(item.label) for item in asked}


def read_file(data: bytes, rules: LineRules) -> Table:
    """Read a file; SheetError says why it is no table of lines."""
    if len(data) > LARGEST_FILE:
        raise SheetError(_("The file is larger than %(size)d MB.") % {"size": 1})
    return _first(read_grids(data), rules)


def read_text(text: str, rules: LineRules) -> Table:
    """Read a table that was pasted; SheetError says why it is none."""
    if not text.strip():
        raise SheetError(_("Paste a table, or choose a file."))
    return _first([read_pasted(text)], rules)


def _first(grids: Sequence[Grid], rules: LineRules) -> Table:
    """Read the first sheet that names its columns."""
    if not any(grids):
        raise SheetError(_("The sheet is empty."))
    for grid in grids:
        found = [(_places(row, rules), at) for at, (_number, row) in enumerate(grid[:HEAD_WITHIN])]
        heads_at = [(places, at) for places, at in found if {"name", "code"} & places.keys()]
        if heads_at:
            # A title above may hold such a word as well: the row that names most is the head.
            places, at = max(heads_at, key=lambda head: len(head[0]))
            return _read(grid[at:], places, rules)
    wanted = ", ".join(f"“{title}”" for title in titles(rules).values())
    message = _("No row names the columns. Put a row with the names above the lines: %(columns)s.")
    raise SheetError(message % {"columns": wanted})


def _places(row: Cells, rules: LineRules) -> dict[str, int]:
    """Find the columns that a row names."""
    known: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for key, names in heads().items():
                own = rules.goods.key if key == TAKEN else key
                known |= {fold(name): own for name in names}
    known |= {fold(key): key for key in LONGEST}
    for item in rules.ruleset.questions:
        if item is not rules.goods:
            known |= {fold(text): item.key for text in (*item.label.values(), item.key)}
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        if named := known.get(fold(cell)):
            found.setdefault(named, at)
    return found


def _read(grid: Grid, places: dict[str, int], rules: LineRules) -> Table:
    head, rows = grid[0][1], grid[1:]
    places = places | _by_content(head, rows, places, rules)
    table = Table(text="\n".join(_as_pasted(row) for _number, row in grid))
    known = set(places.values())
    table.unread = [cell for at, cell in enumerate(head) if cell and at not in known]
    if len(rows) > MOST_LINES:
        message = _("The table has %(count)d lines; at most %(most)d can be checked at once.")
        table.issues.append(message % {"count": len(rows), "most": MOST_LINES})
        return table
    named = {**titles(rules, rules.ruleset.questions), UNIT: heads()[UNIT][0]}
    named[rules.goods.key] = heads()[TAKEN][0]
    for number, row in rows:
        cells = {key: row[at] for key, at in places.items() if at < len(row) and row[at]}
        if not any(cells.get(key) for key in ("name", "code")):
            table.nameless.append(number)
            continue
        table.issues += [
            _("Row %(row)d, column “%(column)s”: at most %(most)d letters.")
            % {"row": number, "column": named[key], "most": most}
            for key, text in cells.items()
            if len(text) > (most := LONGEST.get(key, LONGEST_ANSWER))
        ]
        table.lines.append(_line(cells, rules))
    if not rows or not table.lines:
        table.issues.append(_("Below the names of the columns stands no line."))
    return table


def _as_pasted(row: Cells) -> str:
    return "\t".join(one_line(cell) for cell in row).rstrip("\t")


def _line(cells: Mapping[str, str], rules: LineRules) -> Line:
    """Read the cells of a row."""
    given, wrote = {}, {}
    for key, text in cells.items():
        question = rules.ruleset.question_by_key.get(key)
        if question is None or not text:
            continue
        answer = rules.answer(question, text)
        if answer:
            given[key] = answer
        else:
            wrote[key] = text
    quantity = f"{cells.get('quantity', '')} {cells.get(UNIT, '')}"
    return made(rules, {**cells, "quantity": quantity}, given, wrote)


def _by_content(
    head: Cells, rows: Grid, places: Mapping[str, int], rules: LineRules
) -> dict[str, int]:
    """Find columns with a name of their own by what stands in them: answers to one question."""
    found: dict[str, int] = {}
    taken = set(places.values())
    for at, name in enumerate(head):
        texts = [row[at] for _number, row in rows if at < len(row) and row[at]]
        if at in taken or not name or not texts:
            continue
        fits = [
            item.key
            for item in rules.columns
            if 2 * sum(rules.answer(item, text) is not None for text in texts) >= len(texts)
        ]
        if len(fits) == 1 and fits[0] not in places:
            found.setdefault(fits[0], at)
    return found
