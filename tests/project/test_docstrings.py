"""Every module, function and class says what it is, and modules are named after a thing."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN_NAMES = {"common", "core", "helpers", "services", "utils"}

CODE = sorted(
    path
    for package in ("guidance", "wizard")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts and "node_modules" not in path.parts
)


def undocumented(path: Path) -> list[str]:
    """The module itself, and its public functions and classes, as far as they have no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = str(path.relative_to(ROOT))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    public = [
        node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")
    ]
    missing = [
        f"{name}:{node.lineno} {node.name}" for node in public if not ast.get_docstring(node)
    ]
    if tree.body and not ast.get_docstring(tree):
        missing.append(name)
    return missing


def test_modules_and_public_definitions_say_what_they_are() -> None:
    assert CODE
    assert [place for path in CODE for place in undocumented(path)] == []


def test_a_module_is_named_after_a_thing() -> None:
    assert [str(path) for path in CODE if path.stem in FORBIDDEN_NAMES] == []
