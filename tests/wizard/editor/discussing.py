"""What tests of comments share: people in their roles, and what a browser sends."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from guidance.accounts.roles import group_of
from wizard.models import Comment

SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def somebody(name: str, role: str = "", language: str = "en") -> Client:
    """The browser of somebody in a role, who reads a language."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "a-pass-word")
    if role:
        user.groups.add(group_of(role))
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    client = Client()
    client.force_login(user)
    return client


def place_of(document: Any, section: str, key: str) -> str:
    """The place of an entry."""
    entries = document.entries()[section]
    return f"{section}.{next(item['id'] for item in entries if item['value'].get('key') == key)}"


def address(document: Any, *parts: Any) -> str:
    """The address of the comments on a version, or of one of them."""
    kind = document._meta.model_name
    tail = "".join(f"{part}/" for part in parts)
    return f"/admin/snippets/wizard/{kind}/comments/{document.pk}/{tail}"


def comment(
    client: Client, document: Any, text: str = "Which article?", place: str = ""
) -> Comment:
    """Comment as the form does; give what is kept."""
    response = client.post(address(document), {"text": text, "place": place})
    assert response.status_code == 302, response.content.decode()
    kept = Comment.objects.latest("pk")
    assert response["Location"] == f"{address(document)}#comment-{kept.pk}"
    return kept


def act(client: Client, on: Comment, action: str, text: str = "", **headers: str) -> Any:
    """Do something with a comment, as its form does."""
    data = {"text": text} if text else {}
    return client.post(address(on.document, on.pk, action), data, **headers)


def history(document: Any) -> list[ModelLogEntry]:
    """What the site history says of the comments, oldest first."""
    entries = ModelLogEntry.objects.for_instance(document)
    return list(entries.filter(action__startswith="wizard.comment.").order_by("timestamp", "pk"))


def said(response: Any) -> str:
    """The last message on the page that is shown at the end."""
    return str(list(response.context["messages"])[-1])


def state() -> list[Any]:
    """All comments as they stand, to be compared."""
    return list(Comment.objects.values_list("pk", "text", "resolved_at", "author"))
