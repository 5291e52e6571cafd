"""Who may publish proves it twice, whatever door the session came through."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from guidance.accounts import roles
from guidance.accounts.second_factor import is_required_for
from tests.guidance.accounts.authenticator import (
    ADMIN,
    CODE,
    LOGIN,
    PASSWORD,
    SET_UP,
    assert_closed,
    code_of,
    enrol,
    give_password,
    is_inside,
    member,
    sign_in,
)
from tests.guidance.accounts.authenticator import set_up as set_up_authenticator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor")]


# --- Who needs one ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "needed"),
    [
        (roles.EDITOR, False),
        ("translator-en", False),
        (roles.LEGAL_REVIEWER, True),
        (roles.PROVINCIAL_EDITOR, True),
        (roles.ADMINISTRATOR, True),
    ],
)
def test_publishing_roles_need_one(roles_set_up: None, key: str, needed: bool) -> None:
    assert is_required_for(member(key)) is needed


@pytest.mark.parametrize("codename", ["publish_page", "publish_rulesetdocument", "change_user"])
def test_so_does_whoever_has_such_a_power_by_another_group(codename: str) -> None:
    user = User.objects.create_user("odd", password=PASSWORD)
    assert not is_required_for(user)

    user.user_permissions.add(Permission.objects.get(codename=codename))

    assert is_required_for(user)


def test_an_editor_signs_in_with_a_password(client: Client, roles_set_up: None) -> None:
    give_password(client, member(roles.EDITOR))

    assert is_inside(client)


# --- Setting it up ------------------------------------------------------------------------------


def test_nothing_opens_before_it_is_set_up(client: Client, boss: User) -> None:
    give_password(client, boss)

    assert_closed(client)
    asked = client.get(ADMIN, follow=True)
    assert asked.redirect_chain[-1][0].startswith(SET_UP)


def test_setting_up_opens_the_admin_and_gives_recovery_codes(client: Client, boss: User) -> None:
    give_password(client, boss)

    shown = set_up_authenticator(client)

    codes = list(StaticToken.objects.filter(device__user=boss).values_list("token", flat=True))
    assert len(codes) == 10
    assert all(code in shown.content.decode() for code in codes)
    assert is_inside(client)
    assert not any(code in client.get(CODE).content.decode() for code in codes)


def test_a_wrong_code_sets_nothing_up(client: Client, boss: User) -> None:
    give_password(client, boss)
    client.get(SET_UP)

    client.post(SET_UP, {"code": "12345x"})

    assert_closed(client)
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_a_password_alone_does_not_replace_an_authenticator(client: Client, boss: User) -> None:
    device = enrol(boss)
    give_password(client, boss)

    assert client.get(SET_UP)["Location"] == CODE
    assert client.post(SET_UP, {"code": "000000"})["Location"] == CODE
    assert list(TOTPDevice.objects.all()) == [device]
    assert client.post(f"{CODE}codes/").status_code in (302, 403)
    assert client.post(f"{CODE}remove/").status_code in (302, 403)
    assert TOTPDevice.objects.filter(pk=device.pk).exists()


def test_a_new_authenticator_ends_the_old_one(client: Client, boss: User) -> None:
    sign_in(client, boss)
    old = TOTPDevice.objects.get(user=boss)

    set_up_authenticator(client)

    assert TOTPDevice.objects.get(user=boss, confirmed=True).bin_key != old.bin_key
    thief = Client()
    give_password(thief, boss)
    thief.post(CODE, {"code": f"{totp(old.bin_key):06d}"})
    assert_closed(thief)
    assert is_inside(client)


# --- Every way round ------------------------------------------------------------------------------


def test_password_and_code_open_the_admin(client: Client, boss: User) -> None:
    enrol(boss)
    give_password(client, boss)
    assert_closed(client)

    answer = client.post(CODE, {"code": code_of(boss), "next": f"{ADMIN}users/"})

    assert answer["Location"] == f"{ADMIN}users/"
    assert is_inside(client)


@pytest.mark.parametrize("is_first", [True, False], ids=["set up", "given"])
def test_who_knew_the_session_before_the_code_is_not_let_in_with_it(
    client: Client, boss: User, is_first: bool
) -> None:
    if not is_first:
        enrol(boss)
    give_password(client, boss)
    thief = Client()
    thief.cookies = client.cookies.copy()

    if is_first:
        set_up_authenticator(client)
    else:
        client.post(CODE, {"code": code_of(boss)})

    assert is_inside(client)
    assert_closed(thief)


def test_what_a_page_asks_by_itself_is_refused_and_not_led_to_the_code(
    client: Client, boss: User
) -> None:
    enrol(boss)
    give_password(client, boss)
    background = {"X-Requested-With": "XMLHttpRequest"}

    assert client.get(f"{ADMIN}users/", headers=background).status_code == 403
    assert client.get(f"{ADMIN}users/").status_code == 302


def test_a_code_works_once(client: Client, boss: User) -> None:
    enrol(boss)
    code = code_of(boss)
    give_password(client, boss)
    client.post(CODE, {"code": code})
    thief = Client()
    give_password(thief, boss)

    thief.post(CODE, {"code": code})

    assert_closed(thief)


def test_after_the_code_nobody_is_sent_to_another_site(client: Client, boss: User) -> None:
    enrol(boss)
    give_password(client, boss)

    answer = client.post(CODE, {"code": code_of(boss), "next": "https://evil.example/"})

    assert answer["Location"] == ADMIN


def test_a_session_made_by_any_other_means_is_closed_too(client: Client, boss: User) -> None:
    client.force_login(boss)

    assert_closed(client)


def test_the_sign_in_page_for_private_pages_opens_nothing(client: Client, boss: User) -> None:
    enrol(boss)

    client.post("/vi/_util/login/", {"username": "boss", "password": PASSWORD, "next": ADMIN})

    assert_closed(client)


def test_a_new_password_by_e_mail_opens_nothing(client: Client, boss: User) -> None:
    enrol(boss)
    token = default_token_generator.make_token(boss)
    uid = urlsafe_base64_encode(force_bytes(boss.pk))
    form = client.get(f"{ADMIN}password_reset/confirm/{uid}/{token}/", follow=True)
    new = "another horse battery"

    client.post(form.request["PATH_INFO"], {"new_password1": new, "new_password2": new})

    assert User.objects.get(pk=boss.pk).check_password(new)
    assert_closed(client)
    give_password(client, boss, new)
    assert_closed(client)


def test_taking_the_authenticator_away_closes_open_sessions(client: Client, boss: User) -> None:
    device = enrol(boss)
    give_password(client, boss)
    client.post(CODE, {"code": code_of(boss)})
    assert is_inside(client)

    device.delete()

    assert_closed(client)


def test_another_users_authenticator_does_not_serve(client: Client, boss: User) -> None:
    other = User.objects.create_superuser("other", password=PASSWORD)
    enrol(boss)
    enrol(other)
    give_password(client, boss)

    client.post(CODE, {"code": code_of(other)})

    assert_closed(client)


def test_a_role_given_later_closes_an_open_session(client: Client, roles_set_up: None) -> None:
    user = member(roles.EDITOR)
    give_password(client, user)
    assert is_inside(client)

    user.groups.add(Group.objects.get(role__key=roles.LEGAL_REVIEWER))

    assert_closed(client)


def test_whoever_set_one_up_unasked_is_asked_for_it(client: Client, roles_set_up: None) -> None:
    user = member(roles.EDITOR)
    enrol(user)

    give_password(client, user)

    assert_closed(client)


def test_with_a_password_alone_public_pages_see_a_visitor(
    client: Client, boss: User, content: None
) -> None:
    give_password(client, boss)

    page = client.get("/vi/")

    assert page.status_code == 200
    assert "wagtail-userbar" not in page.content.decode()


def test_no_door_remembers_anybody(client: Client, boss: User) -> None:
    page = client.get(LOGIN).content.decode()

    give_password(client, boss, remember="on")

    assert 'name="remember"' not in page
    assert client.session.get_expire_at_browser_close()
