"""Guessing is slow, sessions end, and whoever lost the second factor is helped."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from guidance.accounts import roles
from guidance.accounts.second_factor import new_recovery_codes
from tests.checking import check_at
from tests.guidance.accounts.authenticator import (
    ADMIN,
    CODE,
    assert_closed,
    code_of,
    enrol,
    give_password,
    is_inside,
    member,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor")]


# --- Guessing -------------------------------------------------------------------------------------


def test_guessing_codes_locks_the_address(client: Client, boss: User) -> None:
    enrol(boss)
    give_password(client, boss)

    statuses = [client.post(CODE, {"code": f"{n:06d}"}).status_code for n in range(12)]

    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert client.post(CODE, {"code": code_of(boss)}).status_code == 429
    assert give_password(Client(), boss).status_code == 429


def test_guessing_from_many_addresses_is_slowed_down_as_well(client: Client, boss: User) -> None:
    enrol(boss)
    give_password(client, boss)
    for number in range(4):
        client.post(CODE, {"code": f"{number:06d}"}, REMOTE_ADDR=f"192.0.2.{number}")

    client.post(CODE, {"code": code_of(boss)}, REMOTE_ADDR="192.0.2.99")

    assert_closed(client)
    assert TOTPDevice.objects.get(user=boss).throttling_failure_count >= 1


# --- Recovery codes -------------------------------------------------------------------------------


def test_a_recovery_code_opens_once(client: Client, boss: User) -> None:
    enrol(boss)
    code = new_recovery_codes(boss)[0]
    give_password(client, boss)
    client.post(CODE, {"code": f" {code[:4].upper()}-{code[4:]} "})
    assert is_inside(client)
    client.post(f"{ADMIN}logout/")
    give_password(client, boss)

    client.post(CODE, {"code": code})

    assert_closed(client)


def test_new_recovery_codes_end_the_old_ones(client: Client, boss: User) -> None:
    enrol(boss)
    old = new_recovery_codes(boss)[0]
    give_password(client, boss)
    client.post(CODE, {"code": code_of(boss)})

    client.post(f"{CODE}codes/")

    assert not StaticToken.objects.filter(token=old).exists()


# --- Losing it ------------------------------------------------------------------------------------


def test_an_administrator_resets_a_lost_one(client: Client, roles_set_up: None) -> None:
    helper, reviewer = member(roles.ADMINISTRATOR), member(roles.LEGAL_REVIEWER)
    enrol(helper)
    enrol(reviewer)
    give_password(client, helper)
    address = f"{CODE}reset/{reviewer.pk}/"
    client.post(address)
    assert TOTPDevice.objects.filter(user=reviewer).exists(), "a password alone must not do"
    client.post(CODE, {"code": code_of(helper)})

    client.post(address)

    assert not TOTPDevice.objects.filter(user=reviewer).exists()
    entry = ModelLogEntry.objects.get(action="guidance.second_factor.reset")
    assert (entry.user, entry.object_id) == (helper, str(reviewer.pk))


@pytest.mark.parametrize("key", [roles.EDITOR, roles.LEGAL_REVIEWER, "translator-vi"])
def test_nobody_else_does(client: Client, boss: User, roles_set_up: None, key: str) -> None:
    enrol(boss)
    user = member(key)
    enrol(user)
    give_password(client, user)
    client.post(CODE, {"code": code_of(user)})
    assert is_inside(client)

    client.post(f"{CODE}reset/{boss.pk}/")

    assert TOTPDevice.objects.filter(user=boss).exists()


@pytest.mark.parametrize("is_superuser", [True, False])
def test_nobody_resets_their_own(
    client: Client, boss: User, roles_set_up: None, is_superuser: bool
) -> None:
    """Who is signed in replaces it, which asks for a code of the new one."""
    user = boss if is_superuser else member(roles.ADMINISTRATOR)
    sign_in(client, user)

    client.get(f"{CODE}reset/{user.pk}/")
    client.post(f"{CODE}reset/{user.pk}/")

    assert TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    assert is_inside(client)


def test_an_administrator_does_not_reset_a_superuser(
    client: Client, boss: User, roles_set_up: None
) -> None:
    enrol(boss)
    helper = member(roles.ADMINISTRATOR)
    enrol(helper)
    give_password(client, helper)
    client.post(CODE, {"code": code_of(helper)})

    client.post(f"{CODE}reset/{boss.pk}/")

    assert TOTPDevice.objects.filter(user=boss).exists()


# --- Sessions -------------------------------------------------------------------------------------


def turn_back(client: Client, clock: str, seconds: int) -> None:
    """Let the session believe that it began, or was used, some time ago."""
    session = client.session
    session[clock] -= seconds
    session.save()


@pytest.mark.parametrize(
    ("clock", "limit"),
    [
        ("session_seen", configured.SESSION_IDLE_SECONDS),
        ("session_began", configured.SESSION_COOKIE_AGE),
    ],
)
def test_a_session_ends_in_time(client: Client, boss: User, clock: str, limit: int) -> None:
    sign_in(client, boss)
    turn_back(client, clock, limit - 60)
    assert is_inside(client)

    turn_back(client, clock, limit + 60)

    assert_closed(client)


def test_an_open_tab_is_no_activity(client: Client, boss: User) -> None:
    sign_in(client, boss)
    turn_back(client, "session_seen", configured.SESSION_IDLE_SECONDS - 60)
    client.post(f"{ADMIN}editing-sessions/ping/wagtailcore/page/1/1/")

    turn_back(client, "session_seen", 120)

    assert_closed(client)


def test_cookies_are_kept_from_scripts(client: Client, boss: User) -> None:
    cookie = give_password(client, boss).cookies[configured.SESSION_COOKIE_NAME]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_visitors_get_no_cookie_and_cost_nothing(
    client: Client, content: None, django_assert_num_queries: Any
) -> None:
    assert not client.get("/vi/").cookies
    with django_assert_num_queries(0):
        assert not client.get(check_at("vi", "rules/")).cookies
