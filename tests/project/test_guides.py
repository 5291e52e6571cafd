"""Both editions of the editor's guide say the same, and the Vietnamese names what editors see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation import gettext, override

from guidance.accounts.grants import REVIEW

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "locale").glob("**/vi/LC_MESSAGES/*.po"))
ENGLISH, VIETNAMESE = (
    (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name in ("editors-guide.md", "editors-guide.vi.md")
)
# Headings, steps, points and lines of tables, in their order.
MARK = re.compile(r"^(#+|\d+\.|-|\|)(?=[ -])", re.MULTILINE)
# A point may begin with what it is about; that names nothing in the admin.
LEAD = re.compile(r"^(?:-|\d\.) \*\*[^*]+\*\*(?=:)", re.MULTILINE)
EMPHASIS = re.compile(r"(\*\*?)([^*]+)\1")
# The first column of the table of tabs, below its heading.
TABS = re.compile(r"^\| ([^|]+) \|", re.MULTILINE)

# English names that only the packages' own catalogues translate.
PACKAGED = ("Account", "Add a user", "Preview", "Publish", "Save", "Users", "active")
# Translations that are filled in, and with what.
FILLED = (
    ("%(label)s và xuất bản", "%(label)s", "Phê duyệt"),
    ("Gửi duyệt theo %(workflow_name)s", "%(workflow_name)s", REVIEW),
)
# Data, the same in every language; and a term that the guide explains.
OTHERS = {"import", "processing", "dòng"}


def translations() -> set[str]:
    """Every text of the Vietnamese catalogues."""
    entries = [entry for path in CATALOGUES for entry in polib.pofile(str(path))]
    return {form for entry in entries for form in (entry.msgstr, *entry.msgstr_plural.values())}


def names(guide: str) -> Iterator[str]:
    """Tabs, and what a guide emphasises; the steps of a way through menus one by one."""
    yield from TABS.findall(guide)[1:]
    for _marks, text in EMPHASIS.findall(LEAD.sub("", guide)):
        yield from (" ".join(part.split()) for part in text.split("→"))


def test_the_editions_have_the_same_headings() -> None:
    english, vietnamese = (
        Counter(re.findall(r"^#+(?= )", guide, re.MULTILINE)) for guide in (ENGLISH, VIETNAMESE)
    )

    assert english
    assert vietnamese == english


def test_the_editions_have_the_same_steps_points_and_tables() -> None:
    assert MARK.findall(VIETNAMESE) == MARK.findall(ENGLISH)


def test_the_editions_show_the_same_screens_each_in_its_language() -> None:
    english, vietnamese = (
        re.findall(r"!\[[^]]+\]\(([^)]+)\)", guide) for guide in (ENGLISH, VIETNAMESE)
    )

    assert english
    assert vietnamese == [path.replace(".webp", ".vi.webp") for path in english]
    assert not [path for path in (*english, *vietnamese) if not (ROOT / "docs" / path).is_file()]


def test_the_editions_have_the_same_code_samples() -> None:
    english, vietnamese = (
        Counter(re.findall(r"`+[^`]+`+", guide)) for guide in (ENGLISH, VIETNAMESE)
    )

    assert english
    assert vietnamese == english


def test_each_edition_leads_to_the_other() -> None:
    assert "](editors-guide.vi.md)" in ENGLISH.splitlines()[2]
    assert "](editors-guide.md)" in VIETNAMESE.splitlines()[2]


def test_every_name_is_one_that_the_vietnamese_admin_shows() -> None:
    ours = translations()
    with override("vi"):
        packaged = {gettext(english) for english in PACKAGED}
    filled = {form.replace(gap, value) for form, gap, value in FILLED}

    # Labels begin with a capital where the catalogue has none.
    shown = {text.casefold() for text in ours | packaged | filled | OTHERS}
    named = set(names(VIETNAMESE))

    assert {form for form, _gap, _value in FILLED} <= ours
    assert len(named) > 30
    assert {name for name in named if name.casefold() not in shown} == set()
    assert {text for text in packaged | filled | OTHERS if text not in named} == set()
