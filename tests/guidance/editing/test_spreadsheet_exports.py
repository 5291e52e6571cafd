"""No table that leaves the site runs anything in the program it is opened with."""

from __future__ import annotations

import codecs
import csv
import io
import re
from datetime import UTC, datetime
from itertools import product

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.admin.views.generic.models import IndexView
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page

from guidance.models import Feedback, Proposal, QueryWithoutResult, ReaderMessage
from guidance.text.spreadsheets import plain_cell, safe_cell
from tests.checking import MAIN
from wizard.goods.sheet import columns
from wizard.goods.sheet_files import read_sheet, write_csv, write_xlsx
from wizard.models import ResultReport

# After the first, cells of programs that separate them otherwise than by commas.
WITHIN = ("a;", "a;;", "a; ", "a\t", "a\n", "a;'", "a|")
STARTS = ("=", "+", "-", "@", "\t", "\r", " =", "'=", "＝")
FORMULAS = [f"{start}cmd|' /C calc'!A0" for start in (*STARTS, *(f"{cell}=" for cell in WITHIN))]
EVERY_REPORT = (
    "/admin/feedback/",
    "/admin/querywithoutresult/",
    "/admin/readermessage/",
    "/admin/proposal/",
    "/admin/result-reports/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/page-types-usage/",
    "/admin/reports/guidance/reviews/",
    "/admin/searchpicks/reports/search-terms/",
    "/admin/reports/guidance/links/",
)


@pytest.fixture
def boss(client: Client, db: None) -> Client:
    """Somebody who may export everything."""
    client.force_login(get_user_model().objects.create_superuser("boss", "b@example.org", "b"))
    return client


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet program would run a cell, whatever separates cells there."""
    first, *others = re.split(r"[;|\t\r\n]", cell)
    return cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝")) or any(
        part.lstrip(" ").startswith(("=", "+", "-", "@", "＝")) for part in (first, *others)
    )


def body(response: object) -> bytes:
    """The bytes of a file that is sent as a stream."""
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@example(" \r")
@given(st.text() | st.text(alphabet=" a';|=-＝\t\r\n"))
def test_a_cell_reads_back_as_it_was_written(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text
    assert not is_formula(safe_cell(text))


@pytest.mark.parametrize("text", FORMULAS)
def test_feedback_searches_and_reports_are_exported_as_text(boss: Client, text: str) -> None:
    Feedback.objects.create(path="/vi/", is_useful=True, comment=text)
    QueryWithoutResult.objects.create(query=text, language="vi", last_seen=timezone.localdate())
    ReaderMessage.objects.create(language="vi", text=text)
    Proposal.objects.create(language="vi", text=text, source=text)
    ResultReport.objects.create(
        ruleset=MAIN,
        query=text,
        outcome="x",
        ruleset_version=1,
        language="vi",
        message=text + "\x01",
    )

    found = 0
    for address in EVERY_REPORT[:5]:
        answer = boss.get(f"{address}?export=csv")
        assert answer.status_code == 200, address
        rows = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"), newline="")))
        assert not any(is_formula(cell) for row in rows for cell in row), address
        found += sum("calc" in cell for row in rows for cell in row)
        book = openpyxl.load_workbook(io.BytesIO(body(boss.get(f"{address}?export=xlsx"))))
        cells = [cell for row in book.active.rows for cell in row]
        assert not any(cell.data_type == "f" for cell in cells), address
    assert found >= 5


def test_the_title_of_a_page_is_exported_as_text_by_every_report(
    boss: Client, content: None
) -> None:
    Page.objects.filter(depth__gt=2).update(title=FORMULAS[0])

    seen = 0
    for address in EVERY_REPORT:
        answer = boss.get(f"{address}?export=csv")
        assert answer.status_code == 200, address
        rows = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"), newline="")))
        assert not any(is_formula(cell) for row in rows for cell in row), address
        seen += any("calc" in cell for row in rows for cell in row)
    assert seen, "no report shows a title"


def test_words_and_times_of_a_report_read_as_on_the_screen(boss: Client) -> None:
    message = ReaderMessage.objects.create(language="vi", text="Giấy phép")
    ReaderMessage.objects.filter(pk=message.pk).update(
        created_at=datetime(2026, 11, 30, 20, 5, 6, 789, tzinfo=UTC)
    )

    table = body(boss.get("/admin/readermessage/?export=csv"))
    book = openpyxl.load_workbook(io.BytesIO(body(boss.get("/admin/readermessage/?export=xlsx"))))

    assert table.startswith(codecs.BOM_UTF8)
    (_heading, row) = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    assert row[0] == "2026-12-01 03:05:06"
    assert "Giấy phép" in row
    assert book.active["A2"].value == datetime(2026, 12, 1, 3, 5, 6)  # noqa: DTZ001 - as in Excel


def test_no_export_of_wagtails_passes_by_the_safe_writer() -> None:
    def below(kind: type) -> set[type]:
        return {kind, *(found for one in kind.__subclasses__() for found in below(one))}

    kinds = below(SpreadsheetExportMixin)
    assert IndexView in kinds
    for kind, name in product(kinds, ("preprocess_field_value", "write_csv_row", "stream_csv")):
        assert getattr(kind, name) is getattr(SpreadsheetExportMixin, name), kind


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_list_of_goods_is_text_and_reads_back(write: object) -> None:
    rows = [{name: text.strip() for name in columns()} for text in FORMULAS]

    data = write(columns(), rows)  # type: ignore[operator]

    assert [row for _number, row in read_sheet(data, columns())] == rows
    if write is write_csv:
        cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
        assert not any(is_formula(cell) for cell in cells)
    else:
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert not any(cell.data_type == "f" for row in book.active.rows for cell in row)
