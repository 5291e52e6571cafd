"""What can be done to comments: each either happens wholly, or is refused with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.drafts.models.versions import DatedVersion
from wizard.editor.comments.models import MOST_COMMENTS, Comment

from .forms import CommentForm, ReplyForm
from .history import CREATE, DELETE, EDIT, REOPEN, REPLY, RESOLVE, note
from .panel import HEADING, TextBox
from .subjects import CommentablePlaces


class ActionRefused(Exception):  # noqa: N818 - no error: an answer
    """What was sent is not taken: why, and the box in which the text stays."""

    def __init__(self, message: Any, box: TextBox | None = None) -> None:
        """Keep the box."""
        super().__init__(str(message))
        self.box = box


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What happened to which comment, in words, and the element to go on from."""

    action: str
    comment: Comment
    said: str
    focus: str


def create(document: DatedVersion, user: Any, data: Mapping[str, str]) -> ActionResult:
    """Begin a thread at a place."""
    places = CommentablePlaces(document)
    form = CommentForm(data, places)
    text = _text(form, CREATE, data)
    place = form.cleaned_data["place"]
    comment = Comment(document=document, place=place, place_names=places.names(place), text=text)
    _refuse_too_many(document, CREATE, data)
    return _written(comment, user, CREATE, _("Your comment was added."))


def act(
    document: DatedVersion, pk: int, action: str, user: Any, data: Mapping[str, str]
) -> ActionResult:
    """Do something to one comment of a version."""
    comment = document.comments.filter(pk=pk).select_related("thread").first()
    if comment is None:
        message = _("This comment is not on this version, or somebody has deleted it.")
        # What was written to it is offered as a comment of its own.
        raise ActionRefused(message, _box(CREATE, data, message) if data.get("text") else None)
    comment.document = document
    if action in (EDIT, DELETE) and comment.author_id != user.pk:
        raise ActionRefused(_("Only its author may change or delete a comment."))
    done: ActionResult = ACTIONS[action](comment, user, data)
    return done


def _reply(comment: Comment, user: Any, data: Mapping[str, str]) -> ActionResult:
    first = comment.first
    name = f"{REPLY}-{first.pk}"
    text = _text(ReplyForm(data), name, data)
    document: Any = comment.document
    _refuse_too_many(document, name, data)
    if first.resolved_at:
        # Somebody resolved it while this was being written: there is more to say.
        _turn(first, None)
        note(first, REOPEN, user)
    reply = Comment(document=document, thread=first, text=text)
    return _written(reply, user, REPLY, _("Your reply was added."))


def _written(comment: Comment, user: Any, action: str, said: str) -> ActionResult:
    comment.author = user
    comment.save()
    note(comment, action, user)
    return ActionResult(action, comment, said, f"comment-{comment.pk}")


def _edit(comment: Comment, user: Any, data: Mapping[str, str]) -> ActionResult:
    text = _text(ReplyForm(data), f"{EDIT}-{comment.pk}", data)
    if text != comment.text:
        comment.text, comment.edited_at = text, timezone.now()
        comment.save(update_fields=["text", "edited_at"])
        note(comment, EDIT, user)
    return ActionResult(EDIT, comment, _("Your comment was changed."), f"comment-{comment.pk}")


def _delete(comment: Comment, user: Any, _data: Mapping[str, str]) -> ActionResult:
    if comment.replies.exclude(author=user).exists():
        raise ActionRefused(
            _("Others have replied to this comment. Resolve it instead of deleting it.")
        )
    focus = f"comment-{comment.thread_id}" if comment.thread_id else HEADING
    note(comment, DELETE, user)
    comment.delete()
    return ActionResult(DELETE, comment, _("Your comment was deleted."), focus)


def _resolve(comment: Comment, user: Any, _data: Mapping[str, str]) -> ActionResult:
    first = comment.first
    if first.resolved_at is None:
        _turn(first, user)
        note(first, RESOLVE, user)
    return ActionResult(RESOLVE, first, _("The comment is resolved; it is kept below."), HEADING)


def _reopen(comment: Comment, user: Any, _data: Mapping[str, str]) -> ActionResult:
    first = comment.first
    if first.resolved_at:
        _turn(first, None)
        note(first, REOPEN, user)
    return ActionResult(REOPEN, first, _("The comment is open again."), f"comment-{first.pk}")


def _turn(first: Comment, resolver: Any) -> None:
    """Resolve a thread by somebody, or open it again."""
    first.resolved_by = resolver
    first.resolved_at = timezone.now() if resolver else None
    # Its text may be changed by its author at this very moment.
    first.save(update_fields=["resolved_at", "resolved_by"])


ACTIONS = {REPLY: _reply, EDIT: _edit, DELETE: _delete, RESOLVE: _resolve, REOPEN: _reopen}


def _text(form: ReplyForm, name: str, data: Mapping[str, str]) -> str:
    """The text, if all of the form is in order."""
    if not form.is_valid():
        reason = str(next(iter(form.errors.values()))[0])
        raise ActionRefused(reason, _box(name, data, reason))
    text: str = form.cleaned_data["text"]
    return text


def _refuse_too_many(document: DatedVersion, name: str, data: Mapping[str, str]) -> None:
    if document.comments.count() >= MOST_COMMENTS:
        words = _("This version has %(most)d comments and takes no more. Delete some first.")
        reason = words % {"most": MOST_COMMENTS}
        raise ActionRefused(reason, _box(name, data, reason))


def _box(name: str, data: Mapping[str, str], reason: str) -> TextBox:
    return TextBox(name, "", data.get("text", ""), reason, data.get("place", ""))
