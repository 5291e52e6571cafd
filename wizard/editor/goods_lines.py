"""The lines of a goods list as a table that is changed where it stands; saved into the draft.

One form with a row for each line, which needs no script: rows are changed, ticked to be removed,
copied, added, and pasted from a spreadsheet. Nothing is kept while anything is wrong, and what was
typed stays in the table. A script sorts, filters and pastes in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Revision

from guidance.text.folding import fold
from wizard.drafts.class_words import class_words
from wizard.drafts.goods_edits import (
    Cells,
    Edit,
    Problem,
    apply_edits,
    columns_of,
    is_single,
    parts,
)
from wizard.drafts.models.goods_lists import GoodsListDocument
from wizard.goods.sheet import columns, languages
from wizard.goods.sheet_files import MOST_ROWS, SheetError, plain, read_pasted

from .goods_list_views import draft_of, edit_address

FEW, MORE = 3, 10
"""Empty rows at the end: as it comes, and when more are asked for."""
MOST_SHOWN = 1500
"""So many rows of up to ten fields are within what the server reads from one form."""
LONGEST_NUMBER = 9
LEFT, COPY = "removed", "copy"
TEMPLATE = "wizard/admin/goods_lines.html"


@dataclass(slots=True)
class Cell:
    """One cell of the table: its column, what stands in it, and what is wrong with it."""

    column: str
    value: str
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """A row of the table; `position` is its place in the draft it was read from, None if new.

    `number` counts it among the rows of its kind, whether the others are shown or not.
    """

    number: int
    position: int | None
    cells: list[Cell]
    is_removed: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not any(cell.value for cell in self.cells)

    def texts(self) -> dict[str, str]:
        """What stands in it, by column."""
        return {cell.column: cell.value for cell in self.cells}


def headings() -> dict[str, str]:
    """What each column is called."""
    names = {f"name-{code}": _("Name (%(language)s)") % {"language": code} for code in languages()}
    also = {f"also-{code}": _("Also (%(language)s)") % {"language": code} for code in languages()}
    own = {"key": _("Key"), "code": _("HS code"), "class": _("Class"), "from": _("Holds from")}
    return {**own, **names, **also}


def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rows of one kind as a table, and keep in the draft what was changed in it."""
    document = draft_of(request, pk, "add", "change")
    refused = _refused(document, request)
    if refused:
        messages.error(request, refused)
        return redirect(edit_address(document))
    table = Table(document, request)
    if request.method == "POST":
        table.read(request.POST)
        if table.is_to_be_kept() and table.keep():
            return redirect(table.address())
    return render(request, TEMPLATE, table.context())


def _refused(document: GoodsListDocument, request: HttpRequest) -> str:
    """Why the list may not be changed now."""
    if document.live:
        return _("A published version is not changed any more. Make the next one.")
    lock = document.get_lock()
    is_locked = bool(lock and lock.for_user(request.user))
    return str(lock.get_message(request.user)) if lock and is_locked else ""


