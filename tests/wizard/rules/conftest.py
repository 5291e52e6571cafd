"""Here the rules in force are those that a test publishes, not the shipped files alone."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def rules_of_the_database(own_registry: None) -> None:
    """Every test of this room has a registry of its own."""
