"""The note that goes with the papers: what was made, how it is known, what is left; never filed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from guidance.text.languages import in_language
from wizard.assessment.results import Result
from wizard.decision.kit import Cover, Paper
from wizard.decision.sources import Text

from .draft import DRAFT
from .letters import Point
from .sheets import FILED, Dossier, Sheet, draft_mark
from .wording import Wording

FILED_IN, OWN_IN, LETTERS_IN = "nop", "dung-rieng-khong-nop", "van-ban-hoi"
LATER_IN = "sau-khi-co-giay-phep"
"""The folders: what is filed, what is for the reader alone, letters, what follows a licence."""
CALENDAR = "lich-cac-ngay.ics"
READING_IN = "ban-doc-khong-nop"
READING = f"{READING_IN}.pdf"
"""All papers and letters with the reader's language below, only to be read: one PDF, and in the
folder each as DOCX."""


def folder_of(paper: Paper) -> str:
    """The folder in which a paper lies."""
    return LATER_IN if paper.later else OWN_IN if paper.frame == "sheet" else FILED_IN


@dataclass(frozen=True, kw_only=True)
class Note:
    """What the note tells of: the result, the letters made, what to look at again."""

    dossier: Dossier
    result: Result
    letters: tuple[Point, ...]
    warnings: tuple[str, ...]
    unshown: tuple[Text, ...]
    """The names of papers whose PDF lacks signs."""
    language: str
    on: date


def note_of(note: Note) -> Sheet:
    """The note as a sheet, in the reader's language alone."""
    cover, language = note.dossier.kit.cover, note.language
    return {
        "lang": language,
        "also_lang": "",
        "draft": draft_mark(note.dossier.ruleset, language),
        "mark": None,
        "head": None,
        "subject": None,
        "heading": _said(in_language(cover.title, language)),
        "subheading": None,
        "file": cover.file,
        "landscape": False,
        "to": None,
        "blocks": list(_blocks(note, cover)),
        "copies": [],
        "signers": [],
    }


def _blocks(note: Note, cover: Cover) -> Iterator[Sheet]:
    language = note.language
    words = Wording(note.dossier.kit, note.dossier.typed, language)
    version = str(note.result.ruleset.version)
    yield _block("text", words.fill(cover.made_by, version=version, day=f"{note.on:%d/%m/%Y}"))
    yield _block("head", in_language(cover.papers, language))
    yield from _made(note)
    if note.letters:
        yield _block("text", in_language(cover.answer, language))
    if note.dossier.documents:
        yield _block("head", in_language(cover.before, language))
        yield from (_block("box", in_language(step, language)) for step in cover.steps)
    yield from _warned(note, cover, words)
    if note.dossier.documents:
        yield _block("head", in_language(cover.checklist, language))
        yield from _checklist(note, cover, words)
    yield _block("head", in_language(cover.blanks, language))
    yield from _blank(note, cover)
    asked = {document.key for document in note.dossier.documents}
    times = [time.text for time in cover.times if asked.intersection(time.documents)]
    yield from _listed(cover.deadlines, times, language)
    yield from _listed(cover.open, [doubt.title for doubt in note.result.doubts], language)
    if note.dossier.papers:
        yield _block("head", in_language(cover.evidence, language))
        yield _block("text", in_language(cover.levels, language))
        yield from _known(note.dossier.papers, language)


