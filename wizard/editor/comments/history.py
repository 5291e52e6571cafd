"""What the site history says of comments: who did what at which place, never what was written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from wizard.editor.comments.models import Comment

from .subjects import words

CREATE, REPLY, EDIT, DELETE = "create", "reply", "edit", "delete"
RESOLVE, REOPEN = "resolve", "reopen"
DONE: dict[str, tuple[Any, Any]] = {
    CREATE: (_("Comment on a version"), _("Commented on a version")),
    REPLY: (_("Reply to a comment"), pgettext_lazy("on a version", "Replied to a comment")),
    EDIT: (_("Edit a comment"), pgettext_lazy("on a version", "Edited a comment")),
    DELETE: (_("Delete a comment"), pgettext_lazy("on a version", "Deleted a comment")),
    RESOLVE: (_("Resolve a comment"), pgettext_lazy("on a version", "Resolved a comment")),
    REOPEN: (_("Reopen a comment"), pgettext_lazy("on a version", "Reopened a comment")),
}


class _Placed(LogFormatter):
    """An entry that says at which place."""

    def format_message(self, log_entry: Any) -> str:
        """What happened, and where."""
        about = log_entry.data.get("comment", {})
        return f"{self.message}: {words(about.get('place', ''), about.get('names', {}))}"


def register(actions: LogActionRegistry) -> None:
    """Tell Wagtail's log what our entries mean."""
    for action, (label, message) in DONE.items():
        formatter = type("Entry", (_Placed,), {"label": label, "message": message})
        actions.register_action(f"wizard.comment.{action}")(formatter)


def note(comment: Comment, action: str, user: Any) -> None:
    """Write an entry into the history of the version that the comment is on."""
    # The text is left out: what its author deletes is gone.
    first = comment.first
    about = {"id": comment.pk, "place": first.place, "names": first.place_names}
    log(comment.document, f"wizard.comment.{action}", user=user, data={"comment": about})
