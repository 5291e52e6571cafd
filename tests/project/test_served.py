"""What the server says when it cannot start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("port", ["eight", "0", "70000"])
def test_an_impossible_port_is_said_in_one_line(port: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "guidance.operations.serve"],
        cwd=ROOT,
        env={**os.environ, "PORT": port},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode != 0
    assert result.stderr.strip() == f"PORT must be a number from 1 to 65535, not {port!r}."
