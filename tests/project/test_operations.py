"""Every command that the operator's page names is run here, or it is said where, or why not."""

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
    "check --deploy --fail-level WARNING": "Makefile",
}
# Of the other commands, by their beginnings: the file in which a test runs it, with the word that
# shows it there; or the words with which the page itself says that, and why, it was not run.
NOT_INSTALLED = "packages and services were not installed there"
NOT_IN_ENVSUBST = "under `envsubst` and in its image it was not tried"
OTHERS = {
    ".ci/run": ".ci/run",
    ".ci/with-services": ".ci/run",
    "AUDIT=1 make audit": "`AUDIT=1 make audit` asks other sites",
    "DOSSIERS=": "tests/wizard/papers/test_nothing_kept.py",
    "RESTORE_KILLS=": "tests/guidance/operations/test_backup.py",
    ".venv/bin/pip": NOT_INSTALLED,
    "apt-get": NOT_INSTALLED,
    "cd ": NOT_INSTALLED,
    "cp ": NOT_INSTALLED,
    "envsubst": NOT_IN_ENVSUBST,
    # What the commands after it are told.
    "export ": "Then start the processes.",
    "make lock": "`make lock` asks the package index",
    "make run": "tests/served.py",
    "make sbom": "tests/project/test_deployment.py: bill_of_materials",
    "make stack": "tests/guidance/operations/test_stack.py: operations import stack",
    "make test": ".ci/run",
    "pg_dump": "Large installations may prefer `pg_dump`",
    "python -m guidance.operations.serve --wait": "tests/guidance/operations/test_stack.py",
    "python3 -m venv": NOT_INSTALLED,
    "set ": NOT_INSTALLED,
    ". /etc/guidance.env": NOT_INSTALLED,
    "systemctl": "the systemd unit are read by their own tools",
}
PROGRAM = re.compile(
    r"(?:\.ci/|\.venv/bin/|apt-get|cd|cp|envsubst|export|make|nginx|pg_dump|pg_restore|pip|psql|python3?"
    r"|set|sqlite3|systemctl|curl|nft|openssl|[A-Z_]+=\S*)(?= |$|\w)|\. /"
)


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


def shell_commands() -> list[str]:
    """Whatever else of the page is typed into a shell: indented, or in a sentence."""
    indented = re.findall(r"^ {4}(\S.*)", TEXT.replace("\\\n", " "), re.MULTILINE)
    said = [code for code in re.findall(r"`([^`]+)`", TEXT) if PROGRAM.match(code)]
    lines = [re.sub(r"\s{2,}#.*", "", line) for line in (*indented, *said)]
    parts = [part.strip() for line in lines for part in line.split(" && ")]
    # Of settings, only those before a command.
    return [
        part for part in parts if "manage.py" not in part and not re.fullmatch(r"[A-Z_]+=\S*", part)
    ]


def test_the_page_names_commands() -> None:
    assert len(named_commands()) > 12
    assert len(shell_commands()) > 15


def test_every_other_command_is_run_or_says_why_not() -> None:
    told = {
        command: [start for start in OTHERS if command.startswith(start)]
        for command in shell_commands()
    }

    assert [command for command, starts in told.items() if not starts] == []
    assert [start for start in OTHERS if [start] not in told.values()] == []


@pytest.mark.parametrize("start", OTHERS)
def test_where_a_command_is_run_or_why_it_is_not_is_true(start: str) -> None:
    place, _colon, word = OTHERS[start].partition(": ")
    if (ROOT / place).is_file():
        assert (word or start.rstrip("= ").split()[-1]) in (ROOT / place).read_text(
            encoding="utf-8"
        )
    else:
        assert " ".join(OTHERS[start].split()) in " ".join(TEXT.split())


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
