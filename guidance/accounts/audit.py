"""What happens to accounts, written into Wagtail's own log; no address of anybody is kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.cache import cache
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, get_active_log_context, log
from wagtail.models import GroupPagePermission

from guidance.models import ProvincialEditor

ACTIONS = {
    "guidance.account.signed_in": (_("Sign in"), _("Signed in")),
    "guidance.account.failed": (_("Failed sign-in"), _("A wrong password was given")),
    "guidance.account.roles": (_("Change roles"), _("The roles were changed")),
    "guidance.account.locality": (_("Change locality"), _("The locality was changed")),
    "guidance.group.powers": (_("Change powers"), _("What the group may do was changed")),
    "guidance.second_factor.given": (_("Give second factor"), _("The second factor was given")),
    "guidance.second_factor.wrong": (_("Wrong code"), _("A wrong code was given")),
    "guidance.second_factor.set_up": (
        _("Set up second factor"),
        _("A second factor was set up"),
    ),
    "guidance.second_factor.codes": (_("New recovery codes"), _("Recovery codes were made")),
    "guidance.second_factor.removed": (
        _("Remove second factor"),
        _("The second factor was removed"),
    ),
    "guidance.second_factor.reset": (
        _("Reset second factor"),
        _("An administrator removed the second factor"),
    ),
}
CHANGES = {
    "post_add": _("Added:"),
    "post_remove": _("Removed:"),
    "post_clear": _("All removed"),
}
# Guessing must not fill the log: so often, at most, a failure of one account is written down.
FAILURE_SECONDS = 60


class _Detailed(LogFormatter):
    """An entry that says what exactly was changed."""

    def format_message(self, log_entry: Any) -> str:
        """What happened, and what was added or removed, by name."""
        change = CHANGES.get(log_entry.data.get("change", ""), "")
        names = ", ".join(str(name) for name in log_entry.data.get("names", ()))
        detail = " ".join(part for part in (str(change), names) if part)
        return f"{self.message}. {detail}" if detail else str(self.message)


def register(actions: LogActionRegistry) -> None:
    """Tell Wagtail's log what our entries mean."""
    for action, (label, message) in ACTIONS.items():
        formatter = type("Entry", (_Detailed,), {"label": label, "message": message})
        actions.register_action(action)(formatter)


def log_event(subject: Any, action: str, *, by: Any = None, **data: Any) -> None:
    """Write an entry about an account or a group; by its own user unless somebody else is named."""
    is_user = isinstance(subject, get_user_model())
    # Inside the admin, Wagtail knows who is acting.
    actor = by or (subject if is_user and action.startswith("guidance.second_factor") else None)
    log(instance=subject, action=action, user=actor, data=data or None)


def signed_in(user: Any, **_event: Any) -> None:
    """Note a sign-in."""
    log_event(user, "guidance.account.signed_in", by=user)


def failed(credentials: dict[str, Any], **event: Any) -> None:
    """Note a wrong password for an account that exists; who gave it is not known."""
    if event.get("sender") == "guidance.accounts.views":
        return
    user = get_user_model().objects.filter(username=credentials.get("username") or "").first()
    if user and cache.add(f"failed-sign-in:{user.pk}", 1, timeout=FAILURE_SECONDS):
        log_event(user, "guidance.account.failed")


def roles_changed(
    instance: Any, action: str, reverse: bool, pk_set: Collection[int] | None, **_event: Any
) -> None:
    """Note who was given or lost which role."""
    if not action.startswith("post_"):
        return
    if reverse and pk_set:
        # Many users were given one role: it stands in the history of each.
        for user in get_user_model().objects.filter(pk__in=pk_set):
            log_event(user, "guidance.account.roles", change=action, names=[str(instance)])
        return
    names = [str(group) for group in Group.objects.filter(pk__in=pk_set or ())]
    log_event(instance, "guidance.account.roles", change=action, names=names)


def powers_changed(
    instance: Any, action: str, reverse: bool, pk_set: Collection[int] | None, **_event: Any
) -> None:
    """Note what a group was given or lost by somebody; setting up the roles is nobody's doing."""
    if not action.startswith("post_") or reverse or not get_active_log_context().user:
        return
    found = Permission.objects.filter(pk__in=pk_set or ())
    names = sorted(found.values_list("codename", flat=True))
    log_event(instance, "guidance.group.powers", change=action, names=names)


def page_power_changed(instance: GroupPagePermission, **event: Any) -> None:
    """Note a power over pages that somebody gave a group or took from it."""
    if not get_active_log_context().user:
        return
    change = "post_add" if "created" in event else "post_remove"
    name = f"{instance.permission.codename} {instance.page_id}"
    log_event(instance.group, "guidance.group.powers", change=change, names=[name])


def locality_changed(instance: ProvincialEditor, **_event: Any) -> None:
    """Note which locality a user now keeps."""
    log_event(instance.user, "guidance.account.locality", names=[instance.locality.slug])


def connect() -> None:
    """Listen to sign-ins and to changes of users and groups."""
    user = get_user_model()
    user_logged_in.connect(signed_in, dispatch_uid="guidance.audit.signed_in")
    user_login_failed.connect(failed, dispatch_uid="guidance.audit.failed")
    m2m_changed.connect(roles_changed, user.groups.through, dispatch_uid="guidance.audit.roles")
    m2m_changed.connect(
        powers_changed, Group.permissions.through, dispatch_uid="guidance.audit.powers"
    )
    for name, event in {"given": post_save, "taken": post_delete}.items():
        event.connect(
            page_power_changed, GroupPagePermission, dispatch_uid=f"guidance.audit.pages.{name}"
        )
        event.connect(
            locality_changed, ProvincialEditor, dispatch_uid=f"guidance.audit.locality.{name}"
        )
