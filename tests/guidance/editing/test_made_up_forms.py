"""Whatever an editor's address is asked or sent: no server error, whoever is signed in.

A hundred requests with each run of the tests; FUZZ=100000 for that many, FUZZ_SEED for others.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

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
# What Wagtail 8 itself does not read with care; each fails and changes nothing. A chooser that is
# sent a new record where none can be made, or no address of a link; a copy of a page without where
# to; an address to go on to that is a word; and numbers that are none.
WAGTAILS = re.compile(
    r"choose-external-link/$|choose/.*create/$|chosen-multiple/$|/copy/$|/tasks/enable/|/find/$"
)
ROLES = ("administrator", "translator-en", "provincial-editor")


def routes() -> list[tuple[str, Any]]:
    """Each address of the editors' side with its view, but those that are known to fail."""
    return [
        (route, view)
        for route, view in sorted(dict(views()).items())
        if route.startswith(ADMIN) and route not in FAILING and not WAGTAILS.search(route)
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
