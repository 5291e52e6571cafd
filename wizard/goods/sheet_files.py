"""One sheet as a CSV or XLSX file: read with limits, because nobody vouches for it; written.

XLSX is read by openpyxl as a stream of at most so many rows. A reader that makes the whole grid
first would need the memory of a million rows for one cell in the last of them. But openpyxl does
not stop inside a row: two million cells fit into one, and that into 60 kB. So the XML is counted
first by expat, which keeps nothing, and which is left at the first excess.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from guidance.delivery.packed_files import BROKEN_PACKAGE, PackageLimits, TooLargeError
from guidance.text.spreadsheets import plain_cell, safe_cell, xlsx_text

LARGEST_FILE = 2_000_000
MOST_ROWS = 5000
MOST_COLUMNS = 50
LIMITS = PackageLimits(parts=200, unpacked=30_000_000, growth=1_000)
"""Of an XLSX file: a workbook of one sheet has about ten parts."""
MOST_CELLS_IN_A_ROW = 16_384
"""The width of a sheet; programs write as many only for rows that are coloured to their end."""
MOST_CELLS = MOST_ROWS * MOST_COLUMNS
MOST_ELEMENTS = 4 * MOST_CELLS
PIECE = 1 << 16
SEPARATOR = re.compile(r"sep=(.)")
MOST_SHEETS = 5
HEAD_LINES = 5
"""So many lines tell the separator of a CSV file: above the names of columns may stand titles."""
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
WINDOWS = "cp1258"
"""What Windows writes in Viet Nam; French has the same letters in it."""
SEARCHED_ROWS = 20
"""Rows in which a sheet that is not empty has begun."""

Cells = Sequence[str]


class SheetError(ValueError):
    """A file that cannot be read as a sheet; the message is for whoever sent it."""


def read_sheet(
    data: bytes, wanted: Sequence[str], optional: Collection[str] = ()
) -> list[tuple[int, dict[str, str]]]:
    """Read the rows below the head, by column; raise SheetError if it is no such sheet.

    An optional column that is not there is empty in every row.
    """
    if len(data) > LARGEST_FILE:
        size = LARGEST_FILE // 1_000_000
        raise SheetError(_("The file is larger than %(size)d MB.") % {"size": size})
    rows = _xlsx(data, wanted) if data.startswith(b"PK") else _delimited(_decoded(data))
    numbered = _numbered(rows)
    if not numbered:
        raise SheetError(_("The sheet is empty."))
    if len(numbered) > MOST_ROWS:
        raise SheetError(_("The sheet has more than %(count)d rows.") % {"count": MOST_ROWS})
    head = [name.casefold() for name in numbered[0][1]]
    places = _places(head, [name for name in wanted if name in head or name not in optional])
    blank = dict.fromkeys(wanted, "")
    return [
        (number, blank | {name: row[place] for name, place in places.items() if place < len(row)})
        for number, row in numbered[1:]
    ]


def read_grids(data: bytes) -> list[list[tuple[int, Cells]]]:
    """Read whatever table somebody has: the rows of each sheet that are not empty, numbered.

    CSV may also be in what Windows writes in Viet Nam. SheetError if it is no table.
    """
    if data.startswith(OLD_WORKBOOK):
        raise SheetError(_("This is the old format of Excel. Save the table as XLSX or CSV."))
    if not data.startswith(b"PK"):
        return [_numbered(_delimited(_decoded(data, WINDOWS)))]
    with _opened(data) as sheets:
        return [_numbered(_rows(sheet)) for sheet in sheets[:MOST_SHEETS]]


def read_pasted(text: str) -> list[tuple[int, Cells]]:
    """Read a table as it is pasted: what spreadsheets copy is separated by tabs."""
    return _numbered(_delimited(text))


def _numbered(rows: Iterable[Cells]) -> list[tuple[int, Cells]]:
    return [(number, row) for number, row in enumerate(rows, 1) if any(row)]


def _places(head: Cells, wanted: Sequence[str]) -> dict[str, int]:
    """Find every column by the name at its head."""
    missing = [name for name in wanted if name not in head]
    if missing:
        message = _("The first row must name the columns. Missing: %(columns)s.")
        raise SheetError(message % {"columns": ", ".join(missing)})
    return {name: head.index(name) for name in wanted}


def _delimited(text: str) -> Iterator[Cells]:
    """Read CSV, whichever separator the language of the program uses."""
    first, newline, rest = text.partition("\n")
    if said := SEPARATOR.fullmatch(first.strip()):
        # Excel writes it above the head, for itself; the row stays, so that numbers of rows fit.
        separator, text = said[1], newline + rest
    else:
        begin = "".join(text.splitlines(keepends=True)[:HEAD_LINES])
        separator = max(",;\t", key=begin.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            yield [plain(cell) for cell in row]
    except csv.Error as error:
        raise SheetError(_("The CSV file is damaged: %(error)s") % {"error": error}) from error


def _decoded(data: bytes, also: str = "") -> str:
    """The text of a CSV file: UTF-8, the UTF-16 that Excel calls "Unicode text", or one more."""
    coding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for name in filter(None, (coding, also)):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if not (also and "\0" in text):
            return text
    message = _("This is neither XLSX nor CSV in UTF-8. Save it as “CSV UTF-8” or as .xlsx.")
    raise SheetError(message)


def plain(text: str) -> str:
    """A cell as it was meant: no invisible characters, accents in one code point."""
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return plain_cell(unicodedata.normalize("NFC", seen.strip()))


def _xlsx(data: bytes, wanted: Collection[str]) -> Iterator[Cells]:
    """Read the sheet of a workbook whose first row names the most columns, row by row."""
    with _opened(data) as sheets:
        yield from _rows(max(sheets, key=lambda sheet: len(_names(sheet) & {*wanted})))


def _rows(sheet: Any) -> Iterator[Cells]:
    limits = {"max_row": MOST_ROWS + 2, "max_col": MOST_COLUMNS}
    for row in sheet.iter_rows(values_only=True, **limits):
        yield [_text(value) for value in row]


@contextmanager
def _opened(data: bytes) -> Iterator[Sequence[Any]]:
    """Open the sheets of a workbook, and say what is wrong with it while they are read."""
    try:
        _refuse_excess(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        yield book.worksheets
    except SheetError:
        raise
    # What a broken workbook makes openpyxl raise is not a closed list.
    except (
        *BROKEN_PACKAGE, InvalidFileException, ParseError, expat.ExpatError, IndexError, TypeError,
        AttributeError,
    ) as error:  # fmt: skip
        raise SheetError(_("The XLSX file is damaged or protected.")) from error


def _names(sheet: Any) -> set[str]:
    """What stands in the first row of a sheet that has any."""
    for row in sheet.iter_rows(values_only=True, max_row=SEARCHED_ROWS, max_col=MOST_COLUMNS):
        if any(cell is not None for cell in row):
            return {_text(cell).casefold() for cell in row}
    return set()


def _refuse_excess(data: bytes) -> None:
    """Refuse a file that is far more once it is unpacked and read than it seems."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            LIMITS.refuse_excess(archive)
            count = _Count()
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        count.read(file)
        except TooLargeError as error:
            raise SheetError(_("The XLSX file is too large once unpacked.")) from error


