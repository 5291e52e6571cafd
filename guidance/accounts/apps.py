"""Wagtail's users and groups, with our views in the place of its own."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    """Asks who gives a power, where Wagtail asks only who may edit users."""

    user_viewset = "guidance.accounts.viewsets.BoundedUserViewSet"
    group_viewset = "guidance.accounts.viewsets.BoundedGroupViewSet"
