"""Every text of the interface is there in every language, and no catalogue is behind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

from guidance.text.languages import WRITTEN_IN

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES if code != WRITTEN_IN)
# What the packages leave untranslated: docs/translating-the-admin.md
COMPLETIONS = sorted((ROOT / "locale" / "wagtail").glob("*/LC_MESSAGES/*.po"))
# What is filled in, and the markup around it.
FIXED = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|</?[a-z][^>]*>")

# French has a no-break space before these, and within its quotation marks.
OTHER_SPACES = re.compile(r"[ \u202f][?;!:»]|«[ \u202f]")
# A label and what it names, joined in a template: English and Vietnamese put no space there.
TRANSLATED = re.compile(r"{% (comment|blocktranslate)\b.*?{% end\1 %}|{#.*?#}", re.DOTALL)
BARE_COLON = re.compile(r"(?:%}|}}|</\w+>):\s.*")


def catalogue(root: Path, language: str) -> polib.POFile:
    """The catalogue of a language; an empty one if it was never made."""
    path = root / "locale" / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_empty_or_fuzzy(language: str) -> None:
    entries = [entry for entry in catalogue(ROOT, language) if not entry.obsolete]

    unfinished = [entry.msgid for entry in entries if not entry.translated()]

    assert not unfinished


def test_french_puts_one_kind_of_space_before_its_marks() -> None:
    texts = [
        text
        for entry in catalogue(ROOT, "fr")
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]

    assert not [text for text in texts if OTHER_SPACES.search(text)]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.stem
)
def test_a_colon_after_a_label_is_that_of_the_language(path: Path) -> None:
    markup = TRANSLATED.sub("", path.read_text(encoding="utf-8"))

    assert not BARE_COLON.findall(markup)


@pytest.mark.parametrize("path", COMPLETIONS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_completion_is_finished_and_keeps_what_is_filled_in(path: Path) -> None:
    entries = polib.pofile(str(path))

    forms = [
        (entry, form)
        for entry in entries
        for form in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
    ]
    assert entries
    assert not [entry.msgid for entry in entries if not entry.translated() or entry.obsolete]
    assert len({(entry.msgctxt, entry.msgid) for entry in entries}) == len(entries)
    assert not [form for entry, form in forms if fixed(form) != fixed(many(entry))]
    assert not [form for entry, form in forms if edges(form) != edges(entry.msgid)]


def many(entry: polib.POEntry) -> str:
    """The English for many, which names every number where the one for one may leave it out."""
    return entry.msgid_plural or entry.msgid


def fixed(text: str) -> list[str]:
    """What a translation must hold exactly as it is."""
    return sorted(FIXED.findall(text))


def edges(text: str) -> tuple[bool, bool]:
    """Whether there is a space before, and one behind: such texts are joined to others."""
    return text[:1].isspace(), text[-1:].isspace()


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with catalogues made anew from them."""
    if shutil.which("xgettext") is None:
        pytest.skip("needs gettext: install it (Debian: apt-get install gettext)")
    copy = tmp_path_factory.mktemp("sources")
    for folder in ("guidance", "wizard", "templates"):
        shutil.copytree(
            ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("content", "static")
        )
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--no-wrap"]
    for language in LANGUAGES:
        command += ["--locale", language]
    # Without settings, Django takes the folder it stands in for the project.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    result = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return copy


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_the_texts_of_the_sources(
    collected: Path, language: str
) -> None:
    def texts(root: Path) -> set[tuple[str | None, str]]:
        entries = [entry for entry in catalogue(root, language) if not entry.obsolete]
        return {(entry.msgctxt, entry.msgid) for entry in entries}

    missing = texts(collected) - texts(ROOT)
    superfluous = texts(ROOT) - texts(collected)

    assert not missing, "Run `make messages`."
    assert not superfluous, "Run `make messages`."


def test_texts_are_marked_by_names_that_the_collector_knows() -> None:
    """A text marked by another name, `gettext as say`, is in no catalogue and in no language."""
    renamed = re.compile(r"\bimport (?:[^()\n]*\b)?(?:n|p|np)?gettext(?:_lazy)? as (?!_\b)(\w+)")
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for folder in ("guidance", "wizard")
        for path in (ROOT / folder).rglob("*.py")
        for name in renamed.findall(path.read_text(encoding="utf-8"))
    }
    assert found == set()
