"""Registers accounts with the editors' side; `guidance.wagtail_hooks` imports it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from guidance.accounts import audit, viewsets
from guidance.accounts.urls import urlpatterns
from guidance.models import ProvincialEditor


class ProvincialEditorViewSet(ModelViewSet):
    """Which locality each provincial editor keeps: for whoever manages users."""

    model = ProvincialEditor
    icon = "site"
    menu_label = gettext_lazy("Provincial editors")
    menu_order = 610
    add_to_settings_menu = True
    copy_view_enabled = False
    form_fields = ["user", "locality"]
    list_display = ["user", "locality"]


@hooks.register("register_admin_viewset")
def register_provincial_editors() -> ModelViewSet:
    """Users and their localities."""
    return ProvincialEditorViewSet("provincial_editors", url_prefix="provincial-editors")


@hooks.register("register_admin_urls")
def register_second_factor() -> list[URLPattern]:
    """The pages of the second factor."""
    return urlpatterns


@hooks.register("register_log_actions")
def register_entries(actions: LogActionRegistry) -> None:
    """What the log says of accounts."""
    audit.register(actions)


@hooks.register("before_bulk_action")
def refuse_bulk_action(
    request: HttpRequest, _action: str, chosen: Sequence[Any], view: Any
) -> None:
    """Nobody gives to many users what only a superuser may give to one."""
    viewsets.refuse_bulk_action(request, chosen, view)


@hooks.register("register_account_menu_item")
def register_account_item(_request: HttpRequest) -> dict[str, str]:
    """The way from an editor's own account to the second factor."""
    return {
        "url": reverse("second_factor"),
        "label": _("Second factor"),
        "help_text": _("Set up or change the authenticator that your sign-in asks for."),
    }


@hooks.register("register_user_listing_buttons")
def register_reset(user: Any, request_user: Any) -> Iterator[Button]:
    """Help for a user who lost the authenticator."""
    if user != request_user:
        url = reverse("second_factor_reset", args=[user.pk])
        yield Button(_("Reset second factor"), url, icon_name="key", priority=40)
