"""What documents and the code itself name is there: paths in backticks, links, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What is made, what belongs to the installation, and what ADRs tell of the past.
ELSEWHERE = ("var/", ".venv/", ".pytest_cache/", "/etc/", "/var/", "/srv/")
FOLDERS = (
    "guidance/",
    "wizard/",
    "templates/",
    "tests/",
    "docs/",
    "deploy/",
    "bench/",
    "locale/",
    ".ci/",
)
SOURCES = [
    path
    for folder in ("guidance", "wizard", "tests", "bench", "templates", "deploy")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".scss", ".js", ".html", ".toml", ".yaml", ".conf"}
    and not {"vendor", "node_modules", "migrations"} & set(path.parts)
]
FILE = re.compile(
    r"(?<![\w/.-])(?:guidance|wizard|tests|docs|bench|deploy)/[\w/.-]+\.(?:py|md|toml)\b"
)
DOCUMENTS = [
    *(path for path in sorted(ROOT.glob("*.md")) if path.name != "CHANGELOG.md"),
    *sorted((ROOT / "docs").glob("*.md")),
]


def named_paths(text: str) -> set[str]:
    """The paths of the project that a document names in backticks, without what follows them."""
    inside = re.findall(r"`([^`\s]+)`", text)
    # A name in angle brackets stands for any.
    paths = {re.sub(r"<[^>]*>", "*", name) for name in inside}
    return {name.rstrip("/") for name in paths if name.startswith(FOLDERS)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_named_is_there(document: Path) -> None:
    missing = [
        name
        for name in sorted(named_paths(document.read_text(encoding="utf-8")))
        if not name.startswith(ELSEWHERE)
        # A pattern or a choice of names stands for several files.
        and not any(ROOT.glob(re.sub(r"\{[^}]*\}", "*", name)))
    ]

    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    local = [
        target for target in targets if "://" not in target and not target.startswith("mailto:")
    ]

    assert [target for target in local if not (document.parent / target).exists()] == []


def test_every_file_that_the_code_names_is_there() -> None:
    """In docstrings, comments and settings alike; a move leaves no old name behind."""
    named = {
        (str(path.relative_to(ROOT)), name)
        for path in SOURCES
        for name in FILE.findall(path.read_text(encoding="utf-8"))
    }

    assert named
    assert [pair for pair in sorted(named) if not (ROOT / pair[1]).exists()] == []
