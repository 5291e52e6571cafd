"""Who reaches which address of the editors' side: compared with a table that was looked over.

`MATRIX=write` writes the table anew: read every changed line before you commit it. An address
without a line fails. What a role does there is tested where it is made.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from pytest_django.fixtures import Settings

from tests.guidance.accounts.admin_objects import filled, make_objects, make_people
from tests.guidance.delivery.routes import ADMIN, views

pytestmark = pytest.mark.usefixtures("content", "db")
TABLE = Path(__file__).with_name("admin_matrix.csv")
NOBODY = "nobody"
# Wagtail's own page to try what a server error looks like.
FAILING = [f"{ADMIN}failwhale/"]
LOGIN = f"{ADMIN}login/"


@pytest.fixture
def people(settings: Settings, tmp_path: Path) -> dict[str, User | None]:
    """A visitor, and somebody in each role."""
    settings.MEDIA_ROOT = tmp_path
    return {NOBODY: None, **make_people()}


@pytest.fixture(autouse=True)
def _unrendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is let in is known before the page is made, which takes most of the time."""
    monkeypatch.setattr(SimpleTemplateResponse, "render", lambda response: response)
    monkeypatch.setattr(SimpleTemplateResponse, "content", b"")


def outcome(response: Any) -> str:
    """What an answer means for whoever asked."""
    place = response.headers.get("Location", "")
    if place.startswith(f"/{settings.LANGUAGE_CODE}{ADMIN}"):
        # What is not found is looked for below a language.
        return "404"
    if place.startswith(LOGIN):
        return "sign in"
    if response.status_code == 403 or place == ADMIN:
        return "refused"
    return str(response.status_code)


def ask(client: Client, address: str) -> str:
    """The outcome of looking at an address, or where it only takes something, of sending nothing.

    Whatever it changes is undone.
    """
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.get(address)
        if response.status_code == 405:
            response = client.post(address)
        transaction.set_rollback(True)
    # Signing out is among what is undone.
    client.cookies = cookies
    return outcome(response)


def found(people: dict[str, User | None]) -> Iterator[dict[str, str]]:
    """A line for each address."""
    objects = make_objects(User.objects.get(username="somebody"))
    clients = {}
    for name, person in people.items():
        clients[name] = Client(raise_request_exception=False)
        if person:
            clients[name].force_login(person)
    for route, view in sorted(dict(views()).items()):
        if route.startswith(ADMIN):
            address = filled(route, view, objects)
            yield {"address": route, **{who: ask(clients[who], address) for who in clients}}


def test_each_role_reaches_what_the_table_says(people: dict[str, User | None]) -> None:
    lines = list(found(people))

    if os.environ.get("MATRIX") == "write":
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, lines[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)
    with TABLE.open(encoding="utf-8", newline="") as file:
        expected = {line["address"]: line for line in csv.DictReader(file)}
    wrong = [
        f"{line['address']}: {line}, not {expected.get(line['address'], 'in the table')}"
        for line in lines
        if line != expected.get(line["address"])
    ]
    assert not wrong, "\n".join(wrong)
    assert not set(expected) - {line["address"] for line in lines}
    failing = [line["address"] for line in lines if any("500" in cell for cell in line.values())]
    assert failing == FAILING
