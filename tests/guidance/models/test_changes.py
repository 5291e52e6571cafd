"""A page says what changed on it, in its language, by the sentence its editor wrote."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail_localize.models import StringSegment

from guidance.models import LegalSource, Locality
from guidance.models.changes import MOST

pytestmark = pytest.mark.usefixtures("content", "db")
Pages = dict[tuple[str, str], Page]


def publish(page: Page, note: str) -> Any:
    """Publish a page as its editor does, with a sentence on what changed."""
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    draft.change_note = note
    draft.save_revision().publish()
    return Page.objects.get(pk=page.pk).specific


def test_a_note_is_said_once_with_its_day_and_older_ones_are_folded(
    client: Client, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    fee = pages["vi", "co-fee"]
    assert "chưa ghi nhận thay đổi nào từ" in client.get(fee.url).content.decode()

    for day, note in ((date(2026, 12, 1), "Phí <cũ>."), (date(2026, 12, 5), "Phí mới.")):
        monkeypatch.setattr("guidance.models.changes.localdate", lambda day=day: day)
        page = publish(fee, note)
    again = publish(fee, "")

    assert page.change_note == ""
    assert again.changes == page.changes
    assert [item["note"] for item in page.changes] == ["Phí mới.", "Phí <cũ>."]
    html = client.get(fee.url).content.decode()
    newest, folded = html.split("<summary")[0], html.split("Thay đổi trước đó")[1]
    assert '<time datetime="2026-12-05">05/12/2026</time>: Phí mới.' in newest
    assert "01/12/2026</time>: Phí &lt;cũ&gt;." in folded
    assert "Phí mới." not in client.get(pages["en", "co-fee"].url).content.decode()


def test_the_same_sentence_again_is_no_change_and_the_list_has_an_end(pages: Pages) -> None:
    fee = pages["en", "co-fee"]

    publish(fee, "The fee falls.")
    page = publish(fee, "The fee falls.")
    assert len(page.changes) == 1
    type(page).objects.filter(pk=page.pk).update(changes=page.changes * MOST)
    assert len(publish(fee, "Another.").changes) == MOST


def test_translators_are_given_the_sentence_with_the_other_texts(pages: Pages) -> None:
    fee = publish(pages["vi", "co-fee"], "Phí mới.")

    given = StringSegment.objects.filter(
        source__object_id=fee.translation_key, context__path="change_note"
    )
    assert [segment.string.data for segment in given] == ["Phí mới."]


def test_a_draft_shows_nothing_and_a_copy_begins_anew(client: Client, pages: Pages) -> None:
    page = publish(pages["en", "co-fee"], "The fee falls.")
    page.change_note = "Not yet."
    page.save_revision()

    copied = page.copy(update_attrs={"slug": "again", "title": "Again"})

    assert "Not yet." not in client.get(page.url).content.decode()
    assert copied.specific.changes == []


def test_a_record_says_what_changed_in_the_language_of_its_reader(client: Client) -> None:
    source = LegalSource.objects.get(slug="decree-146-2025-nd-cp")
    for note in ({"vi": "Sửa <ngày>.", "en": "A day <mended>."}, {}, {"vi": "Thêm một điều."}):
        source.change_note = note
        source.save()

    kept = LegalSource.objects.get(pk=source.pk)
    html = client.get("/en/legal-sources/decree-146-2025-nd-cp/").content.decode()
    newest, folded = html.split("Earlier changes")
    assert kept.change_note == {}
    assert [item["note"]["vi"] for item in kept.changes] == ["Thêm một điều.", "Sửa <ngày>."]
    assert "Thêm một điều." in newest
    assert "A day &lt;mended&gt;." in folded


@pytest.mark.parametrize(
    ("model", "slug", "below"),
    [
        (LegalSource, "decree-146-2025-nd-cp", "legal-sources"),
        (Locality, "dong-nai", "localities"),
    ],
)
def test_a_record_is_reviewed_with_all_of_its_kind_unless_it_says_otherwise(
    client: Client, pages: Pages, model: Any, slug: str, below: str
) -> None:
    address = f"/en/{below}/{slug}/"
    shown = client.get(address).content.decode()
    page = pages["en", below].specific
    record = model.objects.get(slug=slug)
    record.last_reviewed = date(2026, 12, 3)
    record.save()
    again = client.get(address).content.decode()

    assert f'Last reviewed:</dt> <dd><time datetime="{page.last_reviewed}">' in shown
    assert f'Next review:</dt> <dd><time datetime="{page.review_due}">' in shown
    assert "nothing noted since" in shown
    assert 'Last reviewed:</dt> <dd><time datetime="2026-12-03">' in again
