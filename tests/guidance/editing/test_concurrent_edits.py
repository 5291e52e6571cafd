"""Two people have the same record open: nobody undoes unknowingly what the other made public."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from guidance.accounts.roles import ADMINISTRATOR, EDITOR
from guidance.models import (
    Correction,
    GlossaryTerm,
    LegalSource,
    Locality,
    ProvincialEditor,
    ReaderMessage,
    SiteFrame,
)
from guidance.models.concurrent_edits import OPENED
from tests.checking import MAIN
from tests.guidance.translation.test_workbench import signed_in

pytestmark = pytest.mark.usefixtures("content", "db")


def opened(client: Client, address: str) -> list[tuple[str, str]]:
    """What a browser sends back of the form of a page that nobody has touched."""
    html = client.get(address).content.decode()
    return typed(html)


def typed(html: str) -> list[tuple[str, str]]:
    """What the fields of the main form hold."""
    form = next(
        form
        for form in BeautifulSoup(html, "html.parser").find_all("form")
        if form.find(attrs={"name": OPENED})
    )
    found = []
    for field in form.find_all(["input", "textarea", "select"]):
        name = str(field.get("name") or "")
        chosen = field.find_all("option", selected=True) if field.name == "select" else [field]
        is_off = field.get("type") in ("checkbox", "radio") and not field.has_attr("checked")
        if name and not is_off and field.get("type") not in ("submit", "button"):
            text = field.text.removeprefix("\n") if field.name == "textarea" else None
            found += [
                (name, text if text is not None else str(each.get("value", ""))) for each in chosen
            ]
    return found


def send(client: Client, address: str, form: list[tuple[str, str]], **changed: str) -> Any:
    """Send a form with some of it changed."""
    # A script counts the entries of the menus of a frame.
    data: dict[str, list[str]] = {"menu-count": ["0"], "foot-count": ["0"]}
    for name, value in form:
        data.setdefault(name, []).append(changed.get(name, value))
    return client.post(address, data)


RECORDS: list[tuple[type[Model], str, str]] = [
    (Locality, "phone", "email"),
    (LegalSource, "number", "url"),
    (GlossaryTerm, "key", "sources"),
    (SiteFrame, "note", "phone"),
    (Correction, "wrong_since", "corrected_on"),
]
VALUES = {
    "phone": "024 3825 3333",
    "email": "so@example.vn",
    "number": "1/2026/TT",
    "url": "https://example.org/one",
    "key": "a-key",
    "sources": "",
    "note": "A note.",
    "wrong_since": "2026-01-02",
    "corrected_on": "2026-01-03",
}


@pytest.mark.parametrize(("kind", "first", "second"), RECORDS, ids=str)
def test_a_stale_form_comes_back_with_what_was_changed(
    kind: type[Model], first: str, second: str
) -> None:
    Correction.objects.create(assessment=MAIN, wrong={"vi": "a"}, right={"vi": "a"})
    record = kind._default_manager.order_by("pk")[0]
    address = reverse(f"wagtailsnippets_guidance_{kind._meta.model_name}:edit", args=[record.pk])
    one, other = signed_in(ADMINISTRATOR), signed_in(EDITOR)
    form, stale = opened(one, address), opened(other, address)
    assert send(one, address, form, **{first: VALUES[first]}).status_code == 302
    record.refresh_from_db()
    saved = getattr(record, first)

    refused = send(other, address, stale, **{second: VALUES[second]})

    assert refused.status_code == 200
    told = str(list(get_messages(refused.wsgi_request))[-1])
    assert ADMINISTRATOR in told
    record.refresh_from_db()
    assert getattr(record, first) == saved
    again = typed(refused.content.decode())
    assert dict(again)[second] == VALUES[second]
    assert send(other, address, again).status_code == 302
    record.refresh_from_db()
    assert str(getattr(record, second)) == VALUES[second]


def test_a_form_that_nobody_overtook_is_saved_at_once() -> None:
    source = LegalSource.objects.order_by("pk")[0]
    address = reverse("wagtailsnippets_guidance_legalsource:edit", args=[source.pk])
    one = signed_in(EDITOR)

    for url in ("https://example.org/one", "https://example.org/two"):
        assert send(one, address, opened(one, address), url=url).status_code == 302


def test_a_department_and_an_editor_do_not_undo_each_other() -> None:
    place = Locality.objects.order_by("pk")[0]
    officer, editor = signed_in("provincial-editor"), signed_in(EDITOR)
    ProvincialEditor.objects.create(user_id=officer.session["_auth_user_id"], locality=place)
    own = "/admin/our-locality/"
    editors = reverse("wagtailsnippets_guidance_locality:edit", args=[place.pk])
    stale = opened(officer, own)
    send(editor, editors, opened(editor, editors), phone="024 3825 3333")

    refused = send(officer, own, stale, **{"contact-email": "so@example.vn"})

    assert refused.status_code == 422
    told = str(list(get_messages(refused.wsgi_request))[-1])
    assert "024 3825 3333" in told
    assert EDITOR in told
    place.refresh_from_db()
    assert place.phone == "024 3825 3333"
    again = typed(refused.content.decode())
    assert dict(again)["contact-email"] == "so@example.vn"
    assert send(officer, own, again).status_code == 302


def test_a_message_that_was_answered_meanwhile_says_so() -> None:
    message = ReaderMessage.objects.create(language="en", text="a", email="a@example.org")
    address = reverse("readermessage:edit", args=[message.pk])
    one, other = signed_in(ADMINISTRATOR), signed_in(EDITOR)
    stale = opened(other, address)
    send(one, address, [*opened(one, address), ("is_answered", "on")])

    assert send(other, address, stale).status_code == 200
