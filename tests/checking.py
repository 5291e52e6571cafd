"""Addresses of the self-assessments in tests, and the shipped one that most of them walk."""

from __future__ import annotations

from wizard.rules.assessments import entrance
from wizard.rules.snapshot import shipped

MAIN = "circular-26-2025"
VERSIONS = [item for item in shipped() if item.key == MAIN]
FIRST, RULES = VERSIONS[0], VERSIONS[-1]
SLUGS = entrance(RULES).slug
ALL = {item.key: item for item in shipped()}
"""The newest rules of each shipped assessment."""


def version_of(key: str, version: int, language: str = "en") -> str:
    """What lists call a version of a shipped assessment, up to its number."""
    word = {"vi": "phiên bản"}.get(language, "version")
    return f"{entrance(ALL[key]).title[language]} – {word} {version}"


def check_at(language: str, place: str = "", key: str = MAIN) -> str:
    """The address of a page of a shipped assessment, below its first page."""
    return f"/{language}/check/{entrance(ALL[key]).slug.get(language, key)}/{place}"
