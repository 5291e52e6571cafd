"""The decision stands on the standard library alone, and the contracts name every room."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DECISION = sorted((ROOT / "wizard" / "decision").rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    """The full names a module imports."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module if node.level == 0 and node.module else "wizard.decision"


@pytest.mark.parametrize("module", DECISION, ids=lambda module: module.name)
def test_the_decision_imports_the_standard_library_and_itself(module: Path) -> None:
    foreign = {
        name
        for name in imported(module)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith("wizard.decision")
    }

    assert not foreign


def test_the_wizard_may_import_three_rooms_of_the_site_and_no_other() -> None:
    """What is allowed is said nowhere else: import-linter knows only what is forbidden."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    forbidden = {
        name
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract.get("source_modules") == ["wizard"]
        for name in contract["forbidden_modules"]
    }
    rooms = {
        f"guidance.{path.stem}"
        for path in (ROOT / "guidance").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    } - {"guidance.__init__"}

    assert rooms - forbidden == {"guidance.delivery", "guidance.models", "guidance.text"}
