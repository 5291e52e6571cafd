"""Look for keys and passwords in what is committed: `make check` runs it.

`leaks.json` names what was looked at and is none, by file and fingerprint. `--accept` writes it
anew: read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from detect_secrets.core import baseline
from detect_secrets.core.secrets_collection import SecretsCollection

ROOT = Path(__file__).resolve().parent.parent.parent
REVIEWED = Path(__file__).with_name("leaks.json")
# Fingerprints of packages, which look like keys, and this list itself.
OTHER = (".lock", "package-lock.json", REVIEWED.name)


def main(arguments: list[str]) -> None:
    """Fail for anything that looks like a secret and was not reviewed."""
    reviewed = baseline.load(baseline.load_from_file(str(REVIEWED)))
    # The list must name files as every machine knows them.
    os.chdir(ROOT)
    found = SecretsCollection()
    found.scan_files(*committed())
    if arguments == ["--accept"]:
        REVIEWED.write_text(json.dumps(listed(found), indent=2) + "\n", encoding="utf-8")
        return
    fresh = [f"  {name}:{secret.line_number} {secret.type}" for name, secret in found - reviewed]
    if fresh:
        sys.exit("These look like secrets:\n" + "\n".join(fresh))
    print("Nothing committed looks like a secret.")


def committed() -> list[str]:
    """Every file that git knows or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [
        name
        for name in files.stdout.splitlines()
        if not name.endswith(OTHER) and (ROOT / name).is_file()
    ]


def listed(found: SecretsCollection) -> dict[str, object]:
    """The list as it is kept: the settings of the scan, and each finding without its day."""
    kept = baseline.format_for_output(found)
    return {key: value for key, value in kept.items() if key != "generated_at"}


if __name__ == "__main__":
    main(sys.argv[1:])
