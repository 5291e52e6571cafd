"""Assessments, acts and pages are data: neither Python, nor templates, nor catalogues name one.

What names one belongs to it: wizard/rulesets, wizard/goodslists and guidance/content. A docstring
or a comment may cite the source of a rule.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
RULES = [
    tomllib.loads(path.read_text(encoding="utf-8"))
    for path in (ROOT / "wizard" / "rulesets").glob("*.toml")
    if not path.name.endswith(".situations.toml")
]
PYTHON = [
    path
    for room in ("guidance", "wizard")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
]
TEMPLATES = [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt")]
SCRIPTS = [
    path
    for room in ("guidance", "wizard")
    for path in (ROOT / room / "static").rglob("*.js")
    if "vendor" not in path.parts
]
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))

ACT = re.compile(
    r"(?<![\d/])\d+/20\d\d\b"  # 26/2025, but no day such as 31/08/2026
    r"|(circular|circulaire|thông tư|decree|décret|nghị định)\s*(số\s*)?\d+"
    r"|\b(TT-[A-Z]+|N[ĐD]-CP\b)"
    r"|circular-\d+|decree-\d+",
    re.IGNORECASE,
)
"""The number of an act, as readers or as slugs write it."""


def keys_of_rules() -> Iterator[str]:
    """The keys of rule sets, and those of cases and questions that are no ordinary words."""
    for rules in RULES:
        yield rules["key"]
        own = [item["key"] for table in ("case", "question") for item in rules[table]]
        yield from (key for key in own if "-" in key)


KEYS = frozenset(keys_of_rules())


def texts_in(source: str) -> Iterator[str]:
    """The strings of a module without its docstrings, as f-strings have them in parts."""
    for node in ast.walk(ast.parse(source)):
        for field in ast.iter_child_nodes(node):
            is_alone = isinstance(node, ast.Expr)
            if isinstance(field, ast.Constant) and isinstance(field.value, str) and not is_alone:
                yield field.value


def named_in(text: str) -> set[str]:
    """The acts and the keys of rules that a text names."""
    words = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text))
    return {found.group() for found in ACT.finditer(text)} | (words & KEYS)


def without_comments(text: str) -> str:
    """A template or a script without what nobody but its authors reads."""
    return re.sub(
        r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|/\*.*?\*/|^\s*//.*?$",
        "",
        text,
        flags=re.DOTALL | re.MULTILINE,
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("see Circular 26", {"Circular 26"}),
        ("Thông tư 26/2025/TT-BKHCN", {"Thông tư 26", "TT-BKHCN"}),
        ('fixed_url("circular-26")', {"circular-26"}),
        ("who-issues?case=return-after-repair", {"return-after-repair"}),
        ("co-issuer", {"co-issuer"}),
        ("for example 31/08/2026, or 8471", set()),
        ("a circular-task", set()),
    ],
)
def test_what_is_looked_for_is_found(text: str, names: set[str]) -> None:
    assert named_in(text) == names


def test_no_module_names_an_act_or_a_case() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in PYTHON
        for text in texts_in(path.read_text(encoding="utf-8"))
        for name in named_in(text)
    ]

    assert len(PYTHON) > 100
    assert found == []


def test_no_template_and_no_script_names_an_act_or_a_case() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in [*TEMPLATES, *SCRIPTS]
        for name in named_in(without_comments(path.read_text(encoding="utf-8")))
    ]

    assert len(TEMPLATES) > 50
    assert found == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_no_catalogue_names_an_act_or_a_case(path: Path) -> None:
    found = [
        (entry.msgid, name)
        for entry in polib.pofile(str(path))
        for text in (entry.msgid, entry.msgstr, *entry.msgstr_plural.values())
        for name in named_in(text)
    ]

    assert found == []
