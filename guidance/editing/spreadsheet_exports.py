"""Makes every table that the editors' side exports safe to open, Wagtail's own reports included.

All of Wagtail's exports pass each cell, and each CSV file, through one method of one class, so it
is replaced there: a report that somebody adds later is safe without knowing of this.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.timezone import is_aware, localtime
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from guidance.text.spreadsheets import safe_cell, xlsx_text

_as_wagtail_does = SpreadsheetExportMixin.preprocess_field_value
_stream_csv = SpreadsheetExportMixin.stream_csv


def safe_value(view: SpreadsheetExportMixin, field: str, value: Any, export_format: str) -> Any:
    """The cell as Wagtail writes it; a text as one that nothing runs, a time as on the screen."""
    if isinstance(value, datetime) and is_aware(value):
        # To the second and by Viet Nam's clock, which is no matter of the cell.
        value = localtime(value).replace(microsecond=0, tzinfo=None)
    cell = _as_wagtail_does(view, field, value, export_format)
    if not isinstance(cell, str):
        return cell
    return safe_cell(cell) if export_format == view.FORMAT_CSV else xlsx_text(cell)


def marked_csv(view: SpreadsheetExportMixin, queryset: Any) -> Iterator[bytes]:
    """The file as Wagtail writes it, after the mark by which Excel knows UTF-8."""
    lines = _stream_csv(view, queryset)
    yield codecs.BOM_UTF8 + next(lines, b"")
    yield from lines


def install() -> None:
    """Let every export write its cells so; once or again."""
    SpreadsheetExportMixin.preprocess_field_value = safe_value
    SpreadsheetExportMixin.stream_csv = marked_csv
