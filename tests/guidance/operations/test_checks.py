"""`check --deploy` names what nobody said about a public installation."""

from __future__ import annotations

from typing import Any

import pytest

from guidance.operations.checks import WHY, installation_is_described


@pytest.fixture(autouse=True)
def described(settings: Any) -> None:
    """An installation of which everything was said."""
    settings.NOT_SET = []
    settings.SITE_URL = "https://guidance.example.org"
    settings.ALLOWED_HOSTS = [".example.org"]
    settings.PROXY_COUNT = 1
    settings.OPERATOR_EMAIL = "chief@example.org"
    settings.DEFAULT_FROM_EMAIL = "The site <site@example.org>"


def said() -> str:
    """What the check says."""
    return " ".join(str(message.msg) for message in installation_is_described())


def test_nothing_is_said_of_an_installation_that_is_described() -> None:
    assert said() == ""


@pytest.mark.parametrize("name", sorted(WHY))
def test_what_is_missing_is_named(settings: Any, name: str) -> None:
    settings.NOT_SET = [name]

    assert said() == f"{name} is not set. {WHY[name]}"


def test_each_setting_that_is_expected_says_why(settings: Any) -> None:
    assert set(settings.EXPECTED) == set(WHY)


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SITE_URL", "http://guidance.example.org", "https"),
        ("ALLOWED_HOSTS", ["another.org"], "ALLOWED_HOSTS"),
        ("PROXY_COUNT", -1, "PROXY_COUNT"),
        ("OPERATOR_EMAIL", " ", "OPERATOR_EMAIL"),
        ("DEFAULT_FROM_EMAIL", "nobody", "DEFAULT_FROM_EMAIL"),
    ],
)
def test_contradictions_are_named(settings: Any, name: str, value: object, word: str) -> None:
    setattr(settings, name, value)

    assert word in said()
