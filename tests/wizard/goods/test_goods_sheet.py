"""A sheet is read whole or not at all, and every fault names its row and column."""

from __future__ import annotations

import io
import time
import unicodedata
import zipfile
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from tests.wizard.editor.goods_2026 import changed_rows, shipped_rows
from wizard.goods.export import write_rows
from wizard.goods.lookup import shipped_mappings
from wizard.goods.sheet import columns, read_rows
from wizard.goods.sheet_files import MOST_ROWS, SheetError, read_sheet, write_csv, write_xlsx

pytestmark = pytest.mark.usefixtures("english")
CLASSES = {"listed", "listed-printer", "unlisted", "unlisted-printer", "nomenclature-gap"}


def faults(rows: list[dict[str, str]], classes: Any = None) -> list[str]:
    return [str(fault) for fault in read_rows(enumerate(rows, 2), classes)[1]]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_the_shipped_list_comes_back_the_same(write: Any) -> None:
    rows = read_sheet(write(columns(), shipped_rows()), columns())

    contents, found = read_rows(rows)

    assert not found
    assert list(write_rows(contents)) == shipped_rows()
    assert len(contents["line"]) == len(shipped_mappings()[0]["line"])


def test_semicolons_and_numbers_of_spreadsheet_programs_are_read() -> None:
    text = write_csv(columns(), shipped_rows()[:2]).decode("utf-8-sig")
    table = [line.split(",") for line in text.splitlines()[:1]]
    line = ["line", "84713020", "listed", "", "a", "b", "c", "", "", ""]
    data = "\n".join(";".join(row) for row in (*table, line)).encode()

    assert read_sheet(data, columns())[0][1]["code"] == "84713020"

    book = Workbook()
    book.active.append(columns())
    book.active.append(["line", 84713020.0, "listed", None, "a", "b", "c", None, None, None])
    out = io.BytesIO()
    book.save(out)

    assert read_sheet(out.getvalue(), columns())[0][1]["code"] == "84713020"


def test_a_language_that_the_list_does_not_have_is_not_asked_for() -> None:
    contents, found = read_rows(
        enumerate(({**row, "name-fr": "", "also-fr": ""} for row in shipped_rows()), 2)
    )

    assert not found
    assert {*contents["title"]} == {"vi", "en"}
    without_official = [{**row, "name-vi": ""} for row in shipped_rows()]
    assert any("(name-vi): This text is missing" in fault for fault in faults(without_official))


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"code": "101"}, "column B (code): An HS code has 4, 6 or 8 digits"),
        ({"code": "9999"}, "column B (code): No tariff chapter"),
        ({"code": "printer"}, "column B (code): This is no HS code."),
        ({"class": "none-such"}, "column C (class): The rules know no such class"),
        ({"name_fr": ""}, "column G (name-fr): This text is missing in a language"),
        ({"name_en": "=1+1"}, "column F (name-en): A text may not begin with"),
        ({"name_en": "a\nb"}, "column F (name-en): Line breaks"),
        ({"name_en": "a" * 3000}, "column F (name-en): At most 2000"),
        ({"kind": "lines"}, "column A (kind): This is none of"),
    ],
)
def test_a_fault_names_its_row_and_column(cells: dict[str, str], told: str) -> None:
    rows = shipped_rows()
    number = 2 + next(index for index, row in enumerate(rows) if row["kind"] == "line")

    found = faults(changed_rows(number, **cells), CLASSES)

    assert any(fault.startswith(f"Row {number}, {told}") for fault in found)


def test_a_fault_is_told_in_the_language_of_the_editor() -> None:
    with override("fr"):
        told = faults(changed_rows(6, name_fr=""))[0]

    assert "This text is missing" not in told


def test_a_code_is_listed_once_and_in_one_class() -> None:
    rows = shipped_rows()
    line = next(row for row in rows if row["kind"] == "line" and len(row["code"]) == 4)
    inside = {**line, "code": f"{line['code']}.10.00", "class": "unlisted"}

    assert any("says this already" in fault for fault in faults([*rows, line]))
    assert any("in another class" in fault for fault in faults([*rows, inside]))


