"""The register of the goods after the licence: sent out, filled in by whoever, and read back."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from guidance.text.languages import LANGUAGES
from tests.wizard.assessment.pages import Page
from tests.wizard.assessment.stories import PERMITTED, STORIES, check
from tests.wizard.papers.filled import EMPTY, address, close, docx_text, papers, pdf_text, send
from wizard.decision.kit import Kit
from wizard.goods.sheet_files import SheetError
from wizard.papers import register
from wizard.rules.snapshot import shipped_papers

PLACE = "papers/register.xlsx"
BC01 = "sau-khi-co-giay-phep/bao-cao-hang-nam-bc01"
LICENCE = "77/GP-BKHCN"
HEAD = [
    *("Số giấy phép", "Dòng", "Tên hàng", "Model", "Số sê-ri", "Mã HS", "Số tờ khai"),
    *("Ngày tờ khai", "Ngày dùng xong", "Cách xử lý", "Tờ khai tái xuất", "Ghi chú"),
]
SERVER = [LICENCE, "1", "Máy chủ đã qua sử dụng", "R740"]
UNITS = [
    [*SERVER, "00X1", "84714110", "106543210987", "2026-10-02 00:00:00", "", "", "", ""],
    [*SERVER, "00X2", "84714110", "106543210987", "02/10/2026", "", "", "", "pin yếu"],
    [*SERVER, "00X3", "84714110", "106599999999", "09/11/2026", "1/3/2027", "Tái xuất", "3065", ""],
    [
        LICENCE,
        "2",
        "Bộ chuyển mạch",
        "C93",
        "SW9",
        "85176221",
        "1065",
        "",
        "2027-05-01",
        "",
        "",
        "",
    ],
]
MAPPED = {
    "licence": 0, "line": 1, "desc": 2, "model": 3, "serial": 4, "hs": 5, "decl_no": 6,
    "decl_date": 7, "finished_on": 8, "handling": 9, "note": 11,
}  # fmt: skip


@pytest.fixture(scope="module")
def kit() -> Kit:
    """The kit that has a register."""
    found = shipped_papers("circular-26-2025")
    assert found is not None
    return found


def workbook(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of somebody's own."""
    book = Workbook()
    for number, rows in enumerate(sheets):
        page = book.active if number == 0 else book.create_sheet()
        for row in rows:
            page.append(list(row))
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def filled(body: bytes, rows: Sequence[Sequence[str]] = UNITS) -> bytes:
    """Our own register, filled in from its first empty row, with the quantities licensed."""
    book = load_workbook(io.BytesIO(body))
    units, report = book[register.UNITS], book[register.REPORT]
    keys = list(register.columns())
    first = next(row for row in (2, 3) if report.cell(row, 1).value == 1)
    for at, row in enumerate(rows):
        for key, place in MAPPED.items():
            units.cell(first + at, keys.index(key) + 1, row[place])
        units.cell(first + at, keys.index("handling_doc") + 1, row[10])
    for number, quantity in enumerate((5, 1)):
        report.cell(first + number, 6, quantity)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(body: bytes, name: str = "so.xlsx") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, body, register.KIND)


# --- Sent out -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_heads_are_in_vietnamese_and_the_readers_language(
    client: Client, language: str, kit: Kit
) -> None:
    response = client.get(check(PLACE, PERMITTED, language))

    book = load_workbook(io.BytesIO(response.content))
    fields = kit.topic("licensed").fields
    for number, code in enumerate(dict.fromkeys(("vi", language)), start=1):
        with override(code):
            units = list(register.columns().values())
        report = [item.label[code] for item in fields]
        assert [cell.value for cell in book[register.UNITS][number]] == units
        assert [cell.value for cell in book[register.REPORT][number]][1:] == report
    # A serial number keeps its leading zeros.
    at = 1 + list(register.columns()).index("serial")
    assert book[register.UNITS].cell(5, at).number_format == "@"


