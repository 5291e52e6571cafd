"""A form of the editors' side that lacks what belongs in it is shown again: no error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from wagtail.models import Page, get_page_models

from guidance.accounts import roles
from guidance.models import AnnouncementPage, BasePage

pytestmark = pytest.mark.usefixtures("content", "db")
EMPTY: tuple[dict[str, str], ...] = (
    {},
    {"action-publish": ""},
    {"action-submit": ""},
    {"title": "", "slug": ""},
    {"body-count": "x", "body-0-type": "nothing"},
    {"body-count": "1"},
)


@pytest.fixture(params=["translator-en", "administrator"])
def member(request: pytest.FixtureRequest, client: Client) -> Client:
    """Somebody who may do the least with a page, and somebody who may do everything."""
    roles.setup_roles()
    user = User.objects.create_user("somebody", password=None)
    user.groups.add(Group.objects.get(role__key=request.param))
    client.force_login(user)
    return client


def kinds() -> list[type[BasePage]]:
    return [kind for kind in get_page_models() if issubclass(kind, BasePage)]


def test_an_empty_form_of_every_kind_of_page(member: Client) -> None:
    member.raise_request_exception = False
    wrong = []
    for kind in kinds():
        page = kind.objects.filter(locale__language_code="en").first()
        if page is None:
            continue
        parent = page.get_parent()
        addresses = [
            f"/admin/pages/{page.pk}/edit/",
            f"/admin/pages/add/guidance/{kind._meta.model_name}/{parent.pk}/",
        ]
        for address in addresses:
            for sent in EMPTY:
                answer = member.post(address, sent)
                if answer.status_code >= 500:
                    wrong.append((address, sent, answer.status_code))
        assert Page.objects.get(pk=page.pk).title == page.title
    assert not wrong, f"{len(wrong)}: {wrong[:4]}"


def rich(*entities: object, text: str = "word", kind: str = "unstyled") -> str:
    """A rich text as its editor sends it, with what is said of its first letters."""
    block = {
        "key": "a",
        "text": text,
        "type": kind,
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": at, "offset": 0, "length": 2} for at in range(len(entities))],
    }
    return json.dumps({"blocks": [block], "entityMap": dict(enumerate(entities))})


def link(data: object, kind: object = "LINK") -> dict[str, object]:
    return {"type": kind, "mutability": "MUTABLE", "data": data}


# A rich text that no editor makes.
ODD_TEXTS = (
    "", "[]", "1", "true", '"a"', "9" * 4400, "-1e999", "NaN", "[" * 5000, "{", "\0",
    '{"blocks": [1], "entityMap": {}}', '{"blocks": [null], "entityMap": null}',
    '{"blocks": "a", "entityMap": {}}', rich(link(None)), rich(link(1)), rich(link([])),
    rich(link({})), rich(link({"id": "x"})), rich(link({"id": []})), rich(link({"id": 9**99})),
    rich(link({"url": 1})), rich(link({"id": True})), rich(link({"id": "x"}, "IMAGE")),
    rich(link({"id": "x"}, "DOCUMENT")), rich(link({"url": 1}, "EMBED")), rich(link({}, [])),
    rich(1), rich(text="a\0b"), rich(text="\ud800"), rich(kind="atomic"),
)  # fmt: skip


def test_a_rich_text_that_no_editor_makes(client: Client, pages: dict[Any, Page]) -> None:
    client.force_login(User.objects.create_superuser("root", password=None))
    client.raise_request_exception = False
    page = AnnouncementPage(title="New", published_on="2026-11-30")
    pages["vi", "announcements"].add_child(instance=page)
    edit, wrong = f"/admin/pages/{page.pk}/edit/", []
    for text in ODD_TEXTS:
        sent = {
            "title": "New",
            "slug": "new",
            "published_on": "2026-11-30",
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "text",
            "body-0-id": "",
            "body-0-value-html": text,
            "body-0-value-sources": "",
            "related-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "",
        }
        with transaction.atomic():
            answers = {"sent": client.post(edit, sent)}
            if answers["sent"].status_code == 302:
                answers["edited again"] = client.get(edit)
                answers["read"] = client.get(page.url)
            transaction.set_rollback(True)
        wrong += [
            (text[:80], what, answer.status_code)
            for what, answer in answers.items()
            if answer.status_code >= 500
        ]
    assert not wrong, f"{len(wrong)}: {wrong}"
    # What is in order is taken.
    assert client.post(edit, {**sent, "body-0-value-html": rich()}).status_code == 302