def bomb() -> bytes:
    """A small file that would unpack to 40 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 40_000_000)
    return out.getvalue()


def far_cell() -> bytes:
    """A workbook with one cell in the very last row and column."""
    book = Workbook()
    book.active.append(columns())
    book.active["XFD1048576"] = "far"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(rows: str, head: str = "") -> bytes:
    """A workbook whose only sheet is this XML."""
    book = Workbook()
    book.active.append(columns())
    out, changed = io.BytesIO(), io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                content = (
                    f'{head}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
                ).encode()
            new.writestr(part.filename, content)
    return changed.getvalue()


def wide_row() -> bytes:
    """60 kB that hold one row of 1.9 million cells: eleven seconds of openpyxl's work."""
    return sheet("<row>" + "<c/>" * 1_900_000 + "</row>")


EXCESSES = {
    "one row": wide_row(),
    "many rows": sheet(("<row>" + "<c/>" * 100 + "</row>") * 5_000),
    "elements": sheet("<row><c>" + "<v/>" * 1_200_000 + "</c></row>"),
    "entities": sheet("<row><c><v>&a;</v></c></row>", '<!DOCTYPE a [<!ENTITY a "1">]>'),
}


@pytest.mark.parametrize("data", EXCESSES.values(), ids=EXCESSES)
def test_what_grows_when_it_is_read_is_refused_within_a_second(data: bytes) -> None:
    began = time.process_time()

    with pytest.raises(SheetError, match="too large once unpacked"):
        read_sheet(data, columns())

    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "neither XLSX nor CSV"),
        (b"PK\x03\x04 no zip", "damaged or protected"),
        (b"a,b\n1,2\n", "Missing: kind"),
        (b"kind,code\n" + b'"', "damaged"),
        (b"x" * 2_000_001, "larger than 2 MB"),
        (b"kind\n" + b"line\n" * (MOST_ROWS + 1), "more than 5000 rows"),
        (bomb(), "too large once unpacked"),
    ],
    ids=["empty", "binary", "no-zip", "columns", "quote", "large", "rows", "bomb"],
)
def test_what_is_no_sheet_is_refused_with_a_reason(data: bytes, told: str) -> None:
    with pytest.raises(SheetError, match=told):
        read_sheet(data, columns())


def test_a_cell_far_away_costs_nothing() -> None:
    assert read_sheet(far_cell(), columns()) == []


def workbook(**sheets: list[list[str]]) -> bytes:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


TABLE = [["kind", "code", "name-vi"], ["line", "8443", "- - Máy in"]]
TEXT = "\n".join(";".join(row) for row in TABLE)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be").join([b"\xfe\xff", b""]),
        f"sep=;\n{TEXT}".encode(),
        f"sep=;\r\n{TEXT}".encode("utf-8-sig"),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.replace("8443", "\u200b84\u00ad43\ufeff").encode(),
        workbook(Ghi_chú=[["Danh mục 2026"]], Data=TABLE),
    ],
    ids=["utf-16", "utf-16-be", "sep", "sep-bom", "nfd", "invisible", "second-sheet"],
)
def test_what_spreadsheet_programs_write_is_read(data: bytes) -> None:
    wanted = ["kind", "code", "name-vi"]

    ((_number, row),) = read_sheet(data, wanted)

    assert row == {"kind": "line", "code": "8443", "name-vi": "- - Máy in"}


def test_another_coding_is_refused_saying_how_to_save_it() -> None:
    with pytest.raises(SheetError, match=r"CSV UTF-8.*\.xlsx"):
        read_sheet("kind;code;name\nline;8443;Máy".encode("cp1252"), ["kind"])


def test_a_name_is_read_without_the_dashes_of_the_tariff() -> None:
    rows = shipped_rows()
    line = next(row for row in rows if row["kind"] == "line")
    plain = read_rows(enumerate(rows, 2))[0]
    line["name-vi"] = f"- - {line['name-vi']}"

    assert read_rows(enumerate(rows, 2)) == (plain, [])
