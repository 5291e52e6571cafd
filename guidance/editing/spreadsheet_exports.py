"""Makes every table that the editors' side exports safe to open, Wagtail's own reports included.

All of Wagtail's exports pass each cell through one method of one class, so it is replaced there:
a report that somebody adds later is safe without knowing of this.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from guidance.text.spreadsheets import safe_cell, xlsx_text

_as_wagtail_does = SpreadsheetExportMixin.preprocess_field_value


def safe_value(view: SpreadsheetExportMixin, field: str, value: Any, export_format: str) -> Any:
    """The cell as Wagtail writes it; a text as one that nothing runs."""
    cell = _as_wagtail_does(view, field, value, export_format)
    if not isinstance(cell, str):
        return cell
    return safe_cell(cell) if export_format == view.FORMAT_CSV else xlsx_text(cell)


def install() -> None:
    """Let every export write its cells so; once or again."""
    SpreadsheetExportMixin.preprocess_field_value = safe_value
