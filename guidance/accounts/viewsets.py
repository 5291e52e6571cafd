"""The screens for users and groups: nobody gives there what only a superuser may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.users.views import groups, users

from guidance.accounts.privilege_escalation import (
    BoundedGroupForm,
    BoundedUserCreationForm,
    BoundedUserEditForm,
    powerful_groups,
)
from guidance.models.lists import YesNoFilter


class _Acting:
    """Tells the form who sends it."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who is signed in."""
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        return {**kwargs, "acting": self.request.user}


class UserCreateView(_Acting, users.CreateView):
    """Adds a user."""


class UserEditView(_Acting, users.EditView):
    """Edits a user: whoever sets a superuser's password or address would become one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse before anything is shown."""
        refuse_superusers(request, [self.object])
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class GroupCreateView(_Acting, groups.CreateView):
    """Adds a group."""


class GroupEditView(_Acting, groups.EditView):
    """Edits a group."""


class GroupDeleteView(groups.DeleteView):
    """Deletes a group."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave the administrators to superusers."""
        is_powerful = powerful_groups().filter(pk=self.kwargs["pk"]).exists()
        if is_powerful and not _is_superuser(request):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class UserFilterSet(users.UserFilterSet):
    """Wagtail's filters, which say yes or no where they are in force."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One of them Wagtail makes here as well."""
        super().__init__(*args, **kwargs)
        for name in ("is_active", "is_superuser"):
            label = self.filters[name].label
            self.filters[name] = YesNoFilter(field_name=name, label=label)


class BoundedUserViewSet(users.UserViewSet):
    """Wagtail's screens for users."""

    filterset_class = UserFilterSet
    add_view_class = UserCreateView
    edit_view_class = UserEditView
    # A copy would be a form that knows nothing of all this; nobody needs one.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        """The form, by what is done."""
        return BoundedUserEditForm if for_update else BoundedUserCreationForm


class BoundedGroupViewSet(groups.GroupViewSet):
    """Wagtail's screens for groups."""

    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView

    def get_form_class(self, for_update: bool = False) -> type:  # noqa: ARG002 - Wagtail's name
        """One form for both."""
        return BoundedGroupForm


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def refuse_superusers(request: HttpRequest, chosen: Sequence[Any]) -> None:
    """Raise when somebody who is no superuser lays hands on one."""
    if not _is_superuser(request) and any(user.is_superuser for user in chosen):
        raise PermissionDenied


def refuse_bulk_action(request: HttpRequest, chosen: Sequence[Any], view: Any) -> None:
    """Hold many users at once to what holds for one."""
    users_chosen = [item for item in chosen if isinstance(item, User)]
    refuse_superusers(request, users_chosen)
    form = getattr(view, "cleaned_form", None)
    role: Group | None = form.cleaned_data.get("role") if form else None
    if role and not _is_superuser(request) and powerful_groups().filter(pk=role.pk).exists():
        raise PermissionDenied
