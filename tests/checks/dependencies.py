"""Compare every locked package with the published faults: `make check` runs it.

Advisories come over the network. Where none can be had, this says "Not audited" and what for, and
does not fail: a machine without them must still be able to check the rest. AUDIT=1 insists.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
# Either has every advisory for Python; one of them may be out of reach.
SERVICES = ("pypi", "osv")
PATIENCE = "10"


def main() -> None:
    """Ask each service until one knows; fail for a known fault, or if told to insist."""
    reports = {service: ask(service) for service in SERVICES}
    faults = [line for found in reports.values() for line in faults_in(found)]
    if faults:
        sys.exit("Known faults in locked packages:\n" + "\n".join(sorted(set(faults))))
    open_questions = min((unanswered(found) for found in reports.values()), key=len)
    if not open_questions:
        print("No known fault in any locked package.")
        return
    message = f"Not audited: {', '.join(open_questions)}."
    if os.environ.get("AUDIT"):
        sys.exit(message)
    print(f"{message}\nThis machine reaches no complete list of known faults; AUDIT=1 insists.")


def ask(service: str) -> Mapping[str, Any]:
    """What a service says of each package; nothing if it cannot be reached."""
    locks = [item for lock in sorted(ROOT.glob("*.lock")) for item in ("-r", str(lock))]
    command = [sys.executable, "-m", "pip_audit", *locks, "--disable-pip", "--require-hashes"]
    command += ["--vulnerability-service", service, "--timeout", PATIENCE]
    result = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return dict(json.loads(result.stdout))
    except json.JSONDecodeError:
        return {}


def faults_in(report: Mapping[str, Any]) -> list[str]:
    """A line for each known fault."""
    return [
        f"  {item['name']} {item['version']}: {fault['id']}, "
        f"cured in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for item in report.get("dependencies", [])
        for fault in item.get("vulns", [])
    ]


def unanswered(report: Mapping[str, Any]) -> list[str]:
    """The packages of which a service said nothing; a skipped one is no sound one."""
    packages = report.get("dependencies", [])
    skipped = [item["name"] for item in packages if "skip_reason" in item]
    if not packages or len(skipped) == len(packages):
        return ["no package at all"]
    return sorted(set(skipped))


if __name__ == "__main__":
    main()
