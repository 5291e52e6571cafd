"""What the documents name is there: every path in backticks, every relative link."""

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
DOCUMENTS = [
    *(path for path in sorted(ROOT.glob("*.md")) if path.name != "CHANGELOG.md"),
    *sorted((ROOT / "docs").glob("*.md")),
]


def named_paths(text: str) -> set[str]:
    """The paths of the project that a document names in backticks, without what follows them."""
    inside = re.findall(r"`([^`\s]+)`", text)
    return {name.rstrip("/") for name in inside if name.startswith(FOLDERS) and "<" not in name}


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
