"""What a review sends back: with a comment that says why, which whoever goes on with it reads."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm

REJECT = "reject"
"""What Wagtail calls it when a reviewer asks for changes."""


class SentBackForm(TaskStateCommentForm):
    """What a reviewer says who asks for changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for what Wagtail only offers."""
        super().__init__(*args, **kwargs)
        comment = self.fields["comment"]
        comment.required = True
        comment.error_messages["required"] = _("Say in the comment what is to be changed.")


class SentBackMixin:
    """Of a view that asks a reviewer for a comment: nothing is sent back without one."""

    action_name: str

    def get_form_class(self) -> Any:
        """The task's own form, for whatever else is decided."""
        own = super().get_form_class()  # type: ignore[misc]
        return SentBackForm if self.action_name == REJECT else own
