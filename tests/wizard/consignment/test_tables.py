"""Tables of lines: whatever people have is read, nothing is assumed, limits are told by row."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from csv import writer

import pytest
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import override
from openpyxl import Workbook

from tests.wizard.consignment.packing import FORTY, HEAD, KINDS, pasted, rules, workbook
from wizard.consignment import exports
from wizard.consignment.lines import (
    LINE,
    MOST_LINES,
    Line,
    StateError,
    read_address,
    read_state,
    write_address,
    write_state,
)
from wizard.consignment.quantities import filed_unit, read_quantity, total
from wizard.consignment.tables import LARGEST_FILE, read_file, read_text, titles
from wizard.goods.sheet_files import SheetError

pytestmark = pytest.mark.usefixtures("english")
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def csv(separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """The packing list as a CSV file."""
    out = io.StringIO()
    writer(out, delimiter=separator).writerows([HEAD, *FORTY])
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize(
    "data",
    [
        csv(),
        csv(";", "utf-8"),
        csv("\t", "utf-16"),
        "Hàng gửi tháng 11\n;;\n".encode() + csv(";", "utf-8"),
        workbook(),
        workbook(above=5),
    ],
    ids=["comma", "semicolon", "utf-16", "title above", "other sheet", "titles above"],
)
def test_one_list_is_read_from_whatever_wrote_it(data: bytes) -> None:
    expected = read_text(pasted(), rules()).lines

    assert len(expected) == len(FORTY)
    assert read_file(data, rules()).lines == expected


def test_what_windows_writes_in_viet_nam_is_read() -> None:
    text = "Tên hàng;Số lượng\nMáy chủ;2"
    # Code page 1258 has some letters as a letter and a mark.
    parts = []
    for letter in text:
        try:
            parts.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            bare = unicodedata.normalize("NFD", letter)
            whole = next(
                head + mark for head, mark in _split(bare) if _encodes(head) and _encodes(mark)
            )
            parts.append(whole.encode("cp1258"))

    table = read_file(b"".join(parts), rules())

    assert table.lines[0].name == "Máy chủ"
    assert table.lines[0].given["goods"] == "server"


def _encodes(text: str) -> bool:
    try:
        text.encode("cp1258")
    except UnicodeEncodeError:
        return False
    return True


def _split(bare: str) -> list[tuple[str, str]]:
    marks = bare[1:]
    return [
        (unicodedata.normalize("NFC", bare[0] + "".join(m for m in marks if m != own)), own)
        for own in marks
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_heads_in_every_language_and_an_empty_table_that_reads_back(language: str) -> None:
    with override(language):
        head = tuple(titles(rules()).values())
        empty = [exports.template(rules(), form) for form in ("csv", "xlsx")]
    row = ("Máy chủ", "", "3", "used", "line-control")

    assert read_text(pasted([row], head), rules()).lines == [
        Line("Máy chủ", "", "3", {"goods": "server", "state": "used", "purpose": "line-control"})
    ]
    for data in empty:
        table = read_file(data, rules())
        assert table.lines == []
        assert len(table.issues) == 1


def test_the_kinds_of_lines() -> None:
    free, banned, like, new, unclear = read_text(pasted(KINDS), rules()).lines

    assert free.given == {"goods": "84715090", "state": "used", "purpose": "line-control"}
    assert free.quantity == "2 bộ"
    assert banned.given["goods"] == "laptop"
    assert new.given["state"] == "new"
    # A bag for a laptop is no laptop; five digits are no code; "hàng bãi" is no answer.
    assert "goods" not in like.given
    assert unclear == Line("Dell PowerEdge R740", "84715", "1 chiếc", {}, {"state": "hàng bãi"})


def test_a_name_and_a_code_of_other_goods_are_not_taken() -> None:
    line = read_text("Model\tHS\nLaptop\t8528.52.00", rules()).lines[0]

    assert line.given == {}
    assert rules().disagree(line)
    assert not rules().disagree(Line("Laptop", "8471.30"))


def test_a_column_of_another_name_is_known_by_what_stands_in_it() -> None:
    table = read_text("Item\tCondition\tColour\nLaptop\tused\tred\nLaptop\tBrand new\tred", rules())

    assert [line.given.get("state") for line in table.lines] == ["used", None]
    assert table.lines[1].wrote == {"state": "Brand new"}
    assert table.unread == ["Colour"]


def test_a_row_without_name_and_code_is_told_by_its_number() -> None:
    table = read_text("Item\tQuantity\nLaptop\t2\n\t40", rules())

    assert [line.name for line in table.lines] == ["Laptop"]
    assert table.nameless == [3]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Paste a table"),
        ("Laptop\t3\nServer\t4", "No row names the columns"),
        ("Name\tQty", "stands no line"),
        ("Name\tQty\n" + "x\t1\n" * (MOST_LINES + 1), "501 lines; at most 500"),
        ("Name\tQty\nx\t1\n" + "y" * 201 + "\t1", "Row 3, column “Name or model”: at most 200"),
        ('Name\tQty\n"x\t1', "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_by_row(text: str, says: str) -> None:
    try:
        issues = read_text(text, rules()).issues
    except SheetError as error:
        issues = [str(error)]

    assert says in issues[0]


def bomb() -> bytes:
    """One row of a million cells, in a small file."""
    out = io.BytesIO()
    sheet = workbook(KINDS)
    with zipfile.ZipFile(io.BytesIO(sheet)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename.endswith("sheet2.xml"):
                body = body.replace(b"</row>", b"<c/>" * 1_000_000 + b"</row>", 1)
            new.writestr(part.filename, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (bomb(), "too large once unpacked"),
        (b"PK\x03\x04" + b"x" * 99, "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "old format of Excel"),
        (b"x" * (LARGEST_FILE + 1), "larger than 1 MB"),
        (b"\0\x81\x8d" * 9, "neither XLSX nor CSV"),
    ],
    ids=["bomb", "damaged", "old", "large", "no text"],
)
def test_files_that_are_no_table_are_refused(data: bytes, says: str) -> None:
    with pytest.raises(SheetError, match=says):
        read_file(data, rules())


def test_formulas_are_not_run_and_leave_the_site_as_text() -> None:
    book = Workbook()
    book.active.append(["Name", "Qty"])
    book.active.append(['=HYPERLINK("http://x","y")', "2"])
    book.active.append(["Laptop", "=1+1"])
    out = io.BytesIO()
    book.save(out)

    lines = read_file(out.getvalue(), rules()).lines

    # Nobody worked them out: the first has no name left, the second no quantity.
    assert [(line.name, line.quantity) for line in lines] == [("Laptop", "")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12", ("12", "")),
        ("12 chiếc", ("12", "chiếc")),
        ("2,5 kg", ("2.5", "kg")),
        ("3bộ", ("3", "bộ")),
        ("1.500", None),
        ("1,500 pcs", None),
        ("some", None),
        ("-3", None),
        ("", None),
    ],
)
def test_a_quantity_is_never_guessed(text: str, read: tuple[str, str] | None) -> None:
    found = read_quantity(text)

    assert (found and (str(found[0]), found[1])) == read


def test_quantities_are_added_by_unit() -> None:
    assert total(["2 bộ", "3 Bộ", "4", "1.500", "0,5", ""]) == "5 bộ; 4.5"


@pytest.mark.parametrize(
    ("unit", "filed"),
    [("pcs.", "chiếc"), ("Pièces", "chiếc"), ("sets", "bộ"), ("Bộ", "Bộ"), ("kg", "kg"), ("", "")],
)
def test_a_unit_is_written_as_the_papers_have_it(unit: str, filed: str) -> None:
    assert filed_unit(unit) == filed


HOSTILE = [
    Line('a;b\\;c=d~e&f?"<b>', "84.71;", "1;2", {"state": "used"}, {"purpose": "x;y=z~\\"}),
    Line("Máy chủ ỡ 机", "", "", {"goods": "server", "state": "unknown"}),
]


def test_lines_travel_in_an_address_and_in_a_form_unchanged() -> None:
    query = write_address(HOSTILE, "on=2026-11-30")
    assert query
    sent = QueryDict(query).getlist(LINE)

    assert read_address(sent, rules()) == HOSTILE
    assert read_state(write_state(HOSTILE), rules()) == HOSTILE


def test_more_than_ten_lines_or_long_ones_have_no_address() -> None:
    assert write_address([Line("x")] * 10)
    assert write_address([Line("x")] * 11) is None
    assert write_address([Line("ỡ" * 200)] * 5) is None


@pytest.mark.parametrize(
    "state",
    ["x", "{}", "[1]", "[[1,2,3,{},{}]]", '[["a","b","c",{},{"state":1}]]', "[" * 9999,
     "[" + ",".join(['["a","","",{},{}]'] * (MOST_LINES + 1)) + "]"],
)  # fmt: skip
def test_a_list_that_is_none_of_ours_is_refused(state: str) -> None:
    with pytest.raises(StateError):
        read_state(state, rules())


def test_answers_that_the_rules_do_not_know_are_left_out() -> None:
    line = read_state('[["a\\u0000b\\tc","","",{"state":"melted","x":"y"},{"x":"y"}]]', rules())[0]

    assert line == Line("ab c")
