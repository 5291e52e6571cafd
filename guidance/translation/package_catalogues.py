"""The packages' own texts, and which of them this site translates in `locale/wagtail/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import django
import polib
from django.apps import apps
from django.conf import settings

from guidance.text.languages import WRITTEN_IN

COMPLETIONS: Path = settings.BASE_DIR / "locale" / "wagtail"
UNSEEN = "django.contrib.postgres"
"""Installed where PostgreSQL is; its texts are of kinds of fields that this site has none of."""
# One for templates and Python, one for what runs in the browser.
DOMAINS = ("django", "djangojs")

# A text within its domain: its context, if any, and its English.
Key = tuple[str | None, str]
Entries = Mapping[Key, polib.POEntry]


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package with its catalogues."""

    name: str
    folder: Path

    def texts(self, domain: str) -> Entries:
        """What there is to translate: its English catalogue, or all others taken together."""
        english = self.folder / WRITTEN_IN / "LC_MESSAGES" / f"{domain}.po"
        found = [english] if english.exists() else self.folder.glob(f"*/LC_MESSAGES/{domain}.po")
        return {key: entry for path in found for key, entry in read(path).items()}

    def translated(self, language: str, domain: str) -> Entries:
        """What the package itself says in a language."""
        entries = read(self.folder / language / "LC_MESSAGES" / f"{domain}.po")
        return {key: entry for key, entry in entries.items() if entry.translated()}


@cache
def read(path: Path) -> Entries:
    """The entries of a catalogue that are in use; none if there is no such file."""
    if not path.exists():
        return {}
    entries = polib.pofile(str(path))
    return {(entry.msgctxt, entry.msgid): entry for entry in entries if not entry.obsolete}


def packages() -> Iterator[Package]:
    """Django and every installed application that is not ours, if it has catalogues."""
    yield Package("django.conf", Path(django.__file__).parent / "conf" / "locale")
    for app in apps.get_app_configs():
        folder = Path(app.path) / "locale"
        is_ours = Path(app.path).parent == settings.BASE_DIR
        if folder.is_dir() and not is_ours and app.name != UNSEEN:
            yield Package(app.name, folder)


def completions(language: str, domain: str) -> Entries:
    """What this site adds to the packages' translations, or says instead of them."""
    return read(COMPLETIONS / language / "LC_MESSAGES" / f"{domain}.po")


def form(entry: polib.POEntry) -> str:
    """A translation; of several plural forms the last, which is the one for many."""
    return entry.msgstr_plural[max(entry.msgstr_plural)] if entry.msgid_plural else entry.msgstr


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the completions of a language stand to the packages that are installed."""

    # Texts nobody translates, completions the packages have made themselves by now, and
    # completions of texts that no installed package has.
    missing: list[str]
    superseded: list[str]
    unknown: list[str]


def compare(language: str, domain: str) -> Comparison:
    """Hold the completions against the catalogues of the packages."""
    ours = completions(language, domain)
    texts: dict[Key, polib.POEntry] = {}
    theirs: dict[Key, set[str]] = {}
    for package in packages():
        texts.update(package.texts(domain))
        for key, entry in package.translated(language, domain).items():
            theirs.setdefault(key, set()).add(form(entry))
    return Comparison(
        missing=[key[1] for key in texts if key not in ours and key not in theirs],
        superseded=[key[1] for key in ours if is_superseded(ours[key], theirs.get(key, set()))],
        unknown=[key[1] for key in ours if key not in texts],
    )


def is_superseded(ours: polib.POEntry, theirs: set[str]) -> bool:
    """Whether the packages say it too: what corrects them must differ to be needed."""
    is_correction = ours.tcomment.startswith("Correction")
    return theirs == {form(ours)} if is_correction else bool(theirs)


def filled_in(package: Package, language: str, domain: str) -> polib.POFile:
    """The package's catalogue in a language, completed and corrected, to be sent to its makers."""
    path = package.folder / language / "LC_MESSAGES" / f"{domain}.po"
    catalogue = polib.pofile(str(path)) if path.exists() else new_catalogue(language, domain)
    ours = completions(language, domain)
    texts = package.texts(domain)
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    for key in sorted(texts.keys() & ours.keys(), key=str):
        entry = known.get(key) or untranslated(texts[key])
        if key not in known:
            catalogue.append(entry)
        entry.msgstr = ours[key].msgstr
        entry.msgstr_plural = dict(ours[key].msgstr_plural)
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    return catalogue


def untranslated(source: polib.POEntry) -> polib.POEntry:
    """A new entry for a text."""
    return polib.POEntry(
        msgid=source.msgid,
        msgid_plural=source.msgid_plural,
        msgctxt=source.msgctxt,
        flags=list(source.flags),
    )


def new_catalogue(language: str, domain: str) -> polib.POFile:
    """An empty catalogue with the header of ours."""
    catalogue = polib.POFile()
    ours = polib.pofile(str(COMPLETIONS / language / "LC_MESSAGES" / f"{domain}.po"))
    catalogue.metadata = dict(ours.metadata)
    return catalogue
