"""What was wrong stands on a page of its own, and the page concerned says so in each language."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from guidance.accounts.roles import EDITOR
from guidance.delivery.content_version import content_version
from guidance.models import Correction, Feedback, Locality, Proposal, ReaderMessage
from guidance.models.corrections import latest, recorded
from tests.checking import MAIN, check_at
from tests.guidance.translation.test_workbench import signed_in
from wizard.models import ResultReport

pytestmark = pytest.mark.usefixtures("content", "db")
Pages = dict[tuple[str, str], Page]
TEXTS: dict[str, Any] = {
    "wrong": {"vi": "Ghi sai <phí>.", "en": "The fee was stated wrongly.", "fr": "Tarif faux."},
    "right": {"vi": "Phí đúng là xylophon.", "en": "The right fee is xylophone."},
    "wrong_since": date(2026, 10, 1),
    "corrected_on": date(2026, 11, 2),
}


@pytest.fixture(autouse=True)
def as_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here corrections are those of the database."""
    monkeypatch.setattr(latest, "read", recorded)


NOTICE = "A statement on this page was corrected on 2 November 2026"
ADD = "/admin/snippets/guidance/correction/add/"


def correct(**places: Any) -> Correction:
    """A correction as an editor enters it."""
    made = Correction(**TEXTS, **places)
    made.full_clean()
    made.save()
    content_version.change()
    return made


def test_without_any_the_page_says_so_and_stands_where_readers_and_programs_look(
    client: Client,
) -> None:
    html = client.get("/en/corrections/").content.decode()

    assert "No correction has been entered here yet" in html
    assert html.split('id="about-this-site"')[1].count('href="/en/corrections/"') == 1
    assert "/vi/corrections/" in client.get("/sitemap-vi-1.xml").content.decode()
    assert "/fr/corrections/" in client.get("/fr/search/?q=corrections").content.decode()


def test_a_correction_is_told_on_its_page_in_the_list_the_feeds_and_the_search(
    client: Client, pages: Pages
) -> None:
    made = correct(page=pages["vi", "co-fee"].page_ptr)
    anchor = f"/en/corrections/#correction-{made.pk}"
    fee = pages["en", "co-fee"]

    listed = client.get("/en/corrections/").content.decode()

    assert f'href="{fee.url}"' in listed
    assert "The fee was stated wrongly." in listed
    assert 'datetime="2026-10-01"' in listed
    assert "Ghi sai &lt;phí&gt;." in client.get("/vi/corrections/").content.decode()
    notice = client.get(fee.url).content.decode()
    assert NOTICE in notice
    assert f'href="{anchor}"' in notice
    assert NOTICE not in client.get(pages["en", "co"].url).content.decode()
    for feed in ("/en/corrections/feed/", "/en/feed/"):
        assert anchor in client.get(feed).content.decode(), feed
    assert anchor in client.get("/en/search/?q=xylophone").content.decode()


def test_a_province_and_a_check_say_it_too_and_a_page_that_is_gone_does_not_fail(
    client: Client, pages: Pages
) -> None:
    correct(locality=Locality.objects.get(slug="dong-nai"))
    correct(assessment=MAIN)
    gone = correct(page=pages["vi", "c26-filing"].page_ptr)
    Correction.objects.filter(pk=gone.pk).update(page=None)
    content_version.change()

    assert NOTICE in client.get("/en/localities/dong-nai/").content.decode()
    assert NOTICE not in client.get("/en/localities/lang-son/").content.decode()
    assert NOTICE in client.get(check_at("en", "rules/changes/")).content.decode()
    listed = client.get("/en/corrections/").content.decode()
    assert "A page that is gone" in listed
    assert check_at("en") in listed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"corrected_on": date(2100, 1, 1)}, "still to come"),
        ({"wrong_since": date(2026, 11, 3)}, "corrected before this day"),
        ({"wrong": {"en": "No Vietnamese."}}, "blank"),
    ],
)
@pytest.mark.usefixtures("english")
def test_what_cannot_be_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Correction(**{**TEXTS, "assessment": MAIN, **change}).full_clean()


def test_a_correction_of_nothing_is_refused() -> None:
    editor = signed_in(EDITOR)
    sent = {"wrong_vi": "a", "right_vi": "b", "corrected_on": "2026-11-02"}

    refused = editor.post(ADD, sent)
    taken = editor.post(ADD, {**sent, "assessment": MAIN})

    assert "Say where it stood" in refused.content.decode()
    assert taken.status_code == 302
    assert Correction.objects.get().assessment == MAIN


def test_what_a_reader_wrote_leads_to_a_correction_that_does_not_repeat_it(pages: Pages) -> None:
    fee = pages["vi", "co-fee"]
    place = Locality.objects.get(slug="dong-nai")
    text = "Bà Tư nói sai rồi"
    message = ReaderMessage.objects.create(text=text, language="vi")
    feedback = Feedback.objects.create(path="/", page=fee.page_ptr, comment=text, is_useful=False)
    proposal = Proposal.objects.create(text=text, source="x", locality=place, language="vi")
    report = ResultReport.objects.create(
        ruleset=MAIN, query="", outcome="o", ruleset_version=1, language="vi", message=text
    )
    editor = signed_in(EDITOR)
    for address, way in (
        (f"/admin/readermessage/edit/{message.pk}/", f"{ADD}?message={message.pk}"),
        ("/admin/feedback/", f"{ADD}?feedback={feedback.pk}"),
        (f"/admin/proposal/edit/{proposal.pk}/", f"{ADD}?proposal={proposal.pk}"),
        (f"/admin/result-reports/edit/{report.pk}/", f"{ADD}?assessment={MAIN}"),
    ):
        assert f'href="{way}"' in editor.get(address).content.decode(), address

    forms = {
        name: editor.get(f"{ADD}?{name}={number}")
        for name, number in (
            ("message", message.pk),
            ("feedback", feedback.pk),
            ("proposal", proposal.pk),
            ("assessment", MAIN),
        )
    }

    begun = {name: response.context["form"].instance for name, response in forms.items()}
    assert begun["feedback"].page_id == fee.pk
    assert begun["proposal"].locality == place
    assert begun["assessment"].assessment == MAIN
    assert text in forms["message"].content.decode()
    assert all(not item.wrong for item in begun.values())
