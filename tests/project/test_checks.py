"""The checks of packages and secrets find what they are for, and claim no more than they know."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.checks import dependencies, leaks

SOUND = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


def audit(monkeypatch: pytest.MonkeyPatch, *answers: list[dict[str, Any]]) -> None:
    """Run the audit with what each service says."""
    reports = [{"dependencies": answer} for answer in answers]
    monkeypatch.setattr(dependencies, "ask", lambda _service: reports.pop(0))
    dependencies.main()


def test_a_known_fault_fails_whoever_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="b 2: CVE-1, cured in 3"):
        audit(monkeypatch, [SKIPPED], [SOUND, FAULTY])


def test_one_complete_answer_is_enough(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    audit(monkeypatch, [], [SOUND])

    assert "No known fault" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "said"), [([], "no package"), ([SKIPPED], "no package"), ([SOUND, SKIPPED], "c.")]
)
def test_what_was_not_audited_is_said(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: list[dict[str, Any]],
    said: str,
) -> None:
    monkeypatch.delenv("AUDIT", raising=False)
    audit(monkeypatch, answer, [])
    assert f"Not audited: {said}" in capsys.readouterr().out

    monkeypatch.setenv("AUDIT", "1")
    with pytest.raises(SystemExit, match="Not audited"):
        audit(monkeypatch, answer, [])


def test_a_key_that_is_committed_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(leaks, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / "sound.txt").write_text("Thông tư 26/2025/TT-BKHCN")
    leaks.main([])
    assert "Nothing" in capsys.readouterr().out
    (tmp_path / "keys.txt").write_text("aws = 'AKIA" + "QYLPMN5HHHFPZAM2'\n")

    with pytest.raises(SystemExit, match=r"keys\.txt:1 AWS"):
        leaks.main([])
