"""Reads content files; whatever is wrong is reported with file and field."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from guidance.text.addresses import CONTENT


class ContentError(Exception):
    """Something in a content file that cannot be loaded, and where it stands."""

    def __init__(self, place: str, problem: str) -> None:
        """Name the file and the field first."""
        super().__init__(f"{place}: {problem}")


def read(path: Path) -> dict[str, Any]:
    """The content of a file; nothing if there is no such file yet."""
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(name(path), str(error)) from error


def name(path: Path) -> str:
    """The file as messages name it."""
    return str(path.relative_to(CONTENT)) if path.is_relative_to(CONTENT) else str(path)


def require(data: Mapping[str, Any], fields: Iterable[str], place: str) -> None:
    """Refuse data that lack a field."""
    for field in fields:
        if field not in data:
            raise ContentError(place, f"“{field}” is missing")


def refuse_others(data: Mapping[str, Any], fields: Iterable[str], place: str) -> None:
    """Refuse data with a field nobody would read."""
    if unknown := sorted(set(data) - set(fields)):
        raise ContentError(place, f"unknown field “{unknown[0]}”")


def digest(value: Any) -> str:
    """A fingerprint of any data."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
