"""A file of papers as one ZIP: what is filed, letters, reading copies, the note, the draft."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import typst

from wizard.assessment.calendar import calendar
from wizard.assessment.results import Result
from wizard.decision.sources import Text
from wizard.rules.working_days import viet_nam

from . import docx, draft, pdf
from .cover import CALENDAR, LETTERS_IN, READING, READING_IN, Note, folder_of, has_reading, note_of
from .letters import Point, letter_of
from .sheets import FILED, Dossier, Sheet, sheet_of
from .wording import read_day

logger = logging.getLogger(__name__)

READING_MARK = "ban-doc"
"""How the name of a DOCX of the reading copy ends: it lies on no pile of papers to be signed."""
TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(kw_only=True)
class Bundle:
    """Everything that goes into one ZIP."""

    dossier: Dossier
    result: Result
    letters: tuple[Point, ...]
    warnings: tuple[str, ...]
    language: str
    on: date
    query: str
    """The answers of the check, as the address has them."""
    url: str
    """The whole address of the result."""
    unshown: list[Text] = field(default_factory=list)

    def zip(self) -> bytes:
        """Make the ZIP, in memory."""
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as package:
            for name, content in self._files():
                entry = zipfile.ZipInfo(name, TIME)
                # A DOCX is compressed already.
                is_packed = name.endswith(".docx")
                entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
                package.writestr(entry, content, compresslevel=1)
        return body.getvalue()

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for folder, sheet, name in self.sheets(self.dossier):
            yield from self._drawn(folder, sheet, name)
        if has_reading(self.dossier, self.language):
            yield from self._reading()
        note = Note(
            dossier=self.dossier,
            result=self.result,
            letters=self.letters,
            warnings=self.warnings,
            unshown=tuple(self.unshown),
            language=self.language,
            on=self.on,
        )
        yield from self._drawn("", note_of(note), self.dossier.kit.cover.name)
        yield CALENDAR, calendar(self.result, self.url, self._days())
        yield draft.DRAFT, draft.write(self.result.ruleset.key, self.query, self.dossier.typed)

    def _days(self) -> dict[str, date]:
        """The last day typed of what the law limits, by the task that says when it ends.

        On a day off: what is to be done is done on the last working day before (our advice).
        """
        ends = {}
        for item in self.dossier.kit.singles.values():
            limit, day = item.limit, read_day(self.dossier.typed.fields.get(item.key, ""))
            if limit is None or day is None or day <= self.on:
                continue
            for task in self.result.ruleset.tasks:
                if task.years == limit.years and {*task.basis} & {*limit.basis}:
                    ends[task.key] = viet_nam().before_or_on(day).day
        return ends

    def sheets(self, dossier: Dossier) -> Iterator[tuple[str, Sheet, Text]]:
        """Every sheet with its folder and its name."""
        for paper in dossier.papers:
            yield folder_of(paper), sheet_of(dossier, paper), paper.name
        for point in self.letters:
            yield LETTERS_IN, letter_of(dossier, point), point.title

    def _reading(self) -> Iterator[tuple[str, bytes]]:
        """All sheets in two languages, as one PDF, and each as DOCX under a name of its own."""
        dossier = replace(self.dossier, also=self.language, blanks={})
        sheets = [sheet for _folder, sheet, _name in self.sheets(dossier)]
        title = dossier.kit.words.reading_copy
        yield from self._as_pdf(READING, title[FILED], sheets, title)
        for sheet in map(titled, sheets):
            yield f"{READING_IN}/{sheet['file']}-{READING_MARK}.docx", docx.draw(sheet)

    def _drawn(self, folder: str, sheet: Sheet, name: Text) -> Iterator[tuple[str, bytes]]:
        """A sheet in both formats."""
        sheet = titled(sheet)
        path = f"{folder}/{sheet['file']}".lstrip("/")
        yield f"{path}.docx", docx.draw(sheet)
        yield from self._as_pdf(f"{path}.pdf", sheet["title"], [sheet], name)

    def _as_pdf(
        self, path: str, title: str, sheets: list[Sheet], name: Text
    ) -> Iterator[tuple[str, bytes]]:
        """Sheets as PDF; where none can be drawn, the note says so and the DOCX is there."""
        try:
            body, is_short = pdf.draw(title, sheets)
        except typst.TypstError:
            # Its message may hold what was typed.
            logger.error("a paper could not be drawn as PDF: %s", path)  # noqa: TRY400
            self.unshown.append(name)
            return
        if is_short:
            self.unshown.append(name)
        yield path, body


def titled(sheet: Sheet) -> Sheet:
    """A sheet with what a window says of it: its heading and what stands below it."""
    if sheet.get("title"):
        return sheet
    below = sheet["subheading"]
    title = sheet["heading"]["text"] + (f" – {below['text']}" if below else "")
    return {**sheet, "title": title}
