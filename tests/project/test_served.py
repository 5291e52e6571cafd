"""What the server says when it cannot start."""

from __future__ import annotations

import inspect
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from granian.log import logger as granian_logger
from granian.server.mp import MPServer

from guidance.operations import serve

ROOT = Path(__file__).resolve().parents[2]


def test_advice_on_threads_is_left_out_and_every_other_warning_is_not() -> None:
    said = [
        logging.makeLogRecord({"msg": text})
        for text in (
            "Configuration allows spawning up to 16 Python threads, which seems quite high",
            "Configured number of workers appears to be higher than the amount of CPU cores",
        )
    ]

    assert [serve.is_no_advice(record) for record in said] == [False, True]
    # The words are granian's own.
    source = Path(inspect.getfile(MPServer)).read_text(encoding="utf-8")
    assert "Python threads, '\n" in source
    assert "which seems quite high" in source
    assert logging.getLogger(serve.GRANIAN) is granian_logger


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
