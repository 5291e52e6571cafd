"""Killed in the middle, nothing is half done; run again, and twice at once, nothing is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.checking import MAIN
from tests.prepared import MIGRATED, ROOT, kept_file

KILLING = Path(__file__).with_name("killing.py")


def rows(database: Path, query: str) -> list[Any]:
    with sqlite3.connect(database) as connection:
        return connection.execute(query).fetchall()


RULES = f"select version, live from wizard_rulesetdocument where key = '{MAIN}' order by version"  # noqa: S608
BUNDLE = "select state, problems from guidance_bundle"
PAGE = "select live from wagtailcore_page where slug = 'together'"
PUBLISHED = (
    "select count(*) from wagtailcore_modellogentry where action = 'guidance.bundle.publish'"
)


def test_killed_in_the_middle_then_run_again_by_two(django_db_setup: None, tmp_path: Path) -> None:
    if not kept_file(MIGRATED).exists():
        pytest.skip("needs the tests' migrated database of SQLite")
    database = tmp_path / "db.sqlite3"
    shutil.copy(kept_file(MIGRATED), database)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "guidance.settings.development",
        "DATABASE_URL": f"sqlite:///{database}",
        "VAR_DIR": str(tmp_path),
    }
    killed = subprocess.run(
        [sys.executable, str(KILLING)], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert killed.returncode == 0, killed.stdout + killed.stderr
    assert rows(database, RULES) == [(2, 1), (3, 0)]
    assert rows(database, BUNDLE) == [("released", "")]
    assert rows(database, PAGE) == [(0,)]

    command = [sys.executable, "manage.py", "publish_scheduled"]
    both = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(2)]

    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert rows(database, RULES) == [(2, 1), (3, 1)]
    assert rows(database, BUNDLE) == [("published", "")]
    assert rows(database, PAGE) == [(1,)]
    assert rows(database, PUBLISHED) == [(1,)]
