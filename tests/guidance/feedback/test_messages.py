"""Readers write to the editors; of whoever wrote nothing is left once it is answered."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from wagtail.models import ModelLogEntry, Page

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER
from guidance.feedback import views
from guidance.feedback.forms import LONGEST_MESSAGE
from guidance.models import ReaderMessage, SiteFrame, frame
from tests.guidance.translation.test_workbench import signed_in

Pages = dict[tuple[str, str], Page]
pytestmark = pytest.mark.usefixtures("content", "db")
OURS = {"Sec-Fetch-Site": "same-origin"}
SENT = {"message": "Điều 5 <sai>.\r\nXem lại.", "email": "reader@example.org"}
# Words that a language's page says of each fault.
FAULTS: list[tuple[dict[str, str], str, str]] = [
    ({"message": " "}, "vi", "Hãy viết nội dung."),
    ({"message": "ờ" * (LONGEST_MESSAGE + 1)}, "fr", "4000 caractères"),
    ({"email": "nobody"}, "en", "name@example.org, or leave it empty"),
    ({"email": f"{'a' * 250}@example.org"}, "en", "at most 254 letters"),
]


def test_a_message_goes_to_the_editors_and_a_letter_without_the_sender(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OPERATOR_EMAIL = "operator@example.org"
    record = SiteFrame(email="mailbox@example.org")
    monkeypatch.setattr(frame, "source", lambda _language: record)
    assert 'action="/en/message/"' in client.get("/en/contact/").content.decode()

    response = client.post("/en/message/", SENT, headers=OURS, follow=True)

    kept = ReaderMessage.objects.get()
    assert response.redirect_chain == [("/en/message/thanks/", 302)]
    assert not response.cookies
    assert (kept.language, kept.text, kept.email) == (
        *("en", "Điều 5 <sai>.\nXem lại."),
        "reader@example.org",
    )
    [letter] = mail.outbox
    assert letter.to == ["mailbox@example.org", "operator@example.org"]
    assert kept.text in letter.body
    assert f"/admin/readermessage/edit/{kept.pk}/" in letter.body
    assert "reader@example.org" not in str(letter.message())


@pytest.mark.parametrize(("change", "language", "said"), FAULTS)
def test_what_is_refused_comes_back_as_it_was_typed(
    client: Client, change: dict[str, str], language: str, said: str
) -> None:
    sent = {**SENT, **change}
    response = client.post(f"/{language}/message/", sent, headers=OURS)

    html = response.content.decode()
    assert response.status_code == 400
    assert html.count(said) == 2, "in the summary and at the field"
    assert sent["message"].strip().replace("<", "&lt;").replace(">", "&gt;") in html
    assert f'value="{sent["email"]}"' in html
    assert not ReaderMessage.objects.exists()


@pytest.mark.parametrize("is_ours", [True, False], ids=["too many", "from elsewhere"])
def test_a_message_that_is_not_taken_is_not_lost(
    client: Client, monkeypatch: pytest.MonkeyPatch, is_ours: bool
) -> None:
    monkeypatch.setattr(views, "MESSAGES_PER_HOUR", 0 if is_ours else 9)
    headers = OURS if is_ours else {"Sec-Fetch-Site": "cross-site"}

    response = client.post("/en/message/", SENT, headers=headers)

    assert response.status_code == 429
    assert "Xem lại." in response.content.decode()
    assert not ReaderMessage.objects.exists()


def test_a_program_in_the_trap_is_thanked_and_ignored(client: Client, settings: Any) -> None:
    settings.OPERATOR_EMAIL = "operator@example.org"

    response = client.post("/en/message/", {**SENT, "website": "x"}, headers=OURS)

    assert response.headers["Location"] == "/en/message/thanks/"
    assert not ReaderMessage.objects.exists()
    assert not mail.outbox


def test_a_mail_server_that_is_away_loses_nothing_and_no_log_names_anybody(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    settings.OPERATOR_EMAIL = "operator@example.org"

    def away(_self: EmailBackend, letters: list[mail.EmailMessage]) -> int:
        raise ConnectionRefusedError(str(letters[0].to))

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    with caplog.at_level(logging.DEBUG):
        response = client.post("/en/message/", SENT, headers=OURS)

    assert response.status_code == 302
    assert ReaderMessage.objects.exists()
    logged = "\n".join([*caplog.messages, caplog.text])
    assert "ConnectionRefusedError" in logged
    assert not any(word in logged for word in ("Xem", "reader@", "operator@"))


def test_answered_deletes_the_address_for_good() -> None:
    kept = ReaderMessage.objects.create(text="Xem lại.", email="reader@example.org", language="vi")
    editor = signed_in(EDITOR)
    address = f"/admin/readermessage/edit/{kept.pk}/"

    form = editor.get(address).content.decode()
    listed = signed_in(LEGAL_REVIEWER).get("/admin/readermessage/").content.decode()
    assert "reader@example.org" in form
    assert "Xem lại." in listed
    assert "reader@example.org" not in listed
    editor.post(address, {"text": "Changed", "email": "other@example.org", "is_answered": "on"})

    row = ReaderMessage.objects.values().get()
    assert (row["text"], row["email"], row["is_answered"]) == ("Xem lại.", "", True)
    logged = str(list(ModelLogEntry.objects.values()))
    assert "wagtail.edit" in logged
    assert not any(word in logged for word in ("Xem", "reader@"))
