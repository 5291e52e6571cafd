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
from django.template.response import SimpleTemplateResponse
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import Image
from wagtail.models import Page, Task
from wagtail.users.models import UserProfile
from wagtail_localize.models import OverridableSegment, Translation

from guidance.accounts import roles
from tests.guidance.accounts.admin_objects import filled, make_objects, make_people
from tests.guidance.accounts.test_admin_matrix import FAILING
from tests.guidance.delivery.requests_made_up import VALUES
from tests.guidance.delivery.routes import ADMIN, views

pytestmark = pytest.mark.usefixtures("content", "db")
# In the place of fields: what is sent instead of a form.
JSON = ""
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
    "answer", "comment", "refuse", "rows", "value", "redirect_link", "old_path",
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
    # A word in the address, where a package reads a key.
    ("GET", "snippets/choose/guidance/legalsource/chosen/a/", {}),
    ("GET", "documents/chooser/chosen/1.0/", {}),
    ("GET", "images/chooser/chosen/0x1/", {}),
    # What is sent as JSON, and is of another kind, or nested without end.
    ("PATCH", "dismissibles/", {JSON: "1"}),
    ("PATCH", "dismissibles/", {JSON: "null"}),
    ("PATCH", "dismissibles/", {JSON: "[" * 5000}),
    ("POST", "api/main/pages/{page}/action/copy/", {JSON: "[" * 20_000}),
    ("PUT", "localize/translate/{translation}/strings/{text}/edit/", {JSON: "[" * 5000}),
    ("PUT", "localize/translate/{translation}/strings/{text}/edit/", {JSON: "{}"}),
    ("PUT", "localize/translate/{translation}/overrides/{value}/edit/", {JSON: "[" * 5000}),
]
# What names no record.
ODD_KEYS = ("a", "1.0", "1e5", "0x1", "-1", "+1", "٣", "1_0", "9" * 30, "9" * 4400, "None", " ")
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
        if chance.random() < 0.1:
            # Not a form, but JSON of whatever kind.
            method = chance.choice(("POST", "PUT", "PATCH", "DELETE"))
            yield method, address, {JSON: chance.choice(VALUES)[:3000]}
            continue
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
        if JSON in fields:
            kind = "application/json"
            sent = ("", fields[JSON].encode("utf-8", "surrogatepass"))
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

    translation = Translation.objects.filter(source__object_id=page.translation_key)[0]
    text = translation.source.stringsegment_set.all()[0]
    place = ADMIN + address.format(
        page=page.pk,
        task=task.pk,
        translation=translation.pk,
        text=text.pk,
        value=OverridableSegment.objects.filter(source=translation.source)[0].pk,
    )
    if JSON in fields:
        answer = client.generic(method, place, fields[JSON], "application/json")
    else:
        answer = client.get(place) if method == "GET" else client.post(place, fields)

    assert answer.status_code == 400
    assert "Chưa có gì thay đổi." in answer.content.decode()
    assert Page.objects.count() == pages
    # Undone with the rest.
    assert not Task.objects.get(pk=task.pk).active
    (told,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert told.exc_info
    assert told.name == "guidance.delivery.misread"


def test_what_names_no_record_is_no_error_wherever_a_record_is_named(
    settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each argument that is a text, of each address: `<int:pk>` takes no word anyway."""
    settings.MEDIA_ROOT = tmp_path
    # Whatever is found is found before the page is made.
    monkeypatch.setattr(SimpleTemplateResponse, "render", lambda response: response)
    monkeypatch.setattr(SimpleTemplateResponse, "content", b"")
    administrator = make_people()["administrator"]
    objects, wrong = make_objects(User.objects.get(username="somebody")), []
    client = Client(raise_request_exception=False)
    client.force_login(administrator)
    named = [(route, view) for route, view in routes() if "<pk>" in route]
    assert len(named) > 100
    for route, view in named:
        for key in ODD_KEYS:
            address = filled(route.replace("<pk>", quote(key, safe="")), view, objects)
            with transaction.atomic():
                answer = client.get(address)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                wrong.append((answer.status_code, route, key[:10]))
    assert not wrong, f"{len(wrong)}: {wrong[:20]}"


@pytest.mark.parametrize("place", ["", "results/"])
def test_images_are_searched_among_those_with_a_tag(place: str) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=None))
    for title in ("aircraft", "airport"):
        image = Image.objects.create(title=title, file=f"{title}.png", width=1, height=1)
        image.file_size = 1
        image.save()
    image.tags.add("b")
    image.save()

    found = client.get(f"/admin/images/chooser/{place}?q=air&tag=b").context["results"]

    assert [image.title for image in found] == ["airport"]


@pytest.mark.parametrize(
    "kind", ["result-reports", "readermessage", "proposal", "feedback", "querywithoutresult"]
)
def test_nobody_writes_what_readers_leave(kind: str) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=None))

    assert f"/admin/{kind}/new/" not in client.get(f"/admin/{kind}/").content.decode()
    assert client.post(f"/admin/{kind}/new/", {}).headers["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("link", "is_taken"),
    [
        ("//evil.example", False),
        ("https://evil.example/", False),
        ("https://localhost.evil.example", False),
        ("https://localhost@evil.example", False),
        ("http://localhost/en/about/", True),
    ],
)
def test_a_redirect_leads_within_the_site(link: str, is_taken: bool) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=None))
    sent = {"old_path": "/en/zz2", "redirect_link": link}

    client.post("/admin/redirects/add/", sent)

    assert Redirect.objects.filter(old_path="/en/zz2").exists() is is_taken
    kept = Redirect.objects.create(old_path="/en/zz3", redirect_link="http://localhost/")
    client.post(f"/admin/redirects/{kept.pk}/", {**sent, "old_path": "/en/zz3"})
    kept.refresh_from_db()
    assert (kept.redirect_link == link) is is_taken
