"""Guessing passwords is slow; others can still sign in; nobody lends another's address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from guidance.delivery.rate_limit import client_address

pytestmark = pytest.mark.django_db
LOGIN = f"/{configured.ADMIN_PATH}login/"


@pytest.fixture(autouse=True)
def _editor() -> Iterator[None]:
    cache.clear()
    User.objects.create_superuser("editor", password="right horse battery")
    yield
    cache.clear()


def sign_in(client: Client, password: str, **extra: Any) -> int:
    """The status of an attempt."""
    data = {"username": "editor", "password": password}
    return client.post(LOGIN, data, **extra).status_code


def test_after_too_many_wrong_passwords_the_right_one_does_not_help(client: Client) -> None:
    statuses = [sign_in(client, "wrong") for _attempt in range(12)]

    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert sign_in(client, "right horse battery") == 429


def test_an_editor_elsewhere_is_not_locked_out(client: Client) -> None:
    for _attempt in range(12):
        sign_in(client, "wrong")

    assert sign_in(client, "right horse battery", REMOTE_ADDR="198.51.100.9") == 302


def test_a_success_forgets_earlier_mistakes(client: Client) -> None:
    for _round in range(3):
        for _attempt in range(5):
            sign_in(client, "wrong")
        assert sign_in(client, "right horse battery") == 302
        client.logout()


def test_a_visitor_cannot_choose_an_address(client: Client) -> None:
    for attempt in range(12):
        sign_in(client, "wrong", headers={"x-forwarded-for": f"192.0.2.{attempt}"})

    assert sign_in(client, "wrong", headers={"x-forwarded-for": "192.0.2.99"}) == 429


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.1", "1.1.1.1"),
        (2, "1.1.1.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_client_is_whoever_asked_our_outermost_server(
    settings: Settings, proxies: int, forwarded: str, found: str
) -> None:
    settings.PROXY_COUNT = proxies

    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded})

    assert client_address(request) == found