def test_the_report_counts_the_columns_it_names(kit: Kit) -> None:
    book = load_workbook(io.BytesIO(register.workbook(kit, "vi")))
    units, report = book[register.UNITS], book[register.REPORT]
    heads = {cell.value: cell.column_letter for cell in units[1]}
    label = {item.key: item.label["vi"] for item in kit.topic("licensed").fields}
    at = {cell.value: cell.column for cell in report[1]}

    def named(key: str) -> set[str]:
        formula = str(report.cell(2, at[label[key]]).value)
        assert formula.startswith("=")
        letters = set(re.findall(r"So!\$([A-Z]+)\$2:\$\1\$501", formula))
        return {head for head, letter in heads.items() if letter in letters}

    with override("vi"):
        name = register.columns()
    assert named("in_qty") == {name["line"]}
    assert named("in_use") == {name["line"], name["finished_on"], name["handling"]}
    assert named("reexp_qty") == {name["line"], name["handling"]}
    assert named("desc") == {name["line"], name["desc"]}
    # Quantities licensed are typed; the last row sums.
    assert report.cell(2, at[label["lic_qty"]]).value is None
    end = kit.topic("licensed").repeat + 2
    letter = report.cell(1, at[label["in_use"]]).column_letter
    assert report[f"{letter}{end}"].value == f"=SUM({letter}2:{letter}{end - 1})"


def test_it_is_offered_where_a_report_is_due(client: Client) -> None:
    assert PLACE in client.get(check("result/", PERMITTED), follow=True).content.decode()
    for outcome in ("prohibited", "not-covered"):
        shown = client.get(check("result/", STORIES[outcome]), follow=True).content.decode()
        assert PLACE not in shown
        assert client.get(check(PLACE, STORIES[outcome])).status_code == 302


# --- Taken back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_post_makes_the_report_with_its_totals(client: Client, language: str) -> None:
    where = address(language=language)
    body = client.get(where.replace("papers/", PLACE)).content
    typed = {**EMPTY, "company_name": "Công ty Phượng Hoàng", "period": "năm 2027"}
    made = papers(client, typed, where, do="report", register=upload(filled(body)))

    text = docx_text(made[f"{BC01}.docx"])
    assert f"Giấy phép số {LICENCE}" in text
    assert "Công ty Phượng Hoàng" in text
    # Five and one licensed, four imported, two in use, two finished, one of them re-exported.
    assert close("R740; 00X1, 00X2, 00X3 84714110 5 3") in close(text)
    assert "106543210987 (02/10/2026); 106599999999 (09/11/2026)" in text
    assert "1; 3065" in text
    assert close("pin yếu2Bộ chuyển mạch") in close(text)
    assert close("Cộng 6 4 2 2 1 0 0") in close(text)
    assert close("00X1,00X2,00X3") in close(pdf_text(made[f"{BC01}.pdf"]))
    # Nothing else is made, and the draft goes on from here.
    assert not [name for name in made if name.startswith("nop/")]
    assert "00X3" in made["ban-nhap.json"].decode()


CSV = "\n".join(";".join(row) for row in ([*["Sổ theo dõi"], *[""] * 11], HEAD, *UNITS))
ENGLISH = [
    [
        *("Licence", "Line", "Goods", "Model", "Serial no.", "HS code", "Declaration no."),
        *("", "Finished on", "Handling", "", "Note"),
    ],
    *UNITS,
]


@pytest.mark.parametrize(
    "body",
    [
        workbook([["Công ty Phượng Hoàng"], [], HEAD, *UNITS]),
        workbook([["Ghi"], ["gì đó"]], [HEAD, *UNITS]),
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        workbook(ENGLISH),
        workbook([HEAD, *([row[0], "", *row[2:]] for row in UNITS)]),
    ],
    ids=["titles", "other sheet", "csv", "utf-16", "english", "no line numbers"],
)
def test_whatever_somebody_has_is_counted(body: bytes, kit: Kit) -> None:
    found = register.read(body, kit)

    counted = [(line["in_qty"], line["in_use"], line["finished"]) for line in found.lines]
    assert counted == [("3", "2", "1"), ("1", "0", "1")]
    assert found.lines[0]["serial"] == "00X1, 00X2, 00X3"
    assert found.licence == LICENCE


def test_a_table_with_the_columns_of_the_report_is_taken_as_it_is(kit: Kit) -> None:
    head = ["STT", "Tên hàng", "Số lượng được cấp phép", "Số lượng đã nhập khẩu", "Đang sử dụng"]
    rows = [[1, "Máy chủ", 5, 3, 3], ["", "Cộng", 5, 3, 3]]

    (line,) = register.read(workbook([head, *rows]), kit).lines

    assert (line["desc"], line["lic_qty"], line["in_qty"]) == ("Máy chủ", "5", "3")