def _made(note: Note) -> Iterator[Sheet]:
    """What lies in the ZIP, folder by folder: their names are Vietnamese, as what is filed is."""
    language = note.language
    with override(language):
        folders = {
            FILED_IN: _("Folder “%(name)s”: to be signed and filed"),
            OWN_IN: _("Folder “%(name)s”: for yourself, not filed"),
            LATER_IN: _("Folder “%(name)s”: for after the licence"),
            LETTERS_IN: _("Folder “%(name)s”: letters, each to be signed and sent by itself"),
        }
        single = {
            READING: _(
                "File “%(name)s”, and each paper in the folder of this name as DOCX: to read, not "
                "filed"
            ),
            CALENDAR: _("File “%(name)s”: the days to keep, for your calendar"),
            DRAFT: _("File “%(name)s”: your draft; the page of the papers reads it back"),
        }
    found: dict[str, list[str]] = {folder: [] for folder in folders}
    for paper in note.dossier.papers:
        name, unread = (in_language(text, language) for text in (paper.name, paper.unread))
        found[folder_of(paper)].append(f"{paper.file} – {name}. {unread}")
    for point in note.letters:
        file = f"{note.dossier.kit.letter.file}-{point.key}"
        found[LETTERS_IN].append(f"{file} – {in_language(point.title, language)}")
    for folder, files in found.items():
        if files:
            yield _block("text", folders[folder] % {"name": folder})
            yield from (_block("item", text) for text in files)
    for file, text in single.items():
        if file != READING or has_reading(note.dossier, language):
            yield _block("text", text % {"name": file})


def has_reading(dossier: Dossier, language: str) -> bool:
    """Whether the papers are made once more with the reader's language below."""
    return dossier.typed.wants_reading and language != FILED


def _listed(head: Text, items: Sequence[Text], language: str) -> Iterator[Sheet]:
    """A head with its items; neither where there is no item."""
    if items:
        yield _block("head", in_language(head, language))
        yield from (_block("item", in_language(text, language)) for text in items)


def _warned(note: Note, cover: Cover, words: Wording) -> Iterator[Sheet]:
    unshown = [
        words.fill(cover.unshown, name=in_language(name, note.language)) for name in note.unshown
    ]
    told = [*dict.fromkeys(note.warnings), *unshown]
    if told:
        yield _block("head", in_language(cover.warnings, note.language))
        yield from (_block("item", text) for text in told)


def _checklist(note: Note, cover: Cover, words: Wording) -> Iterator[Sheet]:
    """A box for each document that the result asks for."""
    for item in note.result.papers:
        document, language = item.document, note.language
        entry = words.fill(
            cover.entry,
            name=in_language(document.name, language),
            issuer=in_language(document.issuer, language),
            copies=in_language(document.copies, language),
            lead_time=in_language(document.lead_time, language),
            says=in_language(document.says, language),
        )
        yield _block("box", entry)


def _blank(note: Note, cover: Cover) -> Iterator[Sheet]:
    labels = _labels(note)
    seen = False
    made = [(paper.key, paper.name) for paper in note.dossier.papers]
    made += [(f"letter {point.key}", point.title) for point in note.letters]
    for key, title in made:
        empty = [labels[name] for name in note.dossier.blanks.get(key, ()) if name in labels]
        if empty:
            seen = True
            yield _block(
                "item", f"{in_language(title, note.language)} – {', '.join(sorted(empty))}"
            )
    if not seen:
        yield _block("text", in_language(cover.no_blanks, note.language))


def _labels(note: Note) -> Mapping[str, str]:
    kit, language = note.dossier.kit, note.language
    lines = {topic.key: in_language(topic.title, language) for topic in kit.topics if topic.repeat}
    labels = {key: in_language(item.label, language) for key, item in kit.singles.items()}
    return {**labels, **lines, "after": labels.get("after_choice", "")}


def _known(papers: Iterable[Paper], language: str) -> Iterator[Sheet]:
    """Each head of each paper with the letter that says how it is known."""
    for paper in papers:
        heads, section = [], ""
        for part in paper.parts:
            # Numbers begin anew in each section.
            section = in_language(part.section, language) if part.section else section
            if part.head:
                above = f"{section}: " if section else ""
                heads.append(f"{above}{in_language(part.head, language)} ({part.ev})")
                section = ""
        if heads:
            known = " · ".join(dict.fromkeys(heads))
            yield _block("item", f"{in_language(paper.name, language)} – {known}")


def _said(text: str) -> dict[str, str]:
    return {"text": text, "also": ""}


def _block(kind: str, text: str) -> Sheet:
    return {"kind": kind, **_said(text)}
