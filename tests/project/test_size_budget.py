"""Nothing grows past the size a reader can hold: modules, functions, templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULE_LINES = 250
FUNCTION_LINES = 30
TEMPLATE_LINES = 70
FORBIDDEN_NAMES = {"common", "core", "helpers", "services", "utils"}

CODE = sorted(
    path
    for package in ("guidance", "wizard")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts and "node_modules" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name(path: Path) -> str:
    """The path as a reader knows it."""
    return str(path.relative_to(ROOT))


def definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Every function and class of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


@pytest.mark.parametrize("path", CODE + TESTS, ids=name)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= TEMPLATE_LINES


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_function_is_short(path: Path) -> None:
    long = {
        node.name
        for node in definitions(path)
        if not isinstance(node, ast.ClassDef)
        and (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_LINES
    }

    assert not long


@pytest.mark.parametrize("path", CODE, ids=name)
def test_modules_and_public_definitions_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
    ]

    undocumented = [node.name for node in public if not ast.get_docstring(node)]

    assert not undocumented
    assert not tree.body or ast.get_docstring(tree)


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_is_named_after_a_thing(path: Path) -> None:
    assert path.stem not in FORBIDDEN_NAMES
