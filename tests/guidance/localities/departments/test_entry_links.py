"""A department answers for its entry by a link: once, in time, and public only if agreed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER
from guidance.localities.departments import entry
from guidance.models import EntryLink, LegalSource, Locality, Proposal
from guidance.models.co_readiness import Step
from tests.guidance.translation.test_workbench import signed_in

pytestmark = pytest.mark.usefixtures("content", "db")
OURS = {"Sec-Fetch-Site": "same-origin"}
ADMIN = "/admin/snippets/guidance/locality/link/"


@pytest.fixture
def link(place: Locality) -> EntryLink:
    """One that is open."""
    Locality.objects.filter(pk=place.pk).update(phone="0205 3812 000", email="sct@example.org")
    return EntryLink.make(Locality.objects.get(pk=place.pk), None)


def form(client: Client, address: str) -> dict[str, str]:
    """The form as it is shown, to be sent back."""
    forms = client.get(address).context["forms"]
    return {
        field.html_name: str(field.value() if field.value() is not None else "")
        for each in forms
        for field in each
    }


def at(link: EntryLink, language: str = "en") -> str:
    return f"/{language}/our-entry/{link.token()}/"


def logged(place: Locality) -> list[str]:
    entries = ModelLogEntry.objects.filter(object_id=str(place.pk)).order_by("pk")
    return [item.action for item in entries]


def test_opening_the_link_uses_nothing_and_all_is_right_is_one_click(
    client: Client, link: EntryLink, place: Locality
) -> None:
    shown = client.get(at(link))
    sent = form(client, at(link))
    response = client.post(at(link), {**sent, "right": "1"}, headers=OURS)

    kept = Proposal.objects.get()
    assert "0205 3812 000" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert not response.cookies
    assert response.headers["Location"] == "/en/our-entry/thanks/"
    assert (kept.is_by_department, kept.entry, kept.locality) == (True, {}, place)
    assert Locality.objects.get(pk=place.pk).last_confirmed == place.last_confirmed
    assert logged(place) == [entry.USED]
    # Agreed, it counts as confirmed on the day the department said so.
    Proposal.objects.update(created_at=timezone.now() - timedelta(days=3))
    day = timezone.localdate() - timedelta(days=3)
    editor = signed_in(EDITOR)
    agreed = f"/admin/proposal/edit/{kept.pk}/"
    values = form(editor, agreed)
    assert editor.post(agreed, {**values, "agree": "1"}).status_code == 302
    assert Locality.objects.get(pk=place.pk).last_confirmed == day


def test_corrections_are_public_when_an_editor_agrees_in_the_editors_name(
    client: Client, link: EntryLink, place: Locality
) -> None:
    source = LegalSource.objects.filter(kind="decision").order_by("slug")[0]
    sent = form(client, at(link)) | {
        "contact-phone": "0205 3812 999",
        "contact-website": "https://sct.langson.gov.vn",
        "contact-opening_hours": "8:00–16:00",
        f"{Step.AUTHORITY.value}-status": "confirmed",
        f"{Step.AUTHORITY.value}-date": "2026-11-02",
        f"{Step.AUTHORITY.value}-document": "Công văn 15/SCT",
    }
    client.post(at(link), sent, headers=OURS)
    kept = Proposal.objects.get()
    assert kept.entry["contact"] == {
        "phone": "0205 3812 999",
        "website": "https://sct.langson.gov.vn",
    }
    assert set(kept.entry["steps"]) == {Step.AUTHORITY.value}
    page = "/en/localities/lang-son/"
    assert "0205 3812 999" not in client.get(page).content.decode()

    editor, address = signed_in(EDITOR), f"/admin/proposal/edit/{kept.pk}/"
    shown = editor.get(address).content.decode()
    assert "Công văn 15/SCT" in shown
    values = form(editor, address)
    without = editor.post(address, {**values, "agree": "1"})
    assert without.status_code == 422, "a confirmed step names a document of the register"
    values[f"{Step.AUTHORITY.value}-source"] = source.slug
    values |= {f"contact-hours_{code}": "" for code in ("vi", "fr")}
    values["contact-hours_en"] = "8:00–16:00"
    assert editor.post(address, {**values, "agree": "1"}).status_code == 302

    html = client.get(page).content.decode()
    assert "0205 3812 999" in html
    assert 'href="https://sct.langson.gov.vn"' in html
    assert "8:00–16:00" in html
    step = Locality.objects.get(pk=place.pk).ladder.get(step=Step.AUTHORITY)
    assert (step.is_confirmed, step.citations) == (True, [source.slug])
    record = ModelLogEntry.objects.get(action="guidance.entry.agreed")
    assert record.user is not None
    assert "as the department proposed" in record.message
    assert Proposal.objects.get().decision == "agreed"


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_a_link_that_is_not_good_says_why_and_takes_nothing(
    client: Client, link: EntryLink, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = link.token()
    forged = [f"{good[:-1]}{'A' if good[-1] != 'A' else 'B'}", "1", f"{link.pk + 1}{good[1:]}"]
    forged.append(signing.TimestampSigner(salt="another").sign(str(link.pk)))
    said = {
        "vi": ("Không phải liên kết của chúng tôi", "đã hết hạn", "đã được trả lời"),
        "en": ("not a link of ours", "time is over", "already given by this link"),
        "fr": ("ne vient pas de nous", "a expiré", "déjà été donnée"),
    }[language]

    for token in forged:
        response = client.post(f"/{language}/our-entry/{token}/", {"right": "1"}, headers=OURS)
        assert (response.status_code, said[0] in response.content.decode()) == (404, True), token
    newer = EntryLink.make(link.locality, None)
    replaced = client.get(at(link, language))
    EntryLink.objects.filter(pk=newer.pk).update(used_at=timezone.now())
    used = client.post(at(newer, language), {"right": "1"}, headers=OURS)
    late = EntryLink.make(link.locality, None).token()
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 2e6)
    expired = client.get(f"/{language}/our-entry/{late}/")

    for response, words in ((replaced, said[1]), (expired, said[1]), (used, said[2])):
        assert (response.status_code, words in response.content.decode()) == (410, True)
    assert not Proposal.objects.exists()


def test_of_two_answers_at_once_one_is_kept(client: Client, link: EntryLink) -> None:
    assert (link.use(), link.use()) == (True, False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"contact-phone": "call <me>"}, "is no telephone number"),
        ({"contact-website": "javascript:alert(1)"}, "valid URL"),
        ({f"{Step.FEES.value}-status": "confirmed"}, "Say since when"),
        ({f"{Step.FEES.value}-date": "2100-01-01"}, "still to come"),
        ({}, "Nothing is changed"),
    ],
)
def test_what_is_refused_comes_back_as_it_was_typed(
    client: Client, link: EntryLink, change: dict[str, str], said: str
) -> None:
    sent = {**form(client, at(link)), "contact-address": "", **change}
    response = client.post(at(link), sent, headers=OURS)

    html = response.content.decode()
    assert (response.status_code, said in html) == (400, True)
    for value in change.values():
        assert value.replace("<", "&lt;").replace(">", "&gt;") in html
    assert EntryLink.objects.get().used_at is None


@pytest.mark.parametrize("is_ours", [True, False], ids=["too many", "from elsewhere"])
def test_an_answer_that_is_not_taken_leaves_the_link_good(
    client: Client, link: EntryLink, monkeypatch: pytest.MonkeyPatch, is_ours: bool
) -> None:
    monkeypatch.setattr(entry, "ANSWERS_PER_HOUR", 0 if is_ours else 9)
    headers = OURS if is_ours else {"Sec-Fetch-Site": "cross-site"}
    sent = {**form(client, at(link)), "contact-phone": "0205 3812 999"}

    response = client.post(at(link), sent, headers=headers)

    assert response.status_code == 429
    assert 'value="0205 3812 999"' in response.content.decode()
    assert EntryLink.objects.get().used_at is None


def test_an_editor_sends_the_link_or_shows_it_once(
    place: Locality, settings: Any, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    editor, address = signed_in(EDITOR), f"{ADMIN}{place.pk}/"
    settings.NOT_SET = []
    assert 'name="send"' not in editor.get(address).content.decode(), "no address is on file"
    Locality.objects.filter(pk=place.pk).update(email="sct@example.org")
    assert 'name="send"' in editor.get(address).content.decode()

    editor.post(address, {"send": "1"})
    [letter] = mail.outbox
    assert letter.to == ["sct@example.org"]
    [line] = [line for line in letter.body.splitlines() if "/vi/our-entry/" in line]
    assert client.get(line.removeprefix("http://testserver")).status_code == 200
    assert EntryLink.objects.get().is_sent

    shown = editor.post(address, {"show": "1"}).content.decode()
    assert "/vi/our-entry/" in shown
    assert "/vi/our-entry/" not in editor.get(address).content.decode()
    assert client.get(line.removeprefix("http://testserver")).status_code == 410
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *_: 1 / 0 if not _ else 0)
    failed = editor.post(address, {"send": "1"}).content.decode()
    assert "/vi/our-entry/" in failed, "to be sent by other means"
    assert logged(place) == [
        *("guidance.entry_link.sent", "guidance.entry_link.shown", "guidance.entry_link.shown")
    ]
    settings.NOT_SET = ["EMAIL_HOST"]
    assert 'name="send"' not in editor.get(address).content.decode()


def test_nobody_makes_a_link_who_may_not_change_the_locality(place: Locality) -> None:
    signed_in(LEGAL_REVIEWER).post(f"{ADMIN}{place.pk}/", {"show": "1"})
    assert not EntryLink.objects.exists()
