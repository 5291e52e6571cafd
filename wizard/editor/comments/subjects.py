"""The places of a version that a comment can be about: an entry, a section, or all of it.

A place is written as Wagtail writes the place of a comment on a page: the field, then the id of
the block (`case.3f2c…`). Nothing at all stands for the version as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wizard.drafts.blocks.labels import ITEMS
from wizard.drafts.issue_texts import title_of
from wizard.drafts.models.documents import RuleSetDocument
from wizard.drafts.models.versions import DatedVersion

LONGEST_NAME = 100
Names = dict[str, str]


def sections() -> dict[str, str]:
    """Each section by its name, as the form has them."""
    field: Any = RuleSetDocument._meta.get_field
    names = ("wording", "question", "case", "outcome", "penalty", "penalty_note", "document")
    others = ("procedure", "doubt", "authority", "unknown", "expected")
    return {name: capfirst(str(field(name).verbose_name)) for name in (*names, *others)}


class CommentablePlaces:
    """The places that a version has, as it was last saved."""

    def __init__(self, document: DatedVersion) -> None:
        """Look at every entry once."""
        self.entries = {
            section: {str(item.get("id")): item["value"] for item in items}
            for section, items in document.entries().items()
        }

    def __contains__(self, place: str) -> bool:
        """Whether there is such a place."""
        section, dot, entry = place.partition(".")
        if not section:
            return not dot
        return section in self.entries and (not dot or entry in self.entries[section])

    def names(self, place: str) -> Names:
        """The title of an entry in every language; none for a larger place."""
        section, _dot, entry = place.partition(".")
        value: Mapping[str, Any] = self.entries.get(section, {}).get(entry, {})
        found = {code: _short(value, title_of(value, code)) for code, _name in settings.LANGUAGES}
        known = {code: title for code, title in found.items() if title}
        return known or ({"": str(value["key"])} if value.get("key") else {})

    def choices(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Every place to choose from: the whole first, then the entries of each section."""
        yield "", [("", words("", {}))]
        for section, name in sections().items():
            if section not in self.entries:
                continue
            # There is one entry of this kind, which is the section.
            inside = () if section == "wording" else self.entries[section]
            places = [f"{section}.{entry}" for entry in inside]
            whole = (section, _("%(section)s: all of them") % {"section": name})
            each = [(place, title(place, self.names(place))) for place in places]
            yield name, [whole if inside else (section, name), *each]


def words(place: str, names: Names) -> str:
    """A place in the reader's language."""
    section, _dot, entry = place.partition(".")
    if not section:
        return _("The version as a whole")
    if not entry:
        return sections().get(section, section)
    kind = ITEMS.get("situation" if section == "expected" else section, section)
    return f"{kind} › {title(place, names)}"


def title(place: str, names: Names) -> str:
    """What an entry is called in the reader's language, else in another, else by its id."""
    known = names.get(str(get_language())) or next(iter(names.values()), "")
    return known or place.partition(".")[2]


def element(place: str) -> str:
    """The element of the form that shows a place; none for the version as a whole."""
    section, _dot, entry = place.partition(".")
    return f"block-{entry}-section" if entry else section and f"section-{section}"


def _short(entry: Mapping[str, Any], text: str) -> str:
    """A title that fits into a line; an act is known by its number."""
    text = f"{entry['number']} – {text}" if text and entry.get("number") else text
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
