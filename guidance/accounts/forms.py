"""The forms with which editors prove who they are."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm


class SignInForm(LoginForm):
    """Name and password; nobody is remembered beyond the session."""

    remember = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the password, which Wagtail leaves without a label in the reader's language."""
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


class CodeForm(forms.Form):
    """Six digits of an authenticator, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=24,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> Any:
        """Take the code without the spaces and hyphens that people put in."""
        return re.sub(r"[\s\-]", "", self.cleaned_data["code"]).lower()
