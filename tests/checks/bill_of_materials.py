"""Say what the site is made of: `make sbom` runs it.

Writes `var/sbom.cdx.json`, a CycloneDX 1.6 bill of every package of `requirements-production.lock`
with its version, licence and the digests it was locked with, and prints the licences.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = ROOT / "requirements-production.lock"
TARGET = ROOT / "var" / "sbom.cdx.json"
LOCKED = re.compile(r"^([a-z0-9._-]+)==([^\s;]+)(?:.*?)((?:\\\n\s+--hash=sha256:\w+ ?)+)", re.M)
# Copied into the repository instead of installed; its README says what was taken.
VENDORED = (("govuk-frontend", "6.6.0", "MIT"),)
UNKNOWN = "not installed here"


def locked() -> Iterator[tuple[str, str, list[str]]]:
    """Name, version and SHA-256 digests of each locked package."""
    for name, version, digests in LOCKED.findall(LOCK.read_text(encoding="utf-8")):
        yield name, version, re.findall(r"sha256:(\w+)", digests)


def licence_of(name: str) -> str:
    """The licence a package declares: an SPDX expression, else its own words."""
    try:
        declared: PackageMetadata = metadata(name)
    except PackageNotFoundError:
        return UNKNOWN
    classified = [
        line.rpartition(" :: ")[2]
        for line in declared.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    # Some packages put the whole text of the licence here; its name stands in the classifiers.
    own_words = next((line for line in [declared.get("License") or ""] if "\n" not in line), "")
    return (
        declared.get("License-Expression") or own_words or ", ".join(classified) or "not declared"
    )


def bill() -> Bom:
    """The bill of the site as its production lock file installs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    licences = LicenseFactory()
    made = Bom()
    made.metadata.component = Component(
        type=ComponentType.APPLICATION, name=project["name"], version=project["version"]
    )
    for name, version, digests in locked():
        made.components.add(
            Component(
                type=ComponentType.LIBRARY,
                name=name,
                version=version,
                licenses=[licences.make_from_string(licence_of(name))],
                purl=PackageURL("pypi", None, name, version),
                bom_ref=f"{name}=={version}",
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=item) for item in digests],
            )
        )
    for name, version, licence in VENDORED:
        made.components.add(
            Component(
                type=ComponentType.LIBRARY,
                name=name,
                version=version,
                licenses=[licences.make_from_string(licence)],
                purl=PackageURL("npm", None, name, version),
                bom_ref=f"{name}@{version}",
            )
        )
    made.register_dependency(made.metadata.component, made.components)
    return made


def main() -> None:
    """Write the bill, print one line for each component."""
    made = bill()
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(JsonV1Dot6(made).output_as_string(indent=2), encoding="utf-8")
    for component in sorted(made.components, key=lambda item: item.name.lower()):
        licence = " ".join(
            getattr(item, "value", None) or getattr(item, "id", None) or getattr(item, "name", "")
            for item in component.licenses
        )
        sys.stdout.write(f"{component.name} {component.version}: {licence}\n")


if __name__ == "__main__":
    main()
