"""What a review sends back: with a comment that says why, which whoever goes on with it reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm

REJECT = "reject"
"""What Wagtail calls it when a reviewer asks for changes."""


class SentBackForm(TaskStateCommentForm):
    """What a reviewer says who asks for changes."""

    comment = forms.CharField(
        label=_("Comment"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say in the comment what is to be changed.")},
    )


class SentBackMixin:
    """Of a view that asks a reviewer for a comment: nothing is sent back without one."""

    action_name: str

    def get_form_class(self) -> Any:
        """The task's own form, for whatever else is decided."""
        own = super().get_form_class()  # type: ignore[misc]
        return SentBackForm if self.action_name == REJECT else own
