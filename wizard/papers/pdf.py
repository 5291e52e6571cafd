"""Sheets as PDF, built to PDF/UA-1: tags, language, title; drawn by typst from templates."""

from __future__ import annotations

import json
import re
import threading
from typing import Any

import typst

from guidance.text.languages import language_tag
from wizard.rules.snapshot import PAPERS

from .sheets import FILED, Sheet

SUBSTITUTE = "\ufffd"
SHOWN = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u024f\u0300-\u036f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff"
    "\u2010-\u2026\u2030\u2039\u203a\u20ab\u20ac\u2190-\u2193\u2610-\u2612\ufffd]"
)
"""What the embedded font is not sure to have; PDF/UA-1 refuses a whole paper for one such sign."""

SHEET, OFFICER = "sheet.typ", "officer.typ"

_lock = threading.Lock()
_compilers: dict[str, Any] = {}


def draw(title: str, sheets: list[Sheet]) -> tuple[bytes, bool]:
    """Draw sheets of one language; say too whether a sign had to take the place of another.

    Raises typst.TypstError if they cannot be drawn at all. The message may hold what was typed:
    it is for nobody's log.
    """
    first = sheets[0]
    data = {
        "title": title,
        "lang": _spoken(first["lang"]),
        "also_lang": _spoken(first["also_lang"]),
        "sheets": sheets,
    }
    try:
        return _compiled(SHEET, data), False
    except typst.TypstError:
        return _compiled(SHEET, _shown(data)), True


def draw_officer(data: dict[str, Any]) -> bytes:
    """Draw the sheet of a result. It holds words of the rules alone, nobody's own."""
    data = {**data, "lang": _spoken(FILED), "also_lang": _spoken(data["also_lang"])}
    try:
        return _compiled(OFFICER, data)
    except typst.TypstError:
        return _compiled(OFFICER, _shown(data))


def _spoken(language: str) -> dict[str, str | None]:
    """A language as typst asks for it: in two or three letters, and the country if it is known."""
    name, *rest = language_tag(language).split("-")
    return {"lang": name, "region": next((part for part in rest if len(part) == 2), None)}


def _compiled(template: str, data: dict[str, Any]) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    # One compiler serves one thread at a time, and reads its fonts but once.
    with _lock:
        if template not in _compilers:
            _compilers[template] = typst.Compiler(
                str(PAPERS / template), root=str(PAPERS), ignore_system_fonts=True
            )
        compiler = _compilers[template]
        return bytes(compiler.compile(sys_inputs=inputs, pdf_standards="ua-1", format="pdf"))


def _shown(value: Any) -> Any:
    """The data with every sign replaced that the font may not have."""
    if isinstance(value, str):
        return SHOWN.sub(SUBSTITUTE, value)
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return value
