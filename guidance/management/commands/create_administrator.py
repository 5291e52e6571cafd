"""Makes an administrator, who chooses the password behind a link that works once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from guidance.accounts.roles import ADMINISTRATOR, group_of, setup_roles


class Command(BaseCommand):
    """There is no default password, and none on the command line: it would stay in the history."""

    help = "Makes an administrator and prints a link with which to choose the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for what is not given here."""
        parser.add_argument("--name", help="name to sign in with")
        parser.add_argument("--email", help="where to write to")

    def handle(self, **options: Any) -> None:
        """Make the account, or give a new link to one that has no password yet."""
        name = options["name"] or input("Name to sign in with: ").strip()
        email = options["email"] or input("E-mail address: ").strip()
        setup_roles()
        user = prepare_account(name, email)
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        self.stdout.write(f"Administrator “{name}”. Choose the password here; the link works once,")
        self.stdout.write(f"for {hours} hours. The first sign-in then sets up the second factor.")
        if not settings.SITE_URL:
            self.stdout.write(
                "SITE_URL is not set: put the address you reach the site by in front."
            )
        self.stdout.write(link(user))


def prepare_account(name: str, email: str) -> Any:
    """The account in the administrators' group; raise CommandError if it is somebody's already."""
    users = get_user_model().objects
    group = group_of(ADMINISTRATOR)
    if group is None:
        msg = "The administrators' group was deleted. Use createsuperuser."
        raise CommandError(msg)
    user = users.filter(username=name).first() or users.model(username=name)
    if user.pk and user.has_usable_password():
        raise CommandError(f"“{name}” exists and has a password.")
    user.email = email
    user.set_unusable_password()
    try:
        validate_email(email)
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    user.save()
    user.groups.add(group)
    return user


def link(user: Any) -> str:
    """Where the user chooses a password, once."""
    parts = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    address = reverse("wagtailadmin_password_reset_confirm", kwargs=parts)
    return f"{settings.WAGTAILADMIN_BASE_URL}{address}"
