"""Whatever an editor's address is asked or sent: no server error, whoever is signed in.

A hundred requests with each run of the tests; FUZZ=100000 for that many, FUZZ_SEED for others.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from wagtail.models import Page, Task
from wagtail.users.models import UserProfile

from guidance.accounts import roles
from tests.guidance.accounts.admin_objects import filled, make_objects, make_people
from tests.guidance.accounts.test_admin_matrix import FAILING
from tests.guidance.delivery.requests_made_up import VALUES
from tests.guidance.delivery.routes import ADMIN, views

pytestmark = pytest.mark.usefixtures("content", "db")
HOW_MANY = int(os.environ.get("FUZZ") or 100)
SEED = int(os.environ.get("FUZZ_SEED") or 15)
# What lists, choosers and forms of the editors' side read.
KEYS = (
    "p", "q", "ordering", "order_by", "export", "locale", "collection_id", "tag", "page_type",
    "format", "next", "id", "days", "date_from", "language", "kind", "mode", "title", "slug",
    "body-count", "body-0-type", "body-0-value", "comments-TOTAL_FORMS", "comments-INITIAL_FORMS",
    "document", "terms-TOTAL_FORMS", "go_live_at", "expire_at", "action-publish", "action-submit",
    "action-workflow-action", "workflow-action-name", "file", "parent", "target", "version", "day",
    "content", "destination", "confirm", "name", "email", "groups", "usage", "object_id", "user",
)  # fmt: skip
# What Wagtail 8 itself does not read with care: a number that is none, a field or a
# form that is not there, an address to go on to that is a word.
MISREAD: list[tuple[str, str, dict[str, str]]] = [
    ("GET", "choose-page/chosen-multiple/?id=x", {}),
    ("GET", "images/chooser/chosen-multiple/?id=x", {}),
    ("GET", "api/main/pages/find/?id=x", {}),
    ("POST", "choose-external-link/", {}),
    ("POST", "pages/{page}/copy/", {}),
    ("POST", "pages/{page}/copy/", {"new_parent_page": "x"}),
    ("POST", "pages/{page}/copy/", {"new_parent_page": "999999"}),
    ("POST", "redirects/import/process/", {}),
    ("POST", "snippets/choose/guidance/legalsource/create/", {}),
    ("POST", "workflows/tasks/enable/{task}/", {"next": "word"}),
]
ROLES = ("administrator", "translator-en", "provincial-editor")


def routes() -> list[tuple[str, Any]]:
    """Each address of the editors' side with its view, but those that are known to fail."""
    return [
        (route, view)
        for route, view in sorted(dict(views()).items())
        if route.startswith(ADMIN) and route not in FAILING
    ]


def requests(chance: random.Random, objects: Any) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Method, address and fields: in turn asked, and sent with nothing or with something."""
    everywhere = routes()
    for _number in range(HOW_MANY):
        route, view = chance.choice(everywhere)
        address = filled(route, view, objects)
        if chance.random() < 0.2:
            word = quote(chance.choice(VALUES)[:200], errors="surrogatepass", safe="")
            address = address.replace(str(objects["page_id"].pk), word)
        count = chance.choice((0, 1, 3, 8))
        fields = {chance.choice(KEYS): chance.choice(VALUES)[:3000] for _one in range(count)}
        yield chance.choice(("GET", "POST", "POST", "HEAD")), address, fields


def test_no_form_of_the_editors_breaks(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    people = make_people()
    objects, wrong = make_objects(User.objects.get(username="somebody")), []
    for method, address, fields in requests(chance, objects):
        client = Client(raise_request_exception=False)
        client.force_login(people[chance.choice(ROLES)])
        query = "&".join(
            f"{key}={quote(text, errors='surrogatepass')}" for key, text in fields.items()
        )
        kind = "application/x-www-form-urlencoded"
        sent = ("", query) if method == "POST" else (query, "")
        with transaction.atomic():
            answer = client.generic(method, address, sent[1], kind, QUERY_STRING=sent[0])
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            wrong.append((answer.status_code, method, address, fields))
    assert not wrong, f"{len(wrong)} of {HOW_MANY}: {wrong[:5]}"


@pytest.mark.parametrize(("method", "address", "fields"), MISREAD)
def test_what_a_package_cannot_read_is_a_bad_request_and_told_to_the_operator(
    method: str, address: str, fields: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    roles.setup_roles()
    task = Task.objects.create(name="a", active=False)
    page = Page.objects.get(slug="glossary", locale__language_code="en")
    user = User.objects.create_superuser("root", password=None)
    UserProfile.objects.create(user=user, preferred_language="vi")
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    client.force_login(user)
    pages = Page.objects.count()

    place = ADMIN + address.format(page=page.pk, task=task.pk)
    answer = client.get(place) if method == "GET" else client.post(place, fields)

    assert answer.status_code == 400
    assert "Chưa có gì thay đổi." in answer.content.decode()
    assert Page.objects.count() == pages
    # Undone with the rest.
    assert not Task.objects.get(pk=task.pk).active
    (told,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert told.exc_info
    assert told.name == "guidance.delivery.misread"