def test_many_serial_numbers_make_further_lines(kit: Kit) -> None:
    rows = [[*SERVER, f"SERIAL-{number:04}", *[""] * 7] for number in range(120)]

    found = register.read(workbook([HEAD, *rows]), kit)

    assert len(found.lines) == 3
    assert sum(int(line["in_qty"]) for line in found.lines) == 120
    assert all(len(line["serial"]) <= register.MOST_SERIALS for line in found.lines)
    # The quantity of a licence is not told twice.
    with_quantity = workbook(
        [HEAD, *rows], [["STT", "Tên hàng", "Số lượng được cấp phép"], [1, "x", 150]]
    )
    quantities = [line["lic_qty"] for line in register.read(with_quantity, kit).lines]
    assert quantities == ["150", "", ""]


REFUSED = {
    "no file": (b"", "Choose the file"),
    "no heads": (workbook([["a", "b"], ["c", "d"]]), "No row names the columns"),
    "no goods": (workbook([HEAD]), "stands no goods"),
    "unknown word": (
        workbook([HEAD, [*SERVER, "1", "", "", "", "", "bán lại", "", ""]]),
        "Row 2: “bán lại” is none of: tái xuất, tiêu hủy, xử lý khác.",
    ),
    "no day": (
        workbook([HEAD, [*SERVER, "1", "", "", "31/2/2026", "", "", "", ""]]),
        "Row 2: “31/2/2026” is no day such as 30/11/2026.",
    ),
    "not yet": (
        workbook([HEAD, [*SERVER, "1", "", "", "", "chưa", "", "", ""]]),
        "Row 2: “chưa” is no day",
    ),
    "one unit twice": (
        workbook([HEAD, *([*SERVER, sn, *[""] * 7] for sn in ("không", "không", "A1", "a1"))]),
        "Row 5: the serial number “a1” stands in row 4 too.",
    ),
    "two licences": (
        workbook([HEAD, *UNITS, ["88/GP", "1", "Máy in", *[""] * 9]]),
        "several licences: 77/GP-BKHCN; 88/GP",
    ),
    "too many lines": (
        workbook([HEAD, *([LICENCE, str(n), f"Hàng {n}", *[""] * 9] for n in range(31))]),
        "makes 31 lines, the report takes 30",
    ),
    "too large": (b"x" * (register.LARGEST + 1), "larger than 512 kB"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "neither XLSX nor CSV"),
}


@pytest.mark.parametrize(("body", "said"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_why(body: bytes, said: str, kit: Kit) -> None:
    with override("en"), pytest.raises(SheetError, match=re.escape(said)):
        register.read(body, kit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_is_there_after_a_refusal(client: Client, language: str) -> None:
    body, _said = REFUSED["unknown word"]
    where = address(language=language)
    response = send(
        client, {**EMPTY, "address": "Số 12"}, where, do="report", register=upload(body)
    )

    page = Page(response)
    assert page.fields["address"][0]["value"] == "Số 12"
    assert 'id="id_register-error"' in response.content.decode()
    assert "bán lại" in page.text


def test_of_several_licences_the_one_typed_is_reported(client: Client) -> None:
    body, _said = REFUSED["two licences"]
    made = papers(client, {**EMPTY, "lic_no": "88/gp"}, do="report", register=upload(body))

    assert "Máy in" in docx_text(made[f"{BC01}.docx"])
    assert "Máy chủ" not in docx_text(made[f"{BC01}.docx"])


def test_figures_that_do_not_add_up_are_looked_at_first(client: Client) -> None:
    head = ["Tên hàng", "Số lượng được cấp phép", "Số lượng đã nhập khẩu"]
    body = workbook([head, ["Máy chủ", 1, 3]])
    response = send(client, EMPTY, do="report", register=upload(body))

    assert "More was imported than the licence says." in Page(response).text
    assert Page(response).fields["licensed-1-desc"][0]["value"] == "Máy chủ"
    again = {**EMPTY, "licensed-lines": "1", "licensed-1-desc": "Máy chủ", "licensed-1-in_qty": "3"}
    assert f"{BC01}.pdf" in papers(client, again, do="report-anyway")
