"""Makes, or removes, one account a role to try things with on this machine."""

from __future__ import annotations

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction

from guidance.accounts.roles import PROVINCIAL_EDITOR, group_of, role_keys
from guidance.models import DemoAccount, Locality, ProvincialEditor

PASSWORD_FILE, NOTICE_FILE = "demo-password", "demo-accounts.txt"
NOTICE = """
  *** DEMO ACCOUNTS, for this machine alone: they open from nowhere else; production refuses them.
  *** Password of all: {password}      No second factor is asked of them.
  ***   {names}
  *** Without them: DEMO_ACCOUNTS=0 make run
"""


class Command(BaseCommand):
    """One password for all of them, drawn by lot for each installation."""

    help = "Makes demo accounts where settings allow them, and removes them everywhere else."
    # Where they are refused, the checks stop every command but the one that mends it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Allow to remove them also where they may be."""
        parser.add_argument("--remove", action="store_true", help="remove all demo accounts")

    def handle(self, **options: object) -> None:
        """Make or remove them, and the note that the server prints."""
        if options["remove"] or not settings.DEMO_ACCOUNTS:
            removed = remove()
            self.stdout.write(f"  {removed} demo accounts removed" if removed else "  none")
            return
        password = read_password()
        keys = [key for key in role_keys() if group_of(key)]
        with transaction.atomic():
            make_missing(keys, password)
        names = [f"demo-{key}" for key in keys]
        notice = NOTICE.format(password=password, names=", ".join(names))
        write_private(settings.VAR_DIR / NOTICE_FILE, notice)
        self.stdout.write(f"  {len(names)} demo accounts; the server prints their password")


def make_missing(keys: list[str], password: str) -> None:
    """Make the accounts that are not there; the password, being the same, is hashed once."""
    users = get_user_model().objects
    there = {user.get_username(): user for user in users.filter(demo_account__isnull=False)}
    if there and not any(user.check_password(password) for user in list(there.values())[:1]):
        # The file was deleted: nobody knows the old password.
        users.filter(demo_account__isnull=False).update(password=make_password(password))
    missing = [key for key in keys if f"demo-{key}" not in there]
    hashed = make_password(password) if missing else ""
    for key in keys:
        group = Group.objects.get(role__key=key)
        # Without name and address the page of one's own account keeps nothing, no language either.
        named = {"first_name": "Demo", "last_name": group.name, "email": f"demo-{key}@example.org"}
        if key not in missing:
            users.filter(username=f"demo-{key}", email="").update(**named)
            continue
        user = users.create(username=f"demo-{key}", password=hashed, **named)
        DemoAccount.objects.create(user=user)
        user.groups.add(group)
        locality = Locality.objects.first()
        if key == PROVINCIAL_EDITOR and locality:
            ProvincialEditor.objects.create(user=user, locality=locality)


def remove() -> int:
    """Remove every demo account and what is written about them."""
    for name in (PASSWORD_FILE, NOTICE_FILE):
        (settings.VAR_DIR / name).unlink(missing_ok=True)
    users = get_user_model().objects.filter(demo_account__isnull=False)
    count = users.count()
    users.delete()
    return count


def read_password() -> str:
    """The password of this installation; drawn on first use."""
    path = settings.VAR_DIR / PASSWORD_FILE
    if not path.exists():
        write_private(path, secrets.token_hex(8))
    return path.read_text(encoding="utf-8").strip()


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user may read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
