"""The first administrator, and accounts that exist for trying things only."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from guidance.accounts import roles
from guidance.accounts.second_factor import is_required_for
from guidance.models import DemoAccount
from tests.guidance.accounts.authenticator import (
    ADMIN,
    assert_closed,
    give_password,
    is_inside,
    set_up,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor")]


def created(name: str = "chief") -> str:
    """What the command prints about a new administrator."""
    output = io.StringIO()
    call_command("create_administrator", name=name, email="chief@example.org", stdout=output)
    return output.getvalue()


def path_of_link(printed: str) -> str:
    """The link without the host."""
    return "/" + printed.split("://")[1].split("/", 1)[1].strip()


def test_the_first_administrator_chooses_a_password_once(client: Client) -> None:
    address = path_of_link(created())
    assert not User.objects.get(username="chief").has_usable_password()
    form = client.get(address, follow=True)
    weak = {"new_password1": "Passw0rd!", "new_password2": "Passw0rd!"}
    assert client.post(form.request["PATH_INFO"], weak).status_code == 200
    strong = {"new_password1": "right horse battery", "new_password2": "right horse battery"}

    assert client.post(form.request["PATH_INFO"], strong).status_code == 302

    chief = User.objects.get(username="chief")
    assert roles.has_role(chief, roles.ADMINISTRATOR)
    give_password(client, chief)
    assert_closed(client)
    set_up(client)
    assert is_inside(client)
    assert b"new_password1" not in Client().get(address, follow=True).content


def test_nobody_is_made_administrator_by_a_name_that_exists() -> None:
    User.objects.create_user("chief", password="right horse battery")

    with pytest.raises(CommandError, match="exists"):
        created()

    assert not User.objects.get(username="chief").groups.exists()


@pytest.mark.parametrize(("name", "email"), [("a b", "x@example.org"), ("ann", "nowhere")])
def test_bad_names_and_addresses_are_refused(name: str, email: str) -> None:
    with pytest.raises(CommandError):
        call_command("create_administrator", name=name, email=email, stdout=io.StringIO())

    assert not User.objects.exists()


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> str:
    """Demo accounts as `make run` makes them; their password."""
    settings.DEMO_ACCOUNTS, settings.VAR_DIR = True, tmp_path
    roles.setup_roles()
    call_command("demo_accounts", stdout=io.StringIO())
    return (tmp_path / "demo-password").read_text()


def test_each_role_has_a_demo_account_that_opens_here(client: Client, demo: str) -> None:
    for key in roles.role_keys():
        user = User.objects.get(username=f"demo-{key}")
        # What the page of one's own account asks for.
        assert (user.first_name, user.email) == ("Demo", f"demo-{key}@example.org")
        assert user.last_name
        assert roles.has_role(user, key)
        give_password(client, user, demo)
        assert is_inside(client), key
        client.post(f"{ADMIN}logout/")


def test_the_password_is_told_to_this_user_only(demo: str, tmp_path: Path) -> None:
    notice = tmp_path / "demo-accounts.txt"

    assert demo in notice.read_text()
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    call_command("demo_accounts", stdout=io.StringIO())
    assert demo in notice.read_text()
    assert DemoAccount.objects.count() == len(roles.role_keys())


def test_they_do_not_open_from_another_machine(client: Client, demo: str) -> None:
    user = User.objects.get(username="demo-administrator")

    give_password(client, user, demo, REMOTE_ADDR="192.0.2.7")
    assert "_auth_user_id" not in client.session
    give_password(client, user, demo, headers={"x-forwarded-for": "192.0.2.7"})
    assert "_auth_user_id" not in client.session

    give_password(client, user, demo)
    assert is_inside(client)
    elsewhere = client.get(ADMIN, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_production_refuses_them(client: Client, demo: str, settings: Settings) -> None:
    user = User.objects.get(username="demo-editor")
    give_password(client, user, demo)
    assert is_inside(client)
    settings.DEMO_ACCOUNTS = False

    assert_closed(client)
    give_password(client, user, demo)
    assert_closed(client)
    assert is_required_for(User.objects.get(username="demo-administrator"))
    assert "guidance.E001" in {problem.id for problem in run_checks(databases=["default"])}

    call_command("demo_accounts", remove=True, stdout=io.StringIO())

    assert not User.objects.filter(username__startswith="demo-").exists()
    assert not {problem.id for problem in run_checks(databases=["default"])} & {"guidance.E001"}
