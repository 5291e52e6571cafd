"""A form of the editors' side that lacks what belongs in it is shown again: no error."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.models import Page, get_page_models

from guidance.accounts import roles
from guidance.models import BasePage

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