class Table:
    """The rows of one kind, as they are shown or were sent."""

    def __init__(self, document: GoodsListDocument, request: HttpRequest) -> None:
        """Take the rows from the draft."""
        asked = request.GET if request.method == "GET" else request.POST
        kinds = [kind for kind, _part in parts()]
        self.document, self.request = document, request
        kind, order = asked.get("kind", ""), asked.get("sort", "")
        self.kind = kind if kind in kinds else "line"
        self.columns = columns_of(self.kind)
        self.sorted_by = order if order in self.columns else ""
        self.words = plain(asked.get("words", ""))
        self.base = str(document.latest_revision_id or "")
        self.pasted = ""
        self.problems: list[str] = []
        self.is_asking_for_more = False
        self._count(document.rows())
        found = list(self._found())
        self.is_cut = len(found) > MOST_SHOWN
        self.lines = found[:MOST_SHOWN]

    def _count(self, rows: Sequence[Cells]) -> None:
        """Take the rows of the draft that the table shows, and number those of this kind."""
        self.rows = rows
        own = [position for position, row in enumerate(rows) if row["kind"] == self.kind]
        self.numbers = {position: number for number, position in enumerate(own, 1)}
        self.last = len(own)

    def _found(self) -> Iterator[Line]:
        """The rows that are looked for, in the order asked for."""
        found = [(position, self.rows[position]) for position in self.numbers]
        if self.sorted_by:
            found.sort(key=lambda item: fold(item[1][self.sorted_by]))
        for position, row in found:
            cells = [Cell(name, row[name]) for name in self.columns]
            line = Line(self.numbers[position], position, cells)
            if fold(self.words) in fold(" ".join(line.texts().values())):
                yield line

    def _new(self, texts: Mapping[str, str]) -> Line:
        """A row that the draft does not have yet."""
        self.last += 1
        return Line(self.last, None, [Cell(name, texts.get(name, "")) for name in self.columns])

    # --- What was sent --------------------------------------------------------------------------

    def read(self, sent: Mapping[str, str]) -> None:
        """Take the rows as they were sent, with those that were copied or pasted."""
        self.base = sent.get("base", "")
        self._count(self._rows_then())
        number = sent.get("rows", "")
        is_number = number.isascii() and number.isdigit()
        # Python reads no number of more than 4,300 digits.
        count = min(int(number[:LONGEST_NUMBER]), MOST_ROWS) if is_number else 0
        self.lines, self.is_cut = [], False
        for row in range(count):
            texts = {name: plain(sent.get(f"{row}-{name}", "")) for name in self.columns}
            position = sent.get(f"{row}-position", "")
            if position.isascii() and position.isdigit() and len(position) <= len(str(MOST_ROWS)):
                cells = [Cell(name, text) for name, text in texts.items()]
                line = Line(self.numbers.get(int(position), 0), int(position), cells)
                line.is_removed = f"{row}-{LEFT}" in sent
                self.lines.append(line)
            elif any(texts.values()) and f"{row}-{LEFT}" not in sent:
                self.lines.append(self._new(texts))
            if sent.get(COPY) == str(row):
                self.lines.append(self._new(texts))
        self.is_asking_for_more = "more" in sent or COPY in sent
        self._paste(sent.get("pasted", ""))

    def _paste(self, text: str) -> None:
        """Make rows of what was copied from a spreadsheet; its first row may name the columns."""
        if not text.strip():
            return
        self.pasted = text
        try:
            grid = read_pasted(text)
        except SheetError as error:
            self.problems.append(str(error))
            return
        names, below = self._named(grid)
        wide = [number for number, row in below if any(row[len(names) :])]
        if wide:
            said = _("These rows have more cells than there are columns: %(rows)s.")
            self.problems.append(said % {"rows": ", ".join(map(str, wide[:20]))})
            return
        for _number, row in below:
            self.lines.append(self._new(dict(zip(names, row, strict=False))))
        self.pasted = ""

    def _named(self, grid: Sequence[Any]) -> tuple[Sequence[str], Sequence[Any]]:
        known = {fold(said): name for name, said in headings().items()}
        known |= {fold(name): name for name in columns()}
        first = [known.get(fold(cell), "") for cell in grid[0][1]] if grid else []
        is_head = bool(first) and all(first)
        return (first, grid[1:]) if is_head else (self.columns, grid)

    def is_to_be_kept(self) -> bool:
        """Whether it was asked to save, and what was pasted can be read."""
        return not self.is_asking_for_more and not self.problems

    # --- Keeping it -----------------------------------------------------------------------------

    def keep(self) -> bool:
        """Save the changes as a new state of the draft; False if something is wrong with them."""
        with transaction.atomic():
            locked = GoodsListDocument.objects.select_for_update().get(pk=self.document.pk)
            draft: Any = locked.get_latest_revision_as_object()
            edits = list(self._edits())
            count = sum(edit.is_change for edit in edits)
            if not count:
                messages.info(self.request, _("Nothing was changed."))
                return True
            contents, problems = apply_edits(draft.rows(), edits, draft.known_classes())
            if problems:
                self._point_out(problems)
                return False
            draft.contents = contents
            draft.save_revision(user=self.request.user, log_action=True)
        said = ngettext(
            "%(count)d row was changed in the draft.",
            "%(count)d rows were changed in the draft.",
            count,
        )
        messages.success(self.request, said % {"count": count})
        return True

    def _edits(self) -> Iterator[Edit]:
        """What each row was in the draft that the table was made from, and what it shall be."""
        blank = dict.fromkeys(columns(), "") | {"kind": self.kind}
        for line in self.lines:
            if line.position is None:
                yield Edit(line.number, None, blank | line.texts())
                continue
            # Of a draft that is not there any more: no row is like it.
            before = self.rows[line.position] if line.number else dict.fromkeys(blank, "")
            after = None if line.is_removed or line.is_empty else {**before, **line.texts()}
            yield Edit(line.number, before, after)

    def _rows_then(self) -> Sequence[Cells]:
        """The rows of the state that the table was made from; none if it is not known any more."""
        document: Any = self.document
        if self.base == str(document.latest_revision_id or ""):
            return document.rows()
        if not (self.base.isascii() and self.base.isdigit()) or len(self.base) > LONGEST_NUMBER:
            return []
        then: Any = Revision.objects.for_instance(document).filter(pk=self.base).first()
        return then.as_object().rows() if then else []

    def _point_out(self, problems: Sequence[Problem]) -> None:
        """Write what is wrong where it is wrong."""
        for problem in problems:
            line = next((line for line in self.lines if line.number == problem.number), None)
            if line is None:
                self.problems.append(problem.message)
                continue
            cells = [cell for cell in line.cells if cell.column == problem.column]
            target = cells[0].problems if cells else line.problems
            target.append(problem.message)

    # --- Showing it -----------------------------------------------------------------------------

    def address(self) -> str:
        """Where this table stands, sorted and filtered as it was."""
        names = self.document.snippet_viewset.get_url_name
        query = {"kind": self.kind, "sort": self.sorted_by, "words": self.words}
        told = {name: value for name, value in query.items() if value}
        return reverse(names("lines"), args=[self.document.pk], query=told)

    def context(self) -> dict[str, Any]:
        """All that the page shows."""
        said = headings()
        names = self.document.snippet_viewset.get_url_name
        known = self.document.known_classes() or ()
        if not (is_single(self.kind) and self.lines):
            empty = 1 if is_single(self.kind) else MORE if self.is_asking_for_more else FEW
            self.lines += [self._new({}) for _more in range(empty)]
        return {
            "document": self.document,
            "edit_url": edit_address(self.document),
            "changes_url": reverse(names("changes"), args=[self.document.pk]),
            "table": self,
            "kinds": parts(),
            "columns": [(name, said[name]) for name in self.columns],
            "classes": {key: class_words(key) for key in sorted(known)},
            "is_single": is_single(self.kind),
            "wrong": [
                (number, line, cell)
                for number, line in enumerate(self.lines)
                for cell in [None, *line.cells]
                if (cell.problems if cell else line.problems)
            ],
        }
