"""Somebody signed in to a served site, by the session cookie: no form, no password."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.prepared import run

SIGN_IN = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.users.models import UserProfile

user, _new = get_user_model().objects.get_or_create(
    username={name!r}, defaults={{"email": {name!r} + "@example.org"}}
)
user.is_superuser = not {groups!r}
user.save()
user.groups.set(Group.objects.filter(name__in={groups!r}))
assert user.groups.count() == len({groups!r}), list(Group.objects.values_list("name", flat=True))
profile = UserProfile.get_for_user(user)
profile.preferred_language = {language!r}
profile.save()
client = Client()
client.force_login(user)
# As after a code: the served site asks for the second factor like any other.
device, _new = TOTPDevice.objects.get_or_create(user=user, confirmed=True)
session = client.session
session[DEVICE_ID_SESSION_KEY] = device.persistent_id
session.save()
print(client.cookies["sessionid"].value)
"""


def manage(folder: Path, *arguments: str) -> str:
    """Run a command on the site that is served from a folder."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "guidance.settings.development",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "VAR_DIR": str(folder),
    }
    return run("manage.py", *arguments, environment=environment)


def sign_in(
    folder: Path, address: str, name: str, *groups: str, language: str = "en"
) -> dict[str, Any]:
    """The cookie of somebody in these groups; who is in none may do everything."""
    code = SIGN_IN.format(name=name, groups=list(groups), language=language)
    value = manage(folder, "shell", "--no-imports", "-v", "0", "-c", code).split()[-1]
    return {"name": "sessionid", "value": value, "url": address}
