"""The register of the goods after the licence: one row a unit, sent out empty and read back.

The workbook has the register and, counted from it by formulas, the columns of the yearly report.
What somebody sends back is counted here again and forgotten: it fills the form of the papers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from guidance.text.languages import LANGUAGES, in_language
from wizard.decision.kit import Kit, Topic
from wizard.goods.lookup import fold
from wizard.goods.sheet_files import Cells, SheetError, read_grids

from .sheets import FILED
from .wording import read_day, read_number

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 512 * 1024
"""Bytes of a register that is sent back; one of a thousand units has a fifth of it."""
UNITS, REPORT = "So", "BC01"
"""The sheets by name: a formula names the first."""
ROWS = 500
"""Rows of the register that the formulas count."""
HEAD_WITHIN = 10
MOST_ISSUES = 20
DAY = re.compile(r"\d{2}/\d{2}/\d{4}")
MOST_SERIALS = 600
"""So many letters of serial numbers stand in one line of the report; more make a further line."""
WIDE, NARROW = 26, 15
SHADE = PatternFill("solid", fgColor="ECE4D2")
LINE = Border(*(Side(style="thin", color="85705F") for _side in range(4)))

Grid = list[tuple[int, Cells]]
Row = dict[str, str]


def columns() -> dict[str, str]:
    """The columns of the register by key, with their heads in the language of the page."""
    return {
        "licence": _("Licence no."),
        "line": _("Line of the licence (1, 2, …)"),
        "desc": _("Name of the goods"),
        "model": _("Model"),
        "serial": _("Serial number"),
        "hs": _("HS code"),
        "decl_no": _("Import declaration no."),
        "decl_date": _("Day of the declaration"),
        "received": _("Received on"),
        "where": _("Where it stands"),
        "user": _("Who uses it"),
        "used_from": _("In use from"),
        "repairs": _("Damage, repairs"),
        "finished_on": _("Use finished on"),
        "handling": _("Handled how"),
        "handling_doc": _("Re-export declaration or record of destruction (no., day)"),
        "note": _("Remarks"),
    }


HANDLING = {"reexp_qty": "tái xuất", "destroyed": "tiêu hủy", "other_qty": "xử lý khác"}
"""What became of goods, as the report counts it, and the word for it in the register."""
HANDLED = {
    "reexp_qty": ("tai xuat", "re-export", "reexport", "da tai xuat"),
    "destroyed": ("tieu huy", "destr", "detrui"),
    "other_qty": ("xu ly khac", "khac", "other", "autre", "handled otherwise"),
}
"""How a word begins, without accents, that says so in one of the languages."""

ALSO = {
    "licence": ("giay phep", "so giay phep", "licence", "license", "license no", "licence n°"),
    "line": ("dong", "dong giay phep", "line", "ligne"),
    "desc": ("ten", "ten hang hoa", "hang hoa", "goods", "description", "name", "marchandise"),
    "serial": ("so seri", "so serie", "seri", "serial", "serial no", "s/n", "numero de serie"),
    "hs": ("ma hs", "hs", "hs code", "code sh"),
    "decl_no": ("to khai", "so to khai", "declaration", "declaration no", "tkhq nk"),
    "decl_date": ("ngay to khai",),
    "qty": ("so luong", "sl", "quantity", "qty", "quantite"),
    "finished_on": ("ngay dung xong", "finished", "finished on", "fin d'usage"),
    "handling": ("cach xu ly", "xu ly", "handling", "traitement"),
    "note": ("ghi chu", "note", "remarks", "remarque"),
    "no": ("stt", "tt", "no", "no.", "n°"),
}
"""Other heads that people write, without accents."""


# --- Sent out ---------------------------------------------------------------------------------


def workbook(kit: Kit, language: str) -> bytes:
    """Draw the register and the report: heads in Vietnamese, and below in the reader's language."""
    book = Workbook()
    heads = _in(FILED, columns), _in(language, columns)
    first = 2 if language == FILED else 3
    units = book.active
    units.title = UNITS
    _draw(units, heads, first, ROWS, language)
    words = DataValidation(type="list", formula1=f'"{",".join(HANDLING.values())}"')
    units.add_data_validation(words)
    letters = {key: get_column_letter(at) for at, key in enumerate(heads[0], 1)}
    words.add(f"{letters['handling']}{first}:{letters['handling']}{first + ROWS - 1}")

    topic = kit.topic(kit.register)
    labels = _labels(topic, FILED), _labels(topic, language)
    report = book.create_sheet(REPORT)
    _draw(report, labels, first, topic.repeat + 1, language)
    ranges = {
        key: f"{UNITS}!${letter}${first}:${letter}${first + ROWS - 1}"
        for key, letter in letters.items()
    }
    places = {key: get_column_letter(at) for at, key in enumerate(labels[0], 1)}
    for number in range(1, topic.repeat + 1):
        row = first + number - 1
        line = f"${places['no']}{row}"
        for key, formula in {"no": str(number), **_formulas(ranges, line)}.items():
            report[f"{places[key]}{row}"] = int(formula) if key == "no" else f"={formula}"
    end = first + topic.repeat
    report[f"{places['desc']}{end}"] = _in(FILED, lambda: {"": _("Total")})[""]
    for key in ("lic_qty", "in_qty", "in_use", "finished", *HANDLING):
        letter = places[key]
        report[f"{letter}{end}"] = f"=SUM({letter}{first}:{letter}{end - 1})"
        report[f"{letter}{end}"].font = Font(bold=True)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _labels(topic: Topic, language: str) -> Row:
    return {"no": "TT", **{item.key: in_language(item.label, language) for item in topic.fields}}


