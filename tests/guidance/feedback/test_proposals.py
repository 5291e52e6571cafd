"""Anybody may propose a correction with its source; an editor answers, and the address is gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils.timezone import localdate
from wagtail.models import ModelLogEntry, Page

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER
from guidance.feedback import proposals
from guidance.models import Locality, Proposal
from guidance.models.proposals import due_after
from tests.guidance.translation.test_workbench import signed_in

pytestmark = pytest.mark.usefixtures("content", "db")
Pages = dict[tuple[str, str], Page]
OURS = {"Sec-Fetch-Site": "same-origin"}
SENT = {
    "change": "Số máy <mới>.\r\nXem lại.",
    "source": "Công văn 12/SCT",
    "email": "reader@example.org",
    "locality": "dong-nai",
}


@pytest.fixture
def proposal() -> Proposal:
    """One that waits."""
    return Proposal.objects.create(
        text="Xem lại.", source="x", email="reader@example.org", language="fr",
        locality=Locality.objects.get(slug="dong-nai"),
    )  # fmt: skip


@pytest.fixture
def _mail(settings: Any) -> None:
    """A site that sends letters."""
    settings.NOT_SET = []


def test_a_proposal_begins_on_the_page_it_is_about_and_waits_for_an_editor(
    client: Client, pages: Pages
) -> None:
    fee = pages["en", "co-fee"]
    place = client.get("/en/localities/dong-nai/").content.decode()
    assert 'name="locality" value="dong-nai"' in place.split('action="/en/propose/"')[1]
    assert f'href="/en/propose/?page={fee.pk}"' in client.get(fee.url).content.decode()
    assert fee.title in client.get(f"/en/propose/?page={fee.pk}").content.decode()

    response = client.post("/en/propose/", SENT, headers=OURS, follow=True)

    kept = Proposal.objects.get()
    assert response.redirect_chain == [("/en/propose/thanks/", 302)]
    assert not response.cookies
    assert (kept.locality.slug, kept.language, kept.due_on) == (
        *("dong-nai", "en"),
        due_after(localdate()),
    )
    assert kept.text == "Số máy <mới>.\nXem lại."
    assert "Xem lại." not in client.get("/en/localities/dong-nai/").content.decode()
    client.post("/en/propose/", {**SENT, "locality": "", "page": str(fee.pk)}, headers=OURS)
    assert Proposal.objects.filter(page=fee.pk).exists()


@pytest.mark.parametrize(
    ("change", "language", "said"),
    [
        ({"change": " "}, "vi", "Hãy nêu điều cần sửa."),
        ({"source": ""}, "fr", "Indiquez la source"),
        ({"source": "x" * 1001}, "en", "1000 letters; it has 1001"),
        ({"email": "nobody"}, "en", "name@example.org, or leave it empty"),
    ],
)
def test_what_is_refused_comes_back_as_it_was_typed(
    client: Client, change: dict[str, str], language: str, said: str
) -> None:
    sent = {**SENT, **change}
    response = client.post(f"/{language}/propose/", sent, headers=OURS)

    html = response.content.decode()
    assert response.status_code == 400
    assert html.count(said) == 2, "in the summary and at the field"
    assert sent["change"].strip().replace("<", "&lt;").replace(">", "&gt;") in html
    assert 'name="locality" value="dong-nai"' in html
    assert f'value="{sent["email"]}"' in html
    assert not Proposal.objects.exists()


def test_a_place_that_is_gone_meanwhile_loses_no_proposal(client: Client) -> None:
    sent = {**SENT, "locality": "atlantis", "page": "999999999999999999999"}
    assert client.post("/en/propose/", sent, headers=OURS).status_code == 302
    assert Proposal.objects.get().locality is None


def test_too_many_from_elsewhere_and_by_programs_are_not_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = client.post("/en/propose/", SENT, headers={"Sec-Fetch-Site": "cross-site"})
    trapped = client.post("/en/propose/", {**SENT, "website": "x"}, headers=OURS)
    monkeypatch.setattr(proposals, "PROPOSALS_PER_HOUR", 0)
    many = client.post("/en/propose/", SENT, headers=OURS)

    assert (away.status_code, trapped.status_code, many.status_code) == (429, 302, 429)
    assert "Xem lại." in many.content.decode()
    assert not Proposal.objects.exists()


def test_an_answer_is_due_in_working_days_of_viet_nam() -> None:
    # Tết 2027: the days off are from 5 to 9 February, as far as is known.
    assert due_after(date(2026, 11, 30)) == date(2026, 12, 14)
    assert due_after(date(2027, 2, 4)) > date(2027, 2, 18)


@pytest.mark.usefixtures("_mail")
def test_an_answer_is_sent_in_the_language_of_the_reader_and_deletes_the_address(
    proposal: Proposal,
) -> None:
    editor, address = signed_in(EDITOR), f"/admin/proposal/edit/{proposal.pk}/"
    assert "reader@example.org" in editor.get(address).content.decode()

    nothing = editor.post(address, {"refuse": "1", "send": "1", "answer": " "})
    kept = Proposal.objects.get()
    assert (nothing.status_code, kept.decision, len(mail.outbox)) == (422, "open", 0)
    editor.post(address, {"agree": "1", "send": "1", "answer": "C’est fait."})

    [letter] = mail.outbox
    row = Proposal.objects.values().get()
    assert (letter.to, "Bonjour" in letter.body) == (["reader@example.org"], True)
    assert "C’est fait." in letter.body
    assert (row["decision"], row["email"], row["answer"]) == ("agreed", "", "C’est fait.")
    assert row["decided_by_id"] is not None
    logged = str(list(ModelLogEntry.objects.values()))
    assert not any(word in logged for word in ("Xem", "reader@"))
    assert 'name="agree"' not in editor.get(address).content.decode()


@pytest.mark.usefixtures("_mail")
def test_a_letter_that_is_not_taken_keeps_the_address_and_the_words(
    proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_self: EmailBackend, letters: list[Any]) -> int:
        raise ConnectionRefusedError(str(letters[0].to))

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    address = f"/admin/proposal/edit/{proposal.pk}/"
    sent = {"refuse": "1", "send": "1", "answer": "Pas de source."}
    response = signed_in(EDITOR).post(address, sent)

    assert response.status_code == 422
    assert "Pas de source." in response.content.decode()
    assert Proposal.objects.get().email == "reader@example.org"


def test_a_reviewer_reads_and_does_not_decide(proposal: Proposal) -> None:
    reviewer, address = signed_in(LEGAL_REVIEWER), f"/admin/proposal/edit/{proposal.pk}/"

    assert "Xem lại." in reviewer.get(address).content.decode()
    reviewer.post(address, {"refuse": "1", "answer": "No."})
    assert Proposal.objects.get().is_open


def test_what_is_overdue_stands_on_the_home_screen_and_first_in_the_list(
    proposal: Proposal,
) -> None:
    editor = signed_in(EDITOR)
    assert "answer is overdue" not in editor.get("/admin/").content.decode()
    late = Proposal.objects.create(text="Late.", source="x", language="en")
    Proposal.objects.filter(pk=late.pk).update(due_on=localdate() - timedelta(days=1))

    home = editor.get("/admin/").content.decode()
    listed = editor.get("/admin/proposal/").content.decode()
    overdue = editor.get(
        f"/admin/proposal/?decision=open&due_on__lt={localdate()}"
    ).content.decode()

    assert "<strong>2</strong> proposed corrections that wait for an answer" in home
    assert "<strong>1</strong> proposed correction whose answer is overdue" in home
    assert listed.index("Late.") < listed.index("Xem lại.")
    assert "Late." in overdue
    assert "Xem lại." not in overdue
