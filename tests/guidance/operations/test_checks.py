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
    settings.SECURITY_CONTACT = "chief@example.org"
    settings.EMAIL_HOST = "mail.example.org"
    settings.DEFAULT_FROM_EMAIL = "The site <site@example.org>"


HOST = "https://guidance.example.org"
NO_SITE = (
    f"{HOST}/path", f"{HOST}?a=b", f"{HOST}#a", "https://", "https://a@guidance.example.org",
    f"{HOST}\n",
)  # fmt: skip
NO_HOST = (f"{HOST}:0", f"{HOST}:70000", f"{HOST}:port", "https://[::1")
NO_ADDRESS = (
    " ", "nobody", "a@example.org, b@example.org", "a@example.org b@example.org",
    "webmaster@localhost", "a@example.org\n",
)  # fmt: skip
NO_CONTACT = (
    "nobody", "http://example.org", "https://", "https://[x", "https://example.org/a b",
    "mailto:nobody", "root@localhost", "a@example.org, b@example.org", " ",
)  # fmt: skip


def said() -> str:
    """What the check says."""
    return " ".join(str(message.msg) for message in installation_is_described())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", f"{HOST}:8443"),
        ("SECURITY_CONTACT", "https://example.org/security?a=b"),
        ("SECURITY_CONTACT", "mailto:a@example.org"),
        ("SECURITY_CONTACT", "a@example.org"),
        ("SECURITY_CONTACT", ""),
        ("DEFAULT_FROM_EMAIL", "a@example.org"),
    ],
)
def test_nothing_is_said_of_what_may_be_so(settings: Any, name: str, value: str) -> None:
    setattr(settings, name, value)

    assert said() == ""


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
        ("ALLOWED_HOSTS", ["*"], "every host"),
        ("ALLOWED_HOSTS", [".example.org", "*"], "every host"),
        *(("SITE_URL", url, "more or less") for url in NO_SITE),
        *(("SITE_URL", url, "cannot be") for url in NO_HOST),
        ("PROXY_COUNT", -1, "PROXY_COUNT"),
        *(("OPERATOR_EMAIL", text, "OPERATOR_EMAIL") for text in (*NO_ADDRESS, "A <a@b.org>")),
        *(("SECURITY_CONTACT", text, "SECURITY_CONTACT") for text in NO_CONTACT),
        ("EMAIL_HOST", " ", "EMAIL_HOST"),
        *(("DEFAULT_FROM_EMAIL", text, "DEFAULT_FROM_EMAIL") for text in NO_ADDRESS),
    ],
)
def test_contradictions_are_named(settings: Any, name: str, value: object, word: str) -> None:
    setattr(settings, name, value)

    assert word in said()
