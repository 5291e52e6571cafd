"""A sheet as DOCX: the parts in `wizard/rulesets/papers/docx/`, filled in by Django's templates.

Everything typed is escaped by the engine, so that it can add no mark-up.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import Any

from django.template import Context, Engine

from guidance.text.languages import language_tag
from wizard.rules.snapshot import PAPERS

PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package-rels.xml",
    "docProps/core.xml": "core.xml",
    "word/_rels/document.xml.rels": "document-rels.xml",
    "word/document.xml": "document.xml",
    "word/header.xml": "header.xml",
    "word/settings.xml": "settings.xml",
    "word/styles.xml": "styles.xml",
}
"""Where each part stands in the package, and its file."""

TWIPS = {False: 11906 - 1701 - 1021, True: 16838 - 1701 - 1021}
"""The width between the margins, upright and lying."""
HALF_POINTS = {"small": 21, "tiny": 20}
TIME = (1980, 1, 1, 0, 0, 0)
"""What stands in the package as time: equal sheets make equal files."""


@cache
def _engine() -> Engine:
    loader = (
        "django.template.loaders.cached.Loader",
        ["django.template.loaders.filesystem.Loader"],
    )
    return Engine(dirs=[str(PAPERS / "docx")], loaders=[loader], autoescape=True)


def draw(sheet: dict[str, Any]) -> bytes:
    """Draw a sheet."""
    width = TWIPS[sheet["landscape"]]
    context = {
        "d": {
            **sheet,
            "sections": any(item["kind"] == "section" for item in sheet["blocks"]),
            "blocks": [_measured(item, width) for item in sheet["blocks"]],
        },
        "tags": {"lang": language_tag(sheet["lang"]), "also": language_tag(sheet["also_lang"])},
        "page": {"left": width * 40 // 100, "right": width * 60 // 100, "half": width // 2},
    }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as package:
        for name, file in PARTS.items():
            text = _engine().get_template(file).render(Context(context))
            package.writestr(_entry(name), text.encode(), compresslevel=1)
    return body.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _measured(item: dict[str, Any], width: int) -> dict[str, Any]:
    """A block with what only DOCX wants to know: widths in twips, sizes in half points."""
    if item["kind"] == "row":
        return {**item, "value_alone": {"text": item["value"]["text"], "also": ""}}
    if item["kind"] != "table":
        return item
    total = sum(item["widths"])
    twips = [width * share // total for share in item["widths"]]
    return {
        **item,
        "twips": twips,
        "half_points": HALF_POINTS[item["size"]],
        "heads": [_spread(row, twips) for row in item["heads"]],
        "rows": [_spread([{**cell, "span": 1} for cell in row], twips) for row in item["rows"]],
    }


def _spread(row: list[dict[str, Any]], twips: list[int]) -> list[dict[str, Any]]:
    """The cells of a row, each with the width of the columns it spans."""
    found, start = [], 0
    for cell in row:
        end = start + cell["span"]
        found.append({**cell, "twips": sum(twips[start:end])})
        start = end
    return found
