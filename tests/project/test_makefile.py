"""The Makefile explains itself, and says in one line what is missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TARGETS = (
    "bench",
    "check",
    "clean",
    "css",
    "help",
    "lighthouse",
    "lock",
    "messages",
    "run",
    "sbom",
    "stack",
    "test",
)

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def make(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make, without the flags of a make that may be running the tests."""
    own = ("MAKE", "MFLAGS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return subprocess.run(
        ["make", *arguments],
        cwd=cwd,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_alone_prints_every_public_target() -> None:
    listed = re.findall(r"^  make ([a-z]+) ", make().stdout, re.MULTILINE)

    assert sorted(listed) == list(TARGETS)


def test_a_missing_python_is_said_in_one_line(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "find", "make", "touch"):
        (tools / name).symlink_to(shutil.which(name) or "")
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "requirements.lock", tmp_path)

    result = make("run", cwd=tmp_path, PATH=str(tools))

    assert result.returncode != 0
    assert result.stdout.strip() == "Missing: Python 3.11 or newer."