def _in(language: str, words: Callable[[], dict[str, str]]) -> dict[str, str]:
    with override(language):
        return words()


def _formulas(ranges: Mapping[str, str], line: str) -> dict[str, str]:
    """What each column of the report counts of the units of a line; in every spreadsheet program.

    The quantity licensed is typed: only the licence says it.
    """
    at = f"MATCH({line},{ranges['line']},0)"
    counted = f"COUNTIF({ranges['line']},{line})"

    def first(key: str) -> str:
        return f'IFERROR(INDEX({ranges[key]},{at})&"","")'

    def count(*conditions: str) -> str:
        asked = ",".join((f"{ranges['line']},{line}", *conditions))
        return f'IF({counted}=0,"",COUNTIFS({asked}))'

    # Finished is what has a day of it, or was handled.
    in_use = count(f'{ranges["finished_on"]},""', f'{ranges["handling"]},""')
    found = {key: first(key) for key in ("desc", "model", "serial", "hs", "decl_no")}
    found["in_qty"] = f'IF({counted}=0,"",{counted})'
    found["in_use"] = in_use
    found["finished"] = f'IF({counted}=0,"",{counted}-{in_use})'
    for key, word in HANDLING.items():
        found[key] = count(f'{ranges["handling"]},"{word}"')
    return found


def _draw(page: Any, heads: tuple[Row, Row], first: int, rows: int, language: str) -> None:
    """Draw heads and empty rows for a print; a register may be longer."""
    page.append(list(heads[0].values()))
    if language != FILED:
        page.append(list(heads[1].values()))
    counted = ("no", "lic_qty", "in_qty", "in_use", "finished", *HANDLING)
    for row in page.iter_rows(max_row=first + rows - 1, max_col=len(heads[0])):
        for cell, key in zip(row, heads[0], strict=True):
            cell.border = LINE
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if cell.row < first:
                cell.fill = SHADE
                cell.font = Font(bold=cell.row == 1, italic=cell.row > 1)
            elif page.title == UNITS and key != "line":
                # What is typed stays as it is typed: no leading zero of a code is lost.
                cell.number_format = "@"
            elif key in counted:
                cell.number_format = "General"
    for at, key in enumerate(heads[0], 1):
        wide = key in ("desc", "note", "serial", "handling_doc")
        width = 6 if key == "no" else WIDE if wide else NARROW
        page.column_dimensions[get_column_letter(at)].width = width
    page.freeze_panes = page.cell(first, 4 if page.title == UNITS else 3)
    page.print_title_rows = f"1:{first - 1}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


# --- Taken back -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reported:
    """What a register says: the lines of the report, and the licence if all are of one."""

    lines: tuple[Row, ...]
    licence: str = ""


