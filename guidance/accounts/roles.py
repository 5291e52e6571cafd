"""The roles as groups: set up again at any time, without undoing what an administrator changed.

    setup_roles()                    makes what is missing (`manage.py setup_roles`, and each load)
    has_role(user, LEGAL_REVIEWER)   whether a user is in a role's group
    locality_of(user)                the locality of a provincial editor, or None

Groups are data, so their names are the same in every language: Vietnamese, then English. They may
be renamed; a role is recognised by `Role.key`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import get_resolver
from wagtail import hooks

from guidance.accounts import role_permissions
from guidance.accounts.grants import give
from guidance.accounts.role_permissions import (
    ADMINISTRATOR,
    EDITOR,
    LEGAL_REVIEWER,
    PROVINCIAL_EDITOR,
    Grant,
    language_of,
    translator,
)
from guidance.models import Locality, ProvincialEditor, Role

__all__ = [
    "ADMINISTRATOR",
    "EDITOR",
    "LEGAL_REVIEWER",
    "PROVINCIAL_EDITOR",
    "group_of",
    "has_role",
    "language_of",
    "locality_of",
    "own_locality",
    "role_keys",
    "setup_roles",
    "translator",
]

NAMES = {
    EDITOR: "Biên tập viên (Editor)",
    LEGAL_REVIEWER: "Thẩm định pháp lý (Legal reviewer)",
    PROVINCIAL_EDITOR: "Biên tập viên địa phương (Provincial editor)",
    ADMINISTRATOR: "Quản trị viên (Administrator)",
}
# What Wagtail's own migrations make; nobody is in them and nothing here uses them.
DEFAULT_GROUPS = ("Editors", "Moderators")


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def role_keys() -> list[str]:
    """The key of every role, a translator's role for each language included."""
    return [*NAMES, *(translator(language) for language in _languages())]


def setup_roles() -> list[str]:
    """Make missing groups and give each what it was never given; return what was given anew."""
    with transaction.atomic():
        if not Role.objects.exists():
            Group.objects.filter(name__in=DEFAULT_GROUPS, user__isnull=True).delete()
        return [name for key in role_keys() for name in _set_up(key)]


def _set_up(key: str) -> Iterator[str]:
    role = Role.objects.select_related("group").filter(key=key).first()
    if role is None:
        group, _made = Group.objects.get_or_create(name=_name(key))
        role = Role.objects.create(key=key, group=group)
    if role.group is None:
        # An administrator deleted the group.
        return
    wanted = dict.fromkeys(grant for grant in _grants(key) if str(grant) not in role.given)
    fresh = [str(grant) for grant in give(role.group, wanted)]
    if fresh:
        role.given = [*role.given, *fresh]
        role.save()
    yield from (f"{key}: {name}" for name in fresh)


def _name(key: str) -> str:
    language = language_of(key)
    own_name = dict(settings.LANGUAGES).get(language, language)
    return NAMES.get(key) or f"Biên dịch viên, {own_name} (Translator)"


def _grants(key: str) -> list[Grant]:
    languages = _languages()
    tables: dict[str, Callable[[], list[Grant]]] = {
        EDITOR: lambda: role_permissions.of_editor(languages),
        LEGAL_REVIEWER: lambda: role_permissions.of_legal_reviewer(languages),
        PROVINCIAL_EDITOR: role_permissions.of_provincial_editor,
        ADMINISTRATOR: lambda: role_permissions.of_administrator(languages, _registered()),
    }
    return tables[key]() if key in tables else role_permissions.of_translator(language_of(key))


def _registered() -> list[str]:
    """Every permission that the admin offers when a group is edited."""
    # Viewsets say which permissions they offer when the addresses are read, and not before.
    get_resolver().url_patterns  # noqa: B018
    offered = Permission.objects.none()
    for register in hooks.get_hooks("register_permissions"):
        offered = offered | register()
    names = offered.values_list("content_type__app_label", "codename").order_by("pk").distinct()
    return [f"{app}.{codename}" for app, codename in names]


def group_of(key: str) -> Group | None:
    """The group that stands for a role, unless an administrator deleted it."""
    return Group.objects.filter(role__key=key).first()


def has_role(user: Any, *keys: str) -> bool:
    """Whether an active user is in the group of one of these roles."""
    if not user.is_active:
        return False
    return bool(user.groups.filter(role__key__in=keys).exists())


def locality_of(user: Any) -> Locality | None:
    """The locality of a provincial editor; None for everybody else."""
    if not has_role(user, PROVINCIAL_EDITOR):
        return None
    record = ProvincialEditor.objects.filter(user=user).select_related("locality").first()
    return record.locality if record else None


def own_locality(user: Any) -> Locality:
    """The locality of a provincial editor; refused to everybody who has none."""
    locality = locality_of(user)
    if locality is None:
        raise PermissionDenied
    return locality