class _Count:
    """Counts what a workbook is made of; nothing of it is kept."""

    def __init__(self) -> None:
        self.elements = self.cells = self.cells_in_row = 0

    def read(self, file: IO[bytes]) -> None:
        """Read one part; TooLargeError at the first excess, ExpatError if it is no XML."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.StartDoctypeDeclHandler = self.refuse
        while piece := file.read(PIECE):
            parser.Parse(piece)
        parser.Parse(b"", True)

    def start(self, name: str, _attributes: object) -> None:
        """Count an element; `row` and `c` are those of a sheet."""
        self.elements += 1
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.cells_in_row = 0
        elif kind == "c":
            self.cells += 1
            self.cells_in_row += 1
        if (
            self.elements > MOST_ELEMENTS
            or self.cells > MOST_CELLS
            or self.cells_in_row > MOST_CELLS_IN_A_ROW
        ):
            raise TooLargeError

    def refuse(self, *_declared: object) -> None:
        """No program writes a document type, but whoever has entities multiply does."""
        raise TooLargeError


def _text(value: Any) -> str:
    """Write a cell as text; programs keep codes as numbers."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return plain(str(value))


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write CSV that spreadsheet programs take for UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows({name: safe_cell(row[name]) for name in columns} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write a workbook of one sheet, every cell a text: a code keeps its zeros."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("goods")
    sheet.append(list(columns))
    for row in rows:
        texts = (xlsx_text(row[name]) for name in columns)
        # What looks as if it were marked needs one more apostrophe, for the reader takes one away.
        texts = (text if plain_cell(text) == text else safe_cell(text) for text in texts)
        cells = [WriteOnlyCell(sheet, text) for text in texts]
        for cell in cells:
            # openpyxl takes what begins with "=" for a formula.
            cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORMATS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
