"""Who works on the site: the roles as they were set up, and the locality of a provincial editor."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidance.models.localities import Locality


class Role(models.Model):
    """Which group stands for a role, and what setting up has given it so far.

    What an administrator takes away is therefore not given again, and a group may be renamed.
    """

    key = models.CharField(_("key"), max_length=40, unique=True)
    group = models.OneToOneField(
        Group, on_delete=models.SET_NULL, null=True, related_name="role", verbose_name=_("group")
    )
    given = models.JSONField(_("given so far"), default=list)

    class Meta:
        """By key."""

        ordering: ClassVar[list[str]] = ["key"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        """Name the role by its key."""
        return self.key


class ProvincialEditor(models.Model):
    """The one locality that a provincial editor keeps true."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="provincial_editor",
        verbose_name=_("user"),
    )
    locality = models.ForeignKey(
        Locality,
        on_delete=models.PROTECT,
        related_name="provincial_editors",
        verbose_name=_("locality"),
    )

    class Meta:
        """In the order of the localities."""

        ordering: ClassVar[list[str]] = ["locality", "user"]
        verbose_name = _("provincial editor")
        verbose_name_plural = _("provincial editors")

    def __str__(self) -> str:
        """Name the user and the locality."""
        return f"{self.user}: {self.locality}"


class DemoAccount(models.Model):
    """Marks a user that was made to try things with; production refuses it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="demo_account",
        verbose_name=_("user"),
    )

    class Meta:
        """By user."""

        ordering: ClassVar[list[str]] = ["user"]
        verbose_name = _("demo account")
        verbose_name_plural = _("demo accounts")

    def __str__(self) -> str:
        """Name the user."""
        return str(self.user)
