"""Who needs a second factor, and the devices and codes that are one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import DraftStateMixin, GroupApprovalTask, GroupPagePermission, Page

from guidance.accounts.demo import is_demo
from guidance.delivery.public_records import readers_see
from guidance.models import ProvincialEditor

RECOVERY_CODES = 10
DIGITS = 6
# Whoever may change accounts may become anybody.
ACCOUNTS = ("add_user", "change_user", "add_group", "change_group")
SAVES = ("add", "change", "delete")


def must_verify(user: Any) -> bool:
    """Whether a password alone opens nothing for this user."""
    return has_second_factor(user) or is_required_for(user)


def is_required_for(user: Any) -> bool:
    """Whether anything the user does is public at once, and it is no demo account."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    if settings.DEMO_ACCOUNTS and is_demo(user):
        return False
    return user.is_superuser or _changes_what_readers_see(user)


def _changes_what_readers_see(user: Any) -> bool:
    """Whether any group, also one that an administrator made, lets the user do so, or give that.

    Worked out from what may be done, so that a new kind of record, or a new role, counts by itself.
    """
    theirs = Permission.objects.filter(Q(group__user=user) | Q(user=user)).distinct()
    in_collections = Permission.objects.filter(groupcollectionpermission__group__user=user)
    return (
        any(map(is_public_at_once, theirs.select_related("content_type")))
        or any(map(is_public_at_once, in_collections.select_related("content_type")))
        or GroupPagePermission.objects.filter(
            group__user=user, permission__codename__in=("publish_page", "bulk_delete_page")
        ).exists()
        # Approving the last task of a workflow publishes.
        or GroupApprovalTask.objects.filter(active=True, groups__user=user).exists()
        # What a department saves of its locality.
        or ProvincialEditor.objects.filter(user=user).exists()
    )


def is_public_at_once(permission: Permission) -> bool:
    """Whether readers see what is done by a permission without anybody looking at it before."""
    codename = permission.codename
    action = codename.partition("_")[0]
    if action == "publish" or codename in ACCOUNTS:
        return True
    model = permission.content_type.model_class()
    # Of pages, what groups may do on parts of the tree counts, not this.
    if action not in SAVES or not model or issubclass(model, Page) or not readers_see(model):
        return False
    # What is saved as a draft waits for somebody who may publish; what is deleted does not.
    return action == "delete" or not issubclass(model, DraftStateMixin)


def has_second_factor(user: Any) -> bool:
    """Whether an authenticator was set up and confirmed with a code."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def unconfirmed_device(user: Any) -> TOTPDevice:
    """The authenticator being set up: the same key until a code confirms it."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=user, name="TOTP", confirmed=False)


def verified_device(user: Any, code: str) -> Any:
    """The authenticator or recovery codes that a code belongs to; None if it is wrong.

    Each device waits longer after each wrong code, and takes no code twice.
    """
    model = TOTPDevice if len(code) == DIGITS and code.isdecimal() else StaticDevice
    device = model.objects.filter(user=user, confirmed=True).first()
    return device and verify_token(user, device.persistent_id, code)


def confirm(device: TOTPDevice, code: str) -> bool:
    """Put an authenticator in the place of the earlier one, if its code is right."""
    if not verify_token(device.user, device.persistent_id, code):
        return False
    with transaction.atomic():
        TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    device.refresh_from_db()
    return True


def new_recovery_codes(user: Any) -> list[str]:
    """Codes that each work once; earlier ones work no more."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="Recovery codes")
        codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def recovery_codes_left(user: Any) -> int:
    """How many have not been used."""
    return int(StaticToken.objects.filter(device__user=user).count())


def remove(user: Any) -> bool:
    """Forget every authenticator and code; say whether there was one."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        removed, _kinds = TOTPDevice.objects.filter(user=user).delete()
    return removed > 0
