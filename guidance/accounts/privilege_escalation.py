"""Power over accounts comes from superusers alone: nobody raises anybody, or themselves, to it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import GroupForm, UserCreationForm, UserEditForm

from guidance.accounts.role_permissions import ADMINISTRATOR
from guidance.accounts.second_factor import ACCOUNTS

SUPERUSERS_ONLY = _("Only a superuser may give or take this.")


def over_accounts() -> QuerySet[Permission]:
    """The permissions with which one may become anybody."""
    return Permission.objects.filter(content_type__app_label="auth", codename__in=ACCOUNTS)


def powerful_groups() -> QuerySet[Group]:
    """The administrators, and whatever other group has been given as much."""
    powers = Q(role__key=ADMINISTRATOR) | Q(permissions__in=over_accounts())
    return Group.objects.filter(powers).distinct()


class _WithinOwnPower:
    """A form for users that offers no more than its sender may give."""

    fields: Any
    cleaned_data: Any
    instance: User

    def __init__(self, *args: Any, acting: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_bounded = not acting.is_superuser
        if "is_superuser" in self.fields:
            # Wagtail says "Administrator", which is the name of a role here.
            self.fields["is_superuser"].label = _("Superuser")
        if self.is_bounded:
            if "is_superuser" in self.fields:
                # What is sent for a disabled field is not read.
                self.fields["is_superuser"].disabled = True
                self.fields["is_superuser"].help_text = SUPERUSERS_ONLY
            self.fields["groups"].queryset = Group.objects.exclude(pk__in=powerful_groups())

    def clean_groups(self) -> Any:
        """Leave a user the groups that the sender could not choose."""
        chosen = self.cleaned_data["groups"]
        if not self.is_bounded or self.instance.pk is None:
            return chosen
        kept = Q(user=self.instance, pk__in=powerful_groups())
        return Group.objects.filter(Q(pk__in=chosen) | kept).distinct()


class BoundedUserCreationForm(_WithinOwnPower, UserCreationForm):
    """A new user."""


class BoundedUserEditForm(_WithinOwnPower, UserEditForm):
    """A user that exists."""


class BoundedGroupForm(GroupForm):
    """A group; whoever is no superuser neither gives it power over accounts nor takes it."""

    registered_permissions: QuerySet[Permission]

    def __init__(self, *args: Any, acting: User, **kwargs: Any) -> None:
        """Offer what the sender may give; Wagtail keeps what is not offered as it is."""
        super().__init__(*args, **kwargs)
        if not acting.is_superuser:
            offered = self.registered_permissions.exclude(pk__in=over_accounts())
            self.registered_permissions = offered
            self.fields["permissions"].queryset = offered.select_related("content_type")
