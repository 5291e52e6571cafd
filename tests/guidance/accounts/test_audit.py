"""The site history says who did what to which account, on the screen and in the export."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from guidance.accounts import roles
from tests.guidance.accounts.authenticator import ADMIN, give_password, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles_set_up")]
HISTORY = f"{ADMIN}reports/site-history/"


@pytest.fixture
def reader(client: Client, boss: User) -> Client:
    """Somebody who may read the history, in English."""
    client.force_login(boss)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def exported(reader: Client) -> list[dict[str, str]]:
    """The rows of the file, newest first."""
    response = reader.get(f"{HISTORY}?export=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_a_role_that_is_given_is_named_with_who_gave_it(reader: Client) -> None:
    chief, user = member(roles.ADMINISTRATOR), member(roles.EDITOR)
    group = Group.objects.get(role__key=roles.LEGAL_REVIEWER)
    browser = Client()
    browser.force_login(chief)
    browser.post(f"{ADMIN}bulk/auth/user/assign_role/?id={user.pk}", {"role": group.pk})

    row = next(row for row in exported(reader) if row["User"] == chief.username)

    assert row["Name"] == user.username
    assert row["What happened"] == f"The roles were changed. Added: {group.name}"
    assert row["Date/Time"]
    assert f"Added: {group.name}" in reader.get(HISTORY).content.decode()


def test_sign_ins_are_there_and_failed_ones_without_a_guess_who(reader: Client) -> None:
    user = member(roles.EDITOR)
    give_password(Client(), user, "wrong horse battery")
    give_password(Client(), user)

    rows = [row for row in exported(reader) if row["Name"] == user.username]

    found = [(row["Action type"], row["User"]) for row in rows]
    assert ("Sign in", user.username) in found
    failed = next(who for action, who in found if action == "Failed sign-in")
    assert failed != user.username


def test_guessing_does_not_fill_the_history(reader: Client) -> None:
    users = [member(roles.EDITOR), member(roles.LEGAL_REVIEWER)]

    for number in range(4):
        for user in users:
            guesser = Client(REMOTE_ADDR=f"192.0.2.{number}")
            give_password(guesser, user, "wrong horse battery")

    failed = [row["Name"] for row in exported(reader) if row["Action type"] == "Failed sign-in"]
    assert sorted(failed) == sorted(user.username for user in users)


def test_only_who_may_see_it_gets_the_file(client: Client) -> None:
    client.force_login(member(roles.translator("en")))

    text = b"".join(client.get(f"{HISTORY}?export=csv").streaming_content)  # type: ignore[attr-defined]

    assert b"in-translator-en" not in text
