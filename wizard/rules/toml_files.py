"""A rule set as a file: written for people to read, read back without loss."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import tomli_w

from wizard.decision.parse import dump, parse


def write(mapping: Mapping[str, Any]) -> str:
    """Write the mapping of a rule set as TOML."""
    return tomli_w.dumps(mapping)


def read(text: str) -> dict[str, Any]:
    """Read a rule-set file; raise TOMLDecodeError or RuleSetError, both of which name the place."""
    content: dict[str, Any] = dump(parse(tomllib.loads(text)))
    return content
