"""The panel beside the form in which a version is discussed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from wagtail.admin.ui.side_panels import BaseSidePanel, CommentsSidePanel

from wizard.drafts.models.versions import DatedVersion
from wizard.editor.comments.models import Comment

from .history import CREATE, DELETE, EDIT, REOPEN, REPLY, RESOLVE
from .permissions import may_comment, may_read
from .subjects import CommentablePlaces, element, words

HEADING = "discussion"
"""The id of the heading; an element named `comments` would stand in the way of Wagtail's script."""


def address(document: Any, name: str, *arguments: Any) -> str:
    """An address of a version."""
    names = document.snippet_viewset.get_url_name
    return reverse(names(name), args=[document.pk, *arguments])


@dataclass(frozen=True, slots=True)
class TextBox:
    """A form that takes a text; with what was refused, and why, if it was."""

    name: str
    url: str
    text: str = ""
    error: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as the reader sees it; the boxes are those that the reader may use."""

    comment: Comment
    where: str
    element: str
    is_gone: bool
    edit: TextBox | None
    delete_url: str
    turn_url: str = ""
    reply: TextBox | None = None
    replies: tuple[CommentView, ...] = ()


class Discussion:
    """All threads of a version, for one reader."""

    def __init__(self, document: DatedVersion, user: Any, refused: TextBox | None = None) -> None:
        """Know the reader, and a text that was sent but not taken."""
        self.document, self.user = document, user
        self.refused = refused
        self.places = CommentablePlaces(document)
        self.may_comment = may_comment(user, document)

    def threads(self) -> Iterator[CommentView]:
        """Each first comment with its replies."""
        comments = self.document.comments.filter(thread=None)
        people = ("author", "resolved_by")
        for comment in comments.select_related(*people).prefetch_related("replies__author"):
            yield self._shown(comment)

    def _shown(self, comment: Comment) -> CommentView:
        is_own = self.may_comment and comment.author_id == self.user.pk
        edit = self._box(EDIT, comment, comment.text) if is_own else None
        delete_url = self._url(comment, DELETE)
        if comment.thread_id:
            return CommentView(comment, "", "", is_gone=False, edit=edit, delete_url=delete_url)
        return CommentView(
            comment,
            words(comment.place, comment.place_names),
            element(comment.place),
            is_gone=comment.place not in self.places,
            edit=edit,
            delete_url=delete_url,
            turn_url=self._url(comment, REOPEN if comment.resolved_at else RESOLVE),
            reply=self._box(REPLY, comment) if self.may_comment else None,
            replies=tuple(map(self._shown, comment.replies.all())),
        )

    def _url(self, comment: Comment, action: str) -> str:
        return address(self.document, "comment", comment.pk, action)

    def _box(self, action: str, comment: Comment, text: str = "") -> TextBox:
        return self._known(TextBox(f"{action}-{comment.pk}", self._url(comment, action), text))

    def _known(self, box: TextBox) -> TextBox:
        """The box with the text that was refused in it, if it was this one."""
        sent = self.refused
        if sent is None or sent.name != box.name:
            return box
        return replace(sent, url=box.url)

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        threads = list(self.threads())
        still_open = [shown for shown in threads if shown.comment.resolved_at is None]
        box = self._known(TextBox(CREATE, address(self.document, "comments")))
        return {
            "document": self.document,
            "open": still_open,
            "resolved": [shown for shown in threads if shown.comment.resolved_at],
            "count": len(still_open),
            "heading": HEADING,
            "box": box if self.may_comment else None,
            "choices": list(self.places.choices()),
            "edit_url": address(self.document, "edit"),
        }


class VersionCommentsPanel(BaseSidePanel):
    """The discussion beside the form; empty as long as the version was never saved."""

    class SidePanelToggle(CommentsSidePanel.SidePanelToggle):
        """Counts what is open."""

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """Show the number, if there is any."""
            document = self.panel.object
            count = document.open_comments() if document.pk else 0
            return {**super().get_context_data(parent_context), "count": count}

    # By Wagtail's own name, its script and style for pages would take hold of it.
    name = "version-comments"
    title = CommentsSidePanel.title
    template_name = "wizard/admin/comments_panel.html"
    order = CommentsSidePanel.order

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Show the threads as they are now."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        if not self.object.pk:
            return context
        discussion = Discussion(self.object, self.request.user)
        return {**context, **discussion.context(), **sending(self.request, self.object)}


def sending(request: HttpRequest, document: DatedVersion) -> Mapping[str, Any]:
    """What each form sends besides its text: the token, and where to come back to."""
    back = address(document, "edit")
    return {"csrf_token": get_token(request), "next": back if request.path == back else ""}


class CommentsPanelMixin:
    """Puts the discussion beside the form of a view."""

    request: HttpRequest

    def get_side_panels(self) -> Any:
        """Add it after the state of the version."""
        panels = super().get_side_panels()  # type: ignore[misc]
        # When Wagtail saves by itself it draws all panels anew: what is half written would go.
        if not getattr(self, "expects_json_response", False):
            document = self.form.instance  # type: ignore[attr-defined]
            if not document.pk or may_read(self.request.user, document):
                panels.insert(1, VersionCommentsPanel(document, self.request))
        return panels
