"""The site as `make run` serves it, seen by a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_the_self_assessment_opens_without_a_cookie_or_a_complaint(
    page: Any, language: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    response = page.goto(f"/{language}/check/")

    assert response.status == 200
    assert page.context.cookies() == []
    assert complaints == []


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