def read(data: bytes, kit: Kit, licence: str = "") -> Reported:
    """Count a register that was sent back, of one licence if several stand in it.

    Whatever table somebody has is read: one row a unit, or the columns of the report. SheetError
    says in the reader's language what is wrong with it, and in which row.
    """
    if not data:
        raise SheetError(_("Choose the file of your register."))
    if len(data) > LARGEST:
        raise SheetError(_("The file is larger than %(size)d kB.") % {"size": LARGEST // 1024})
    topic = kit.topic(kit.register)
    tables = [table for grid in read_grids(data) if (table := _table(grid, topic))]
    units = next((table for table in tables if table.is_of_units), None)
    report = next((table for table in tables if not table.is_of_units), None)
    if units is not None and (units.rows or report is None):
        found = _of_units(units, report, licence)
    elif report is not None:
        found = Reported(tuple(_of_report(report, topic)))
    else:
        raise SheetError(
            _(
                "No row names the columns of the register. Take the register of this page, or put"
                " a row with these names above the rows: %(columns)s."
            )
            % {"columns": ", ".join(f"“{name}”" for name in columns().values())}
        )
    if not found.lines:
        raise SheetError(_("Below the names of the columns stands no goods."))
    if len(found.lines) > topic.repeat:
        raise SheetError(
            _(
                "The register makes %(count)d lines, the report takes %(most)d. Number the units"
                " by the lines of the licence."
            )
            % {"count": len(found.lines), "most": topic.repeat}
        )
    return found


@dataclass
class _Table:
    """The rows of a sheet by column, each with its number."""

    is_of_units: bool
    rows: list[tuple[int, Row]] = field(default_factory=list)


def _table(grid: Grid, topic: Topic) -> _Table | None:
    """Read a sheet in which a row names columns of ours; None where none does."""
    known = _known(topic)
    heads = [(_places(row, known), at) for at, (_number, row) in enumerate(grid[:HEAD_WITHIN])]
    places, at = max(heads, key=lambda head: len(head[0]), default=({}, 0))
    of_report = {"lic_qty", "in_qty", "in_use", "reexp_qty"} & places.keys()
    of_units = {"serial", "finished_on", "handling", "line"} & places.keys()
    if not of_report and ("desc" not in places or not of_units):
        return None
    table = _Table(is_of_units=not of_report)
    for number, row in grid[at + 1 :]:
        cells = {key: row[at] for key, at in places.items() if at < len(row) and row[at]}
        # Below the heads may stand the same heads in another language.
        if any(known.get(fold(text)) == key for key, text in cells.items()):
            continue
        if {"desc", "serial", "model", "lic_qty"} & cells.keys() and not _is_total(cells):
            table.rows.append((number, cells))
    return table


def _places(row: Cells, known: Mapping[str, str]) -> dict[str, int]:
    """The columns that a row names."""
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        if named := known.get(fold(cell)):
            places.setdefault(named, place)
    return places


def _known(topic: Topic) -> dict[str, str]:
    known = {fold(name): key for key, names in ALSO.items() for name in names}
    for code in LANGUAGES:
        known |= {fold(name): key for key, name in _in(code, columns).items()}
        known |= {fold(in_language(item.label, code)): item.key for item in topic.fields}
    # “Serial numbers” and “Note” say the same in both sheets.
    return known | {item.key: item.key for item in topic.fields}


def _is_total(cells: Row) -> bool:
    return fold(cells.get("desc", "")) in ("cong", "tong cong", "tong", "total", "sum")


@dataclass
class _Goods:
    """The units of one line of the report, as they are counted."""

    desc: str = ""
    hs: str = ""
    models: dict[str, None] = field(default_factory=dict)
    serials: list[str] = field(default_factory=list)
    declarations: dict[tuple[str, str], None] = field(default_factory=dict)
    documents: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, cells: Row, quantity: int, handled: str) -> None:
        """Count a row."""
        self.desc = self.desc or cells.get("desc", "")
        self.hs = self.hs or cells.get("hs", "")
        for known, text in (
            (self.models, cells.get("model")),
            (self.documents, cells.get("handling_doc") if handled == "reexp_qty" else ""),
            (self.notes, cells.get("note")),
        ):
            if text:
                known[text] = None
        if serial := cells.get("serial"):
            self.serials.append(serial)
        if number := cells.get("decl_no"):
            self.declarations[number, _as_day(cells.get("decl_date", ""))] = None
        is_finished = bool(handled or cells.get("finished_on"))
        for key in ("in_qty", "finished" if is_finished else "in_use", handled):
            if key:
                self.counts[key] = self.counts.get(key, 0) + quantity

    def line(self) -> Row:
        """What the report says of them."""
        zeros = dict.fromkeys(("in_qty", "in_use", "finished", *HANDLING), 0)
        alone = len(self.declarations) == 1
        said = [
            f"{number} ({day})" if day and not alone else number
            for number, day in self.declarations
        ]
        return {
            "desc": self.desc,
            "hs": self.hs,
            "model": "; ".join(self.models),
            "serial": ", ".join(self.serials),
            "decl_no": "; ".join(said),
            "decl_date": next((day for _number, day in self.declarations), "") if alone else "",
            "reexp_decl": "; ".join(self.documents),
            "note": "; ".join(self.notes),
            **{key: str(number) for key, number in {**zeros, **self.counts}.items()},
        }


def _of_units(units: _Table, report: _Table | None, licence: str) -> Reported:
    """Count units into lines: by the line of the licence where it stands, else by what they are."""
    licences = {cells["licence"]: None for _number, cells in units.rows if cells.get("licence")}
    if len(licences) > 1 and fold(licence) not in {fold(name) for name in licences}:
        raise SheetError(
            _(
                "The register has goods of several licences: %(licences)s. Type the number of the"
                " one you report on as the licence number below, then read it again."
            )
            % {"licences": "; ".join(list(licences)[:MOST_ISSUES])}
        )
    one = licence if len(licences) > 1 else ""
    lines: dict[tuple[str, ...], _Goods] = {}
    issues = []
    stands: dict[tuple[str, str], int] = {}
    for number, cells in units.rows:
        if one and fold(cells.get("licence", "")) != fold(one):
            continue
        issue = _issue(cells) or _twice(cells, number, stands)
        if issue:
            issues.append(_("Row %(row)d: %(message)s") % {"row": number, "message": issue})
        else:
            _count(lines, cells)
    if issues:
        raise SheetError("\n".join(issues[:MOST_ISSUES]))
    licensed = _licensed(report)
    found = []
    for key, goods in lines.items():
        # Once only, though many serial numbers make several lines of it.
        by_line, by_name = licensed.pop(key[0], ""), licensed.pop(fold(goods.desc), "")
        found.append({**goods.line(), "lic_qty": by_line or by_name})
    return Reported(tuple(found), one or next(iter(licences), ""))


def _issue(cells: Row) -> str:
    """What is wrong with a row; empty if nothing is."""
    quantity = read_number(cells.get("qty", "1"))
    if quantity is None or quantity % 1:
        return _("the quantity “%(text)s” is no whole number.") % {"text": cells["qty"][:40]}
    if _handled(cells.get("handling", "")) is None:
        return _("“%(text)s” is none of: %(words)s.") % {
            "text": cells["handling"][:40],
            "words": ", ".join(HANDLING.values()),
        }
    # A word in the place of a day, such as “not yet”, would count a unit as finished.
    days = (text for key in ("decl_date", "finished_on") if (text := cells.get(key)))
    if wrong := next((text for text in days if not DAY.fullmatch(_as_day(text))), ""):
        return _("“%(text)s” is no day such as 30/11/2026.") % {"text": wrong[:40]}
    return ""


def _twice(cells: Row, number: int, stands: dict[tuple[str, str], int]) -> str:
    """That a unit stands in an earlier row too, and would be counted twice; empty if it does not.

    Without a figure it is no serial number but a word for none.
    """
    serial = cells.get("serial", "")
    if not re.search(r"\d", serial):
        return ""
    what = fold(cells.get("model") or cells.get("desc", ""))
    first = stands.setdefault((what, fold(serial)), number)
    if first == number:
        return ""
    return _("the serial number “%(text)s” stands in row %(row)d too.") % {
        "text": serial[:40],
        "row": first,
    }


def _count(lines: dict[tuple[str, ...], _Goods], cells: Row) -> None:
    """Count a row into its line; one whose serial numbers are too many goes on in a further one."""
    what = (cells.get("desc", ""), cells.get("model", ""), cells.get("hs", ""))
    key = (cells["line"],) if cells.get("line") else tuple(fold(text) for text in what)
    goods = lines.setdefault(key, _Goods())
    if len(", ".join((*goods.serials, cells.get("serial", "")))) > MOST_SERIALS:
        # What is full is kept under a key of its own.
        lines[*key, str(len(lines))] = lines.pop(key)
        goods = lines.setdefault(key, _Goods())
    quantity = read_number(cells.get("qty", "1"))
    goods.add(cells, int(quantity or 0), _handled(cells.get("handling", "")) or "")


def _handled(text: str) -> str | None:
    """What became of a unit: a column of the report, empty if nothing yet, None if unknown."""
    said = fold(text).strip()
    if not said:
        return ""
    begins = ((key, word) for key, words in HANDLED.items() for word in words)
    return next((key for key, word in begins if said.startswith(fold(word))), None)


def _licensed(report: _Table | None) -> dict[str, str]:
    """The quantities licensed that somebody typed into the report, by line and by name."""
    found: dict[str, str] = {}
    for _number, cells in report.rows if report else ():
        if quantity := cells.get("lic_qty"):
            found |= {
                key: quantity for key in (cells.get("no"), fold(cells.get("desc", ""))) if key
            }
    return found


def _of_report(report: _Table, topic: Topic) -> Iterator[Row]:
    """The lines of a table that has the columns of the report already."""
    for _number, cells in report.rows:
        if not {"desc", "serial", "model"} & cells.keys():
            continue
        line = {item.key: cells.get(item.key, "") for item in topic.fields}
        yield {**line, "decl_date": _as_day(line.get("decl_date", ""))}


def _as_day(text: str) -> str:
    """A day as papers write it; a spreadsheet gives "2026-10-02 00:00:00"."""
    try:
        return f"{datetime.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        found = read_day(text)
    return f"{found:%d/%m/%Y}" if found else text
