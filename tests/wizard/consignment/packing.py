"""A packing list as brokers have them, and what a visitor sends of it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client
from openpyxl import Workbook

from tests.checking import MAIN, check_at
from wizard.assessment.situation import read
from wizard.consignment.judging import Consignment
from wizard.consignment.lines import Line, LineRules, read_state

OWN = {"Sec-Fetch-Site": "same-origin"}
HEAD = ("Tên hàng", "Mã HS", "Số lượng", "ĐVT", "Tình trạng hàng", "Mục đích")
USED, LINE, RESALE = "Đã qua sử dụng", "line-control", "resale"
KINDS = (
    ("Máy tính điều khiển dây chuyền Siemens", "8471.50.90", "2", "bộ", USED, LINE),
    ("Laptop", "", "10", "chiếc", USED, RESALE),
    ("Laptop bag", "", "10", "chiếc", USED, RESALE),
    ("Máy chủ", "", "3", "chiếc", "Mới, chưa qua sử dụng", LINE),
    ("Dell PowerEdge R740", "84715", "1", "chiếc", "hàng bãi", ""),
)
"""Lines of five kinds: free, banned, to be confirmed, permitted, unclear in three ways."""
FORTY = [KINDS[number % len(KINDS)] for number in range(40)]


def rules(language: str = "en") -> LineRules:
    """The rules of today's lines."""
    found = read([], MAIN)
    assert found.goods_list
    return LineRules(found.ruleset, found.goods_list, found.declared)


def consignment(lines: list[Line]) -> Consignment:
    """Lines judged today."""
    return Consignment(read([], MAIN), rules(), lines)


def pasted(rows: Any = FORTY, head: tuple[str, ...] = HEAD) -> str:
    """A table as a spreadsheet program copies it."""
    return "\n".join("\t".join(row) for row in (head, *rows))


def workbook(rows: Any = FORTY, head: tuple[str, ...] = HEAD, above: int = 0) -> bytes:
    """A workbook whose first sheet is something else, and whose second has the table."""
    book = Workbook()
    book.active.append(["Packing list", "2026"])
    sheet = book.create_sheet("Hàng")
    for number in range(above):
        sheet.append([f"Title {number}"])
    for row in (head, *rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place(language: str = "en", query: str = "") -> str:
    """The address of the page."""
    return check_at(language, f"consignment/{query}")


def send(client: Client, data: Mapping[str, Any], language: str = "en") -> HttpResponseBase:
    """Send the form, from the page itself."""
    cache.clear()
    return client.post(place(language), data, headers=OWN)


def state_of(response: HttpResponseBase) -> str:
    """The list that a page carries."""
    found = re.search(r'name="lines" value="([^"]*)"', response.content.decode())  # type: ignore[attr-defined]
    assert found, response
    return unescape(found.group(1))


def lines_of(response: HttpResponseBase) -> list[Line]:
    """The lines that a page carries."""
    return read_state(state_of(response), rules())


def state(*rows: tuple[str, str, str, dict[str, str]]) -> str:
    """The field of a form with lines."""
    return json.dumps([[*row, {}] for row in rows])
