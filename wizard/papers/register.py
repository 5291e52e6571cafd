"""The register of the goods after the licence: an empty sheet with the columns of the report."""

from __future__ import annotations

import io

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from guidance.text.languages import in_language, reader_language
from wizard.assessment.addresses import address
from wizard.assessment.flow import go_to, next_address
from wizard.assessment.results import Result
from wizard.assessment.storage import situation_of
from wizard.decision.kit import Kit

from .sheets import FILED
from .views import download, offered

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 60
"""Empty rows drawn for a print; a register may be longer."""
WIDE, NARROW = 26, 15
SHADE = PatternFill("solid", fgColor="ECE4D2")
LINE = Border(*(Side(style="thin", color="85705F") for _side in range(4)))


def register(request: HttpRequest) -> HttpResponse:
    """Send the register for a result that asks for the report; else lead to the result."""
    situation = situation_of(request)
    if situation.first_open is not None:
        return go_to(next_address(situation), situation)
    kit = kit_with_register(Result(situation))
    if kit is None:
        return go_to(address("result", situation, stamped=True), situation)
    return download(sheet(kit, reader_language()), "so-theo-doi-bc01.xlsx", KIND)


def kit_with_register(result: Result) -> Kit | None:
    """The kit whose register a result calls for; None where no report on goods is due."""
    found = offered(result)
    if found is None or not found[0].register:
        return None
    kit, documents = found
    topic = kit.topic(kit.register)
    return kit if topic and documents.intersection(topic.documents) else None


def sheet(kit: Kit, language: str) -> bytes:
    """Draw the register: heads in Vietnamese, and below in the reader's language."""
    book = Workbook()
    page = book.active
    page.title = "BC01"
    topic = kit.topic(kit.register)
    fields = topic.fields if topic else ()
    languages = [FILED] if language == FILED else [FILED, language]
    page.append(["STT", *(str(in_language(item.label, FILED)) for item in fields)])
    if language != FILED:
        page.append([_("No."), *(str(in_language(item.label, language)) for item in fields)])
    for row in page.iter_rows(max_row=len(languages) + ROWS, max_col=len(fields) + 1):
        for cell in row:
            cell.border = LINE
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if cell.row <= len(languages):
                cell.fill = SHADE
                cell.font = Font(bold=cell.row == 1, italic=cell.row > 1)
            elif cell.column > 1:
                # What is typed stays as it is typed: no leading zero of a code is lost.
                cell.number_format = "General" if fields[cell.column - 2].kind == "amount" else "@"
    page.column_dimensions["A"].width = 6
    for number, item in enumerate(fields, 2):
        wide = item.key in ("desc", "note", "serial")
        page.column_dimensions[get_column_letter(number)].width = WIDE if wide else NARROW
    page.freeze_panes = page.cell(len(languages) + 1, 2)
    page.print_title_rows = f"1:{len(languages)}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()
