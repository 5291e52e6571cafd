"""Letters to those whom a comment concerns, if their account says that they want them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.admin.mail import EmailNotificationMixin, Notifier
from wagtail.models import Revision

from wizard.editor.comments.models import Comment

from .panel import address
from .permissions import may_read

logger = logging.getLogger(__name__)


class CommentNotifier(EmailNotificationMixin, Notifier):
    """Writes in each receiver's language, as Wagtail does about comments on pages."""

    # Names the preference in a user's account.
    notification = "updated_comments"
    template_directory = "wizard/mail/"

    def get_recipient_users(self, comment: Comment, **about: Any) -> Iterable[Any]:
        """Those in the thread, those who wrote or submitted the version; not who did it."""
        first, document = comment.first, _version(comment)
        thread = Comment.objects.filter(Q(pk=first.pk) | Q(thread=first))
        known = {
            *thread.values_list("author", flat=True),
            *Revision.objects.for_instance(document).values_list("user", flat=True),
            *document.workflow_states.values_list("requested_by", flat=True),
        }
        users = get_user_model().objects.filter(pk__in=known - {None, about["user"].pk})
        return [user for user in users if may_read(user, document)]

    def get_context(self, comment: Comment, **about: Any) -> dict[str, Any]:
        """What happened to the comment, by whom, and where to answer."""
        document = _version(comment)
        return {
            **super().get_context(comment),
            "comment": comment,
            "document": document,
            "actor": about["user"],
            "action": about["action"],
            "address": f"{address(document, 'edit')}#comment-{comment.pk}",
        }


def _version(comment: Comment) -> Any:
    return comment.document


_tell = CommentNotifier((Comment,))


def tell(comment: Comment, action: str, user: Any) -> None:
    """Send the letters; a mail server that is away keeps nobody from commenting."""
    try:
        _tell(comment, action=action, user=user)
    except OSError:
        logger.exception("Nobody was told of comment %s", comment.pk)
