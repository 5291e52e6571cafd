"""Letters with a link to choose a password: few an hour to one account, few from one sender."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views import account

from guidance.delivery.error_responses import TOO_MANY, reject
from guidance.delivery.rate_limit import HOUR, hit, hit_name, remaining

FROM_ONE_SENDER, TO_ONE_ACCOUNT = 10, 3


class ResetForm(PasswordResetForm):
    """Whoever asks too often for the same account gets the same answer, and no letter."""

    def get_users(self, email: str) -> Iterator[Any]:
        """The accounts of the address that have not had their letters yet."""
        for user in super().get_users(email):
            if hit_name("password-reset-of", str(user.pk), TO_ONE_ACCOUNT):
                yield user


class PasswordResetView(account.PasswordResetView):
    """Wagtail's page on which one asks for the letter."""

    def get_form_class(self) -> type[ResetForm]:
        """The form that counts."""
        return ResetForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a sender only so often."""
        if not hit(request, "password-reset", FROM_ONE_SENDER):
            return reject(request, TOO_MANY, wait=remaining(HOUR))
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        return response
