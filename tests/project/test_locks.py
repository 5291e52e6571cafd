"""The lock files are complete, hashed, and say nothing about where packages came from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
PINNED = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z0-9,_-]+\])?==(\S+)", re.MULTILINE)


def pins(lock: Path) -> dict[tuple[str, str], str]:
    """Package and marker to version."""
    found = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if match := PINNED.match(line):
            marker = line.partition(";")[2].rstrip(" \\")
            found[match[1], marker.strip()] = match[2]
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_only_pins_and_hashes(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()

    stray = [line for line in lines if not (PINNED.match(line) or line.startswith("    --hash="))]

    assert not stray
    assert not [line for line in lines if "://" in line]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")

    entries = re.split(r"\n(?=\S)", text.strip())

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_agree_on_every_version() -> None:
    runtime = pins(ROOT / "requirements.lock")
    production = pins(ROOT / "requirements-production.lock")
    development = pins(ROOT / "requirements-dev.lock")

    assert runtime.items() <= production.items()
    assert runtime.items() <= development.items()


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = {name for name, _ in pins(ROOT / "requirements.lock")}

    asked = {re.split(r"[\[<>=]", line)[0].lower() for line in project["project"]["dependencies"]}

    assert asked <= locked
