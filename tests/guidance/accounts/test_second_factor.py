"""Who may publish proves it twice, whatever door the session came through."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import (
    Collection,
    DraftStateMixin,
    GroupApprovalTask,
    GroupCollectionPermission,
    Page,
)

from guidance.accounts import roles
from guidance.accounts.second_factor import is_public_at_once, is_required_for
from guidance.delivery.public_records import readers_see
from guidance.models import Locality, ProvincialEditor
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
        # Saves sources, terms, localities and pictures, which readers see at once.
        (roles.EDITOR, True),
        ("translator-en", False),
        (roles.LEGAL_REVIEWER, True),
        (roles.ADMINISTRATOR, True),
    ],
)
def test_roles_that_change_what_readers_see_need_one(
    roles_set_up: None, key: str, needed: bool
) -> None:
    assert is_required_for(member(key)) is needed


@pytest.mark.parametrize(
    "codename",
    [
        "publish_page",
        "publish_rulesetdocument",
        "delete_rulesetdocument",
        "change_user",
        "change_locality",
        "add_glossaryterm",
        "change_legalsource",
        "add_searchpromotion",
        "change_redirect",
        "change_site",
        "change_image",
    ],
)
def test_so_does_whoever_has_such_a_power_by_another_group(codename: str) -> None:
    user = User.objects.create_user("odd", password=PASSWORD)
    assert not is_required_for(user)

    user.user_permissions.add(Permission.objects.get(codename=codename))

    assert is_required_for(user)


@pytest.mark.parametrize(
    "codename",
    ["change_rulesetdocument", "view_locality", "change_feedback", "add_comment", "choose_image"],
)
def test_whoever_only_reads_or_drafts_needs_none(codename: str) -> None:
    user = User.objects.create_user("odd", password=PASSWORD)

    user.user_permissions.add(*Permission.objects.filter(codename=codename))

    assert not is_required_for(user)


def test_so_does_whoever_may_only_approve_or_keep_files_or_a_locality(roles_set_up: None) -> None:
    group = Group.objects.create(name="odd")
    users = [User.objects.create_user(name) for name in ("approver", "files", "department")]
    users[0].groups.add(group)
    users[1].groups.add(Group.objects.create(name="files"))
    assert not any(map(is_required_for, users))

    GroupApprovalTask.objects.create(name="odd").groups.add(group)
    GroupCollectionPermission.objects.create(
        group=users[1].groups.get(),
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="change_image"),
    )
    place = Locality.objects.create(slug="a-a", code="X1", name={"vi": "A"})
    ProvincialEditor.objects.create(user=users[2], locality=place)

    assert all(map(is_required_for, users))


def test_every_kind_of_record_that_readers_see_is_held(roles_set_up: None) -> None:
    """A kind that somebody adds later counts without being named anywhere."""
    for model in apps.get_models():
        if not readers_see(model) or issubclass(model, Page) or not model._meta.managed:
            continue
        power = Permission.objects.filter(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            codename__startswith="change_",
        ).first()
        if power is not None and not issubclass(model, DraftStateMixin):
            assert is_public_at_once(power), power


def test_a_translator_signs_in_with_a_password(client: Client, roles_set_up: None) -> None:
    give_password(client, member("translator-en"))

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
    user = member("translator-en")
    give_password(client, user)
    assert is_inside(client)

    user.groups.add(Group.objects.get(role__key=roles.LEGAL_REVIEWER))

    assert_closed(client)


def test_whoever_set_one_up_unasked_is_asked_for_it(client: Client, roles_set_up: None) -> None:
    user = member("translator-en")
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
