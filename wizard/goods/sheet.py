"""A goods list as the rows of one sheet <-> its contents, with issues that name row and column.

Each row says in its first column what it is. Reading trusts nothing: it names every issue it
finds, and gives contents only when there is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from .codes import CodeError, read_code

KINDS = {
    "title": "title",
    "default": "default",
    "heading": "title_row",
    "line": "line",
    "unlisted": "unlisted",
    "notice": "notice",
    "product": "product",
}
"""What a row may be, and the part of the contents it belongs to."""

NEEDS = {
    "title": ("name",),
    "default": ("class",),
    "heading": ("code", "name"),
    "line": ("code", "class", "name"),
    "unlisted": ("code", "class"),
    "notice": ("code", "name"),
    "product": ("key", "code", "name"),
}
"""The columns that a row of each kind must fill."""

FROM = "from"
"""The column of the day from which a notice holds; it may be left out."""

SINGLE = ("title", "default")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# The last stands where something was that no text holds.
CONTROL = re.compile("[\x00-\x1f\x7f\ufffd]")
LEVEL = re.compile(r"^(?:[-–]\s+)+")
LONGEST_TEXT = 2000
LONGEST_KEY = 80

Row = tuple[int, Mapping[str, str]]
"""The number of a row as the program shows it, and its cells by column."""


def languages() -> list[str]:
    """The languages in which names stand."""
    return [code for code, _name in settings.LANGUAGES]


def columns() -> list[str]:
    """The columns of the sheet, in order."""
    names = [f"name-{code}" for code in languages()]
    also = [f"also-{code}" for code in languages()]
    return ["kind", "code", "class", "key", *names, *also, FROM]


@dataclass(frozen=True, slots=True)
class RowIssue:
    """One thing wrong with a sheet: the row, the column and what is wrong there."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        """Name the place as spreadsheet programs do."""
        known = columns()
        if self.column not in known:
            return _("Row %(row)d: %(message)s") % {"row": self.row, "message": self.message}
        place = {"row": self.row, "letter": chr(ord("A") + known.index(self.column))}
        text = _("Row %(row)d, column %(letter)s (%(column)s): %(message)s")
        return text % {**place, "column": self.column, "message": self.message}


@dataclass(slots=True)
class _Reader:
    """Reads the rows in order and remembers what it has seen."""

    classes: Collection[str] | None
    named: Collection[str]
    issues: list[RowIssue] = field(default_factory=list)
    contents: dict[str, Any] = field(default_factory=dict)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    listed: dict[str, tuple[int, str]] = field(default_factory=dict)

    def read(self, number: int, cells: Mapping[str, str]) -> None:
        """Read one row: what it needs, then what it says."""
        cells = {
            # As tariffs print names: "- - Other".
            column: LEVEL.sub("", text) if column.startswith("name-") else text
            for column, text in cells.items()
        }
        kind = cells["kind"].casefold()
        if kind not in KINDS:
            message = _("This is none of: %(kinds)s.") % {"kinds": ", ".join(KINDS)}
            self.issues.append(RowIssue(number, "kind", message))
            return
        before = len(self.issues)
        self.issues += _texts(number, cells, self.named if "name" in NEEDS[kind] else ())
        codes = self._codes(number, kind, cells)
        if "class" in NEEDS[kind]:
            self._class(number, cells["class"])
        if kind == "product" and not _is_key(cells["key"]):
            message = _("Small letters and digits without accents, joined by hyphens.")
            self.issues.append(RowIssue(number, "key", message))
        if cells.get(FROM) and (kind != "notice" or not _is_day(cells[FROM])):
            message = _("Only a notice has a day, written like 2026-09-05.")
            self.issues.append(RowIssue(number, FROM, message))
        self._once(number, kind, cells["key"] if kind == "product" else "".join(codes))
        if len(self.issues) == before:
            self._keep(number, kind, cells, codes)

    def _codes(self, number: int, kind: str, cells: Mapping[str, str]) -> list[str]:
        """Read the code of the row; goods by name may have several."""
        if "code" not in NEEDS[kind]:
            return []
        found = re.split(r"[\s,;]+", cells["code"]) if kind == "product" else [cells["code"]]
        codes = []
        for text in found:
            try:
                code = read_code(text)
            except CodeError as error:
                code = None
                message = {
                    "length": _("An HS code has 4, 6 or 8 digits. Is a leading zero missing?"),
                    "chapter": _("No tariff chapter begins with these two digits."),
                }[error.reason]
            else:
                message = _("This is no HS code.")
            if code is None:
                self.issues.append(RowIssue(number, "code", message))
            else:
                codes.append(code)
        return codes

    def _class(self, number: int, name: str) -> None:
        known = self.classes
        if not _is_key(name):
            message = _("Write the class by its key, such as listed.")
        elif known is not None and name not in known:
            message = _("The rules know no such class. They know: %(classes)s.")
            message %= {"classes": ", ".join(sorted(known))}
        else:
            return
        self.issues.append(RowIssue(number, "class", message))

    def _once(self, number: int, kind: str, name: str) -> None:
        """Refuse what another row says already."""
        name = "" if kind in SINGLE else name
        first = self.seen.setdefault((kind, name), number)
        if first != number and (name or kind in SINGLE):
            message = _("Row %(row)d says this already.") % {"row": first}
            column = {"product": "key"}.get(kind, "kind" if kind in SINGLE else "code")
            self.issues.append(RowIssue(number, column, message))

    def _keep(self, number: int, kind: str, cells: Mapping[str, str], codes: list[str]) -> None:
        if kind == "line":
            self.listed[codes[0]] = (number, cells["class"])
        item = _item(kind, cells, codes)
        if kind in SINGLE:
            self.contents[kind] = item
        else:
            self.contents.setdefault(KINDS[kind], []).append(item)

    def overlaps(self) -> Iterator[RowIssue]:
        """Find lines inside another line of a different class: a code would have both."""
        for code, (number, group) in self.listed.items():
            for length in (4, 6):
                first, other = self.listed.get(code[:length], (number, group))
                if length < len(code) and other != group:
                    message = _("Row %(row)d lists all of this in another class.")
                    yield RowIssue(number, "code", message % {"row": first})


def _texts(number: int, cells: Mapping[str, str], named: Collection[str]) -> Iterator[RowIssue]:
    """Judge every cell as text, and miss no name in a language that the list has."""
    for column, text in cells.items():
        if CONTROL.search(text):
            yield RowIssue(number, column, _("Line breaks and control characters are not allowed."))
        elif len(text) > LONGEST_TEXT:
            message = _("At most %(limit)d characters.") % {"limit": LONGEST_TEXT}
            yield RowIssue(number, column, message)
        elif text.startswith(("=", "+", "-", "@")):
            yield RowIssue(number, column, _("A text may not begin with = + - or @."))
        elif not text and column in named:
            yield RowIssue(number, column, _("This text is missing in a language"))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_key(text: str) -> bool:
    return len(text) <= LONGEST_KEY and KEY.fullmatch(text) is not None


def _item(kind: str, cells: Mapping[str, str], codes: list[str]) -> Any:
    """Make what a row stands for."""
    names = {code: name for code in languages() if (name := cells[f"name-{code}"])}
    if kind in ("title", "default"):
        return names if kind == "title" else cells["class"]
    if kind == "product":
        spoken = {code: _split(cells[f"also-{code}"]) for code in languages()}
        synonyms = {code: words for code, words in spoken.items() if words}
        item = {"key": cells["key"], "codes": codes, "name": names}
        return {**item, "synonyms": synonyms} if synonyms else item
    if kind == "unlisted":
        return {"prefix": codes[0], "class": cells["class"]}
    if kind == "notice":
        notice = {"prefix": codes[0], "text": names}
        return {**notice, "in_force_from": cells[FROM]} if cells.get(FROM) else notice
    item = {"code": codes[0], "name": names}
    return {**item, "class": cells["class"]} if kind == "line" else item


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def read_rows(
    rows: Iterable[Row], classes: Collection[str] | None = None
) -> tuple[dict[str, Any], Sequence[RowIssue]]:
    """Read the contents of a list; with any issue, there are no contents.

    A language in which nothing has a name is one that the list does not have yet.
    """
    rows = list(rows)
    filled = {column for _number, cells in rows for column, text in cells.items() if text}
    named = {column for column in filled if column.startswith("name-")}
    reader = _Reader(classes, {*named, f"name-{settings.LANGUAGE_CODE}"})
    for number, cells in rows:
        reader.read(number, cells)
    issues = sorted([*reader.issues, *reader.overlaps()], key=_place)
    return ({} if issues else reader.contents), issues


def _place(issue: RowIssue) -> tuple[int, int]:
    """Order issues as the sheet is read: by row, then from left to right."""
    known = columns()
    return issue.row, known.index(issue.column) if issue.column in known else len(known)
