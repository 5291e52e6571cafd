"""What other programs are handed is read by their own tools: containers, units, auditors."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.checks import bill_of_materials

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
# The licences that this use allows: permissive ones, and those of libraries that stay as they come.
ALLOWED = {
    "Apache License 2.0",
    "Apache-2.0",
    "BSD",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Dual License",  # python-dateutil: Apache-2.0 or BSD-3-Clause
    "ISC License (ISCL)",
    "LGPL-3.0-only",
    "MIT",
    "MIT License",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "PSFL",
    "Unlicense",
}


def said_by(*command: str) -> str:
    """What a tool finds wrong; nothing if all is well."""
    tool = shutil.which(command[0], path=str(Path(sys.executable).parent)) or command[0]
    result = subprocess.run([tool, *command[1:]], capture_output=True, text=True, check=False)
    return result.stdout + result.stderr if result.returncode else ""


def test_the_container_file_is_sound() -> None:
    """Hadolint knows its language and what goes wrong in it."""
    assert said_by("hadolint", str(DEPLOY / "Containerfile")) == ""


def test_the_compose_file_follows_its_specification() -> None:
    """Each key and value is one that compose knows."""
    schema = ("--builtin-schema", "vendor.compose-spec")
    assert said_by("check-jsonschema", *schema, str(DEPLOY / "compose.yaml")) == ""


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="needs systemd-analyze: apt-get install systemd"
)
def test_systemd_reads_the_unit(tmp_path: Path) -> None:
    """Every directive is known. The site itself is not installed here: /bin/true stands for it."""
    unit = (DEPLOY / "guidance@.service").read_text(encoding="utf-8")
    (tmp_path / "guidance@8001.service").write_text(
        unit.replace("/srv/guidance/.venv/bin/python", "/bin/true"), encoding="utf-8"
    )
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "guidance@8001.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    of_ours = [line for line in told.stderr.splitlines() if "guidance@8001" in line]
    assert of_ours == []


def test_the_bill_of_materials_is_a_cyclonedx_bill_of_the_lock_file() -> None:
    """Valid by the schema, each locked package once with its digests, each licence allowed."""
    written = JsonV1Dot6(bill_of_materials.bill()).output_as_string()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    components = json.loads(written)["components"]
    packages = {item["bom-ref"]: item for item in components if "pypi" in item["purl"]}
    pinned = {f"{name}=={version}" for name, version, _ in bill_of_materials.locked()}
    lock = (ROOT / "requirements-production.lock").read_text(encoding="utf-8")
    assert set(packages) == pinned
    assert len(pinned) == lock.count("==")
    assert sum(len(item["hashes"]) for item in packages.values()) == lock.count("--hash=sha256:")


@pytest.mark.parametrize("name", sorted({name for name, _, _ in bill_of_materials.locked()}))
def test_the_licence_allows_this_use(name: str) -> None:
    """A package that another Python needs is not installed here, so its licence is not read."""
    licence = bill_of_materials.licence_of(name)
    assert licence == bill_of_materials.UNKNOWN or set(licence.split(" AND ")) <= ALLOWED
