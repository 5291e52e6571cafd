"""Only a superuser makes superusers and administrators, whatever form is sent wherever."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from guidance.accounts import roles
from guidance.accounts.privilege_escalation import over_accounts
from tests.guidance.accounts.authenticator import ADMIN, PASSWORD, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles_set_up")]


@pytest.fixture
def chief() -> User:
    return member(roles.ADMINISTRATOR)


@pytest.fixture
def by(client: Client, chief: User, boss: User) -> dict[str, Client]:
    """A browser of an administrator and one of a superuser."""
    browsers = {"administrator": client, "superuser": Client()}
    client.force_login(chief)
    browsers["superuser"].force_login(boss)
    return browsers


def group(key: str) -> Group:
    return Group.objects.get(role__key=key)


def user_form(name: str, *groups: Group, **more: Any) -> dict[str, Any]:
    return {
        "username": name,
        "email": f"{name}@example.org",
        "first_name": "An",
        "last_name": "Bình",
        "groups": [item.pk for item in groups],
        "is_active": "on",
        **more,
    }


def new_user_form(name: str, *groups: Group, **more: Any) -> dict[str, Any]:
    return user_form(name, *groups, **{"password1": PASSWORD, "password2": PASSWORD, **more})


def powers_of(user: User) -> tuple[bool, list[str]]:
    fresh = User.objects.get(pk=user.pk)
    keys = fresh.groups.order_by("role__key").values_list("role__key", flat=True)
    return fresh.is_superuser, list(keys)


@pytest.mark.parametrize(("sender", "is_raised"), [("administrator", False), ("superuser", True)])
def test_a_new_user_is_no_superuser(by: dict[str, Client], sender: str, is_raised: bool) -> None:
    form = new_user_form("mai", group(roles.EDITOR), is_superuser="on")

    by[sender].post(f"{ADMIN}users/new/", form)

    assert powers_of(User.objects.get(username="mai")) == (is_raised, [roles.EDITOR])


@pytest.mark.parametrize(("sender", "is_raised"), [("administrator", False), ("superuser", True)])
def test_a_user_is_not_raised(by: dict[str, Client], sender: str, is_raised: bool) -> None:
    user = member(roles.EDITOR)
    address = f"{ADMIN}users/edit/{user.pk}/"

    by[sender].post(address, user_form("mai", group(roles.LEGAL_REVIEWER), is_superuser="on"))
    assert powers_of(user) == (is_raised, [roles.LEGAL_REVIEWER])
    by[sender].post(address, user_form("mai", group(roles.ADMINISTRATOR)))

    assert powers_of(user)[1] == [roles.ADMINISTRATOR if is_raised else roles.LEGAL_REVIEWER]


def test_nobody_raises_themselves(by: dict[str, Client], chief: User) -> None:
    form = user_form("chief", group(roles.EDITOR), is_superuser="on", first_name="Chi")

    by["administrator"].post(f"{ADMIN}users/edit/{chief.pk}/", form)

    assert User.objects.get(pk=chief.pk).first_name == "Chi"
    # Nor loses what the form could not offer.
    assert powers_of(chief) == (False, [roles.ADMINISTRATOR, roles.EDITOR])


@pytest.mark.parametrize(("sender", "is_raised"), [("administrator", False), ("superuser", True)])
def test_many_users_are_not_raised(by: dict[str, Client], sender: str, is_raised: bool) -> None:
    user = member(roles.EDITOR)
    address = f"{ADMIN}bulk/auth/user/assign_role/?id={user.pk}"

    by[sender].post(address, {"role": group(roles.LEGAL_REVIEWER).pk})
    assert powers_of(user)[1] == [roles.EDITOR, roles.LEGAL_REVIEWER]
    by[sender].post(address, {"role": group(roles.ADMINISTRATOR).pk})

    assert (roles.ADMINISTRATOR in powers_of(user)[1]) == is_raised


def test_a_superusers_account_is_out_of_reach(by: dict[str, Client], boss: User) -> None:
    address = f"{ADMIN}users/edit/{boss.pk}/"
    before = User.objects.filter(pk=boss.pk).values().get()

    other = "another horse battery"
    taken = new_user_form("boss", password1=other, password2=other)
    assert by["administrator"].get(address).status_code == 302
    by["administrator"].post(address, taken)
    bulk = f"{ADMIN}bulk/auth/user/set_active_state/?id={boss.pk}"
    by["administrator"].post(bulk, {"mark_as_active": "False"})
    by["administrator"].post(f"{ADMIN}users/delete/{boss.pk}/")

    assert User.objects.filter(pk=boss.pk).values().get() == before
    copy = by["administrator"].get(f"{ADMIN}users/copy/{boss.pk}/", follow=True)
    assert copy.status_code == 404


def test_others_are_deactivated_together(by: dict[str, Client]) -> None:
    user = member(roles.EDITOR)
    bulk = f"{ADMIN}bulk/auth/user/set_active_state/?id={user.pk}"

    by["administrator"].post(bulk, {"mark_as_active": "False"})

    assert not User.objects.get(pk=user.pk).is_active


def group_form(name: str, *permissions: Permission) -> dict[str, Any]:
    """What the screen sends: its panels are empty."""
    kinds = ("page", "collection", "image", "document", "collection_mgmt")
    numbers = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    panels = {
        f"{kind}_permissions-{key}": value for kind in kinds for key, value in numbers.items()
    }
    return {"name": name, "permissions": [item.pk for item in permissions], **panels}


@pytest.mark.parametrize(("sender", "is_raised"), [("administrator", False), ("superuser", True)])
def test_no_other_group_becomes_as_powerful(
    by: dict[str, Client], sender: str, is_raised: bool
) -> None:
    """An administrator must not make a second group of administrators, nor enlarge one."""
    harmless = Permission.objects.get(codename="add_redirect")
    address = f"{ADMIN}groups/edit/{group(roles.EDITOR).pk}/"

    by[sender].post(address, group_form("Ban biên tập", harmless))
    assert group(roles.EDITOR).name == "Ban biên tập"
    assert harmless in group(roles.EDITOR).permissions.all()
    by[sender].post(address, group_form("Ban biên tập", *over_accounts()))
    by[sender].post(f"{ADMIN}groups/new/", group_form("Second", *over_accounts()))

    powerful = Group.objects.filter(permissions__in=over_accounts()).distinct()
    assert powerful.exclude(role__key=roles.ADMINISTRATOR).exists() == is_raised


def test_the_administrators_keep_their_power(by: dict[str, Client]) -> None:
    """The boxes an administrator is not offered are not thereby unticked."""
    admins = group(roles.ADMINISTRATOR)

    by["administrator"].post(f"{ADMIN}groups/edit/{admins.pk}/", group_form("Quản trị"))
    by["administrator"].post(f"{ADMIN}groups/delete/{admins.pk}/")

    admins.refresh_from_db()
    assert admins.name == "Quản trị"
    assert set(over_accounts()) <= set(admins.permissions.all())


def test_who_may_delete_groups_does_not_delete_the_administrators(
    by: dict[str, Client], chief: User
) -> None:
    chief.user_permissions.add(Permission.objects.get(codename="delete_group"))
    admins, editors = group(roles.ADMINISTRATOR), group(roles.EDITOR)

    for each in (admins, editors):
        by["administrator"].post(f"{ADMIN}groups/delete/{each.pk}/")

    assert Group.objects.filter(pk=admins.pk).exists()
    assert not Group.objects.filter(pk=editors.pk).exists()


def test_screens_offer_what_may_be_given(by: dict[str, Client]) -> None:
    user = member(roles.EDITOR)
    name = group(roles.ADMINISTRATOR).name

    shown = {
        sender: browser.get(f"{ADMIN}users/edit/{user.pk}/").content.decode()
        for sender, browser in by.items()
    }

    assert name not in shown["administrator"]
    assert name in shown["superuser"]
