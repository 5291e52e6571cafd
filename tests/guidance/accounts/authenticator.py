"""What an editor does to sign in, and what a telephone does for it."""

from __future__ import annotations

import re
from base64 import b32decode
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

ADMIN = f"/{settings.ADMIN_PATH}"
LOGIN, CODE, SET_UP = f"{ADMIN}login/", f"{ADMIN}second-factor/", f"{ADMIN}second-factor/set-up/"
PASSWORD = "right horse battery"
CLOSED = ("", "pages/", "users/", "account/", "api/main/pages/", "reports/site-history/")


def code_of(user: Any) -> str:
    """The digits that the user's authenticator shows now."""
    return f"{totp(TOTPDevice.objects.get(user=user, confirmed=True).bin_key):06d}"


def enrol(user: Any) -> TOTPDevice:
    """Give a user an authenticator."""
    return TOTPDevice.objects.create(user=user, name="TOTP", confirmed=True)


def give_password(client: Client, user: Any, password: str = PASSWORD, **extra: Any) -> Any:
    """Take the first step of signing in."""
    data = {"username": user.get_username(), "password": password}
    return client.post(LOGIN, data, **extra)


def set_up(client: Client) -> Any:
    """Read the key off the page and prove it."""
    page = client.get(SET_UP).content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found, page
    token = totp(b32decode(found[1]))
    return client.post(SET_UP, {"code": f"{token:06d}"})


def member(key: str) -> User:
    """A user in one role."""
    user = User.objects.create_user(f"in-{key}", password=PASSWORD)
    user.groups.add(Group.objects.get(role__key=key))
    return User.objects.get(pk=user.pk)


def is_inside(client: Client) -> bool:
    """Whether the admin answers with its home page."""
    return client.get(ADMIN).status_code == 200


def assert_closed(client: Client) -> None:
    """Nothing of the admin is shown, and nothing is taken."""
    for path in CLOSED:
        response = client.get(ADMIN + path)
        assert response.status_code == 302, path
        assert response["Location"].startswith((CODE, LOGIN)), path
    names = {"username": "mallory", "first_name": "M", "last_name": "M", "email": "m@example.org"}
    codes = dict.fromkeys(("password1", "password2"), names["email"])
    posted = client.post(f"{ADMIN}users/new/", {**names, **codes})
    assert posted.status_code in (302, 403)
    assert not User.objects.filter(username="mallory").exists()


def sign_in(client: Client, user: Any) -> None:
    """Take both steps."""
    enrol(user)
    give_password(client, user)
    client.post(CODE, {"code": code_of(user)})
    assert is_inside(client)
