"""Addresses of the self-assessments in tests, and the shipped one that most of them walk."""

from __future__ import annotations

from wizard.rules.assessments import entrance
from wizard.rules.snapshot import shipped

MAIN = "circular-26-2025"
VERSIONS = [item for item in shipped() if item.key == MAIN]
FIRST, RULES = VERSIONS[0], VERSIONS[-1]
SLUGS = entrance(RULES).slug


def check_at(language: str, place: str = "") -> str:
    """The address of a page of the shipped assessment, below its first page."""
    return f"/{language}/check/{SLUGS[language]}/{place}"
