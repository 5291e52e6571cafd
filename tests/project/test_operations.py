"""Every management command that the operator's page names is run here, or says where or why not."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.prepared import copy_loaded, environment_of, run

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
NAMED = re.compile(r"manage\.py (\w+(?: +(?:\"[^\"]*\"|[^\s`#&\"|]+))*)")
ELSEWHERE = {
    # Each needs a state of its own.
    "backup site.zip": "tests/guidance/operations/test_backup.py",
    "restore site.zip": "tests/guidance/operations/test_backup.py",
    "restore --finish": "tests/guidance/operations/test_backup.py",
    "prepare": "tests/prepared.py",
    "collectstatic --no-input": "guidance/management/commands/prepare.py",
    "publish_scheduled --every 30": "guidance/operations/serve.py",
    # Asks other sites.
    "check_addresses": "tests/guidance/editing/test_links_report.py",
    # Needs the production settings, which `make check` gives it.
    "check --deploy": "Makefile",
}


# As manage.py does for each, without starting Python for each.
ONE_AFTER_THE_OTHER = """
import ast, sys
from django.core.management import execute_from_command_line
for arguments in ast.literal_eval(sys.argv[1]):
    execute_from_command_line(["manage.py", *arguments])
    print("DONE")
"""


def named_commands() -> list[str]:
    """The commands of the page in its order, each once."""
    return list(dict.fromkeys(found.strip().rstrip(".,:") for found in NAMED.findall(TEXT)))


def test_the_page_names_commands() -> None:
    assert len(named_commands()) > 12


@pytest.mark.parametrize("command", sorted(ELSEWHERE))
def test_what_is_run_elsewhere_is_run_there(command: str) -> None:
    where = ROOT / ELSEWHERE[command]
    assert command.split()[0] in where.read_text(encoding="utf-8"), where
    assert command in TEXT


def test_every_other_command_does_what_it_says(tmp_path: Path) -> None:
    """On a site with its content, in the order of the page: none may fail."""
    copy_loaded(tmp_path / "db.sqlite3")
    commands = [shlex.split(line) for line in named_commands() if line not in ELSEWHERE]
    assert len(commands) >= 7
    printed = run("-c", ONE_AFTER_THE_OTHER, repr(commands), environment=environment_of(tmp_path))
    assert printed.count("DONE") == len(commands)
