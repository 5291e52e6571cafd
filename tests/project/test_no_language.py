"""Which languages there are is a setting: no module, template, script or style names one.

What is true of one language alone is data by its code, and stands below with its reason. A sentence
may speak of Vietnamese: it is the language of the law.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.project.test_no_law import PYTHON, ROOT, SCRIPTS, TEMPLATES, texts_in, without_comments

WORDING = "the words of the law, kept under this name in the database and in the content"
LETTERS = "what only its readers and writers know of a language: a fact by its code"
ALLOWED = {
    ("guidance/settings/base.py", "vi"): "the setting itself",
    ("guidance/settings/base.py", "en"): "the setting itself",
    ("guidance/settings/base.py", "fr"): "the setting itself",
    ("guidance/text/languages.py", "en"): "what the program is written in, said once",
    ("guidance/text/collation.py", "vi"): LETTERS,
    ("guidance/text/days.py", "fr"): LETTERS,
    ("guidance/text/readability.py", "vi"): LETTERS,
    ("guidance/blocks/legal.py", "vi"): WORDING,
    ("guidance/models/sources.py", "vi"): WORDING,
    ("wizard/rules/law.py", "vi"): WORDING,
    ("templates/blocks/citation.html", "vi"): WORDING,
    ("templates/guidance/parts/provisions.html", "vi"): WORDING,
    ("templates/guidance/parts/sources.html", "vi"): WORDING,
}
"""Where a language is named, by its code, and why it may be."""

CODES = "|".join(code for code, _name in settings.LANGUAGES)
WHOLE = re.compile(rf"({CODES})(?:[-_][A-Z]{{2}})?")
"""A string that is a language: "fr", "fr-FR"."""
PART = re.compile(rf"(?<![^/_])({CODES})/|(?<![^\w/])_({CODES})\b")
"""A language in an address, a folder or a name: "/fr/check/", "locale/fr/", "title_fr"."""
QUOTED = re.compile(rf"""["']({CODES})(?:[-_][A-Z]{{2}})?["']""")


def named_in_python(source: str) -> Iterator[str]:
    """The languages that a module names in its strings and its names."""
    for text in texts_in(source):
        yield from _found(WHOLE.fullmatch(text))
        yield from (code for match in PART.finditer(text) for code in _found(match))
    for node in ast.walk(ast.parse(source)):
        named = [getattr(node, field, None) for field in ("id", "attr", "arg", "name")]
        for name in filter(lambda item: isinstance(item, str), named):
            yield from (code for match in PART.finditer(str(name)) for code in _found(match))


def named_in_text(source: str) -> Iterator[str]:
    """The languages that a template, a script or a style names."""
    for pattern in (QUOTED, PART):
        yield from (code for match in pattern.finditer(source) for code in _found(match))


def _found(match: re.Match[str] | None) -> Iterator[str]:
    if match:
        yield next(filter(None, match.groups()))


STYLES = [
    *(ROOT / "guidance" / "frontend").glob("*.scss"),
    *(ROOT / "wizard" / "rulesets").rglob("*.typ"),
]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('if reader_language() == "fr": pass', {"fr"}),
        ('tags = {"en": "en-GB"}', {"en"}),
        ('open("locale/vi/LC_MESSAGES")', {"vi"}),
        ('client.get("/fr/check/")', {"fr"}),
        ("term.title_en", {"en"}),
        ("rows(name_fr=1)", {"fr"}),
        ('"en vigueur, open/closed, an_envoy"', set()),
        ('f"/{language}/check/"', set()),
    ],
)
def test_a_language_in_a_module_is_found(source: str, names: set[str]) -> None:
    assert set(named_in_python(source)) == names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('<p lang="vi" hreflang="en-GB">', {"vi", "en"}),
        ('{% if LANGUAGE_CODE != "fr" %}', {"fr"}),
        ("{{ LANGUAGE_CODE|default:'vi' }}", {"vi"}),
        ('<a href="/en/check/">', {"en"}),
        ("{{ provision.wording_vi }}", {"vi"}),
        ('#set text(lang: "vi")', {"vi"}),
        ('<p lang="{% official_language %}">', set()),
        ('{% trans "en" %}y', {"en"}),
    ],
)
def test_a_language_in_a_template_is_found(source: str, names: set[str]) -> None:
    assert set(named_in_text(source)) == names


def test_no_language_is_named_but_where_a_reason_stands() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), code)
        for path in PYTHON
        for code in named_in_python(path.read_text(encoding="utf-8"))
    }
    found |= {
        (path.relative_to(ROOT).as_posix(), code)
        for path in [*TEMPLATES, *SCRIPTS, *STYLES]
        for code in named_in_text(without_comments(path.read_text(encoding="utf-8")))
    }

    assert len(PYTHON) > 100
    assert len(TEMPLATES) > 50
    assert len(STYLES) > 5
    assert sorted(found) == sorted(ALLOWED)
