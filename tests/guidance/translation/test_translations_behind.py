"""A translation whose Vietnamese changed says so beside the passage; a minor change is none."""

from __future__ import annotations

import copy

import pytest
from django.test import Client
from wagtail.models import Page

NOTICE = "The Vietnamese text of this passage has changed since this translation"
PAGE = "The Vietnamese text has changed since this translation"

Pages = dict[tuple[str, str], Page]


def change(page: Page, text: str, minor: bool = False) -> None:
    """Publish another wording of the first text of a page, as an editor does."""
    draft = page.get_latest_revision_as_object()
    stored = copy.deepcopy(list(draft.body.raw_data))
    number = next(at for at, block in enumerate(stored) if block["type"] == "text")
    stored[number]["value"]["html"] = f"<p>{text}</p>"
    draft.body = draft.body.stream_block.to_python(stored)
    draft.is_minor_change = minor
    draft.save_revision().publish()
    page.refresh_from_db()


@pytest.fixture
def vi(pages: Pages) -> Page:
    """The Vietnamese original."""
    return pages["vi", "co-fee"]


@pytest.fixture
def en(pages: Pages) -> Page:
    """Its English translation."""
    return pages["en", "co-fee"]


def test_what_was_loaded_together_is_up_to_date(client: Client, en: Page) -> None:
    page = client.get(en.url).content.decode()

    assert "up to date with the Vietnamese original" in page
    assert NOTICE not in page


def test_a_changed_original_is_announced_beside_its_passage(
    client: Client, vi: Page, en: Page
) -> None:
    change(vi, "Một câu mới.")

    page = client.get(en.url).content.decode()

    assert PAGE in page
    assert page.count(NOTICE) == 1
    assert "Một câu mới." in page


def test_a_minor_change_leaves_the_translation_up_to_date(
    client: Client, vi: Page, en: Page
) -> None:
    change(vi, "Một câu đã sửa lỗi gõ.", minor=True)

    assert NOTICE not in client.get(en.url).content.decode()


def test_a_minor_change_does_not_hide_an_earlier_one(client: Client, vi: Page, en: Page) -> None:
    change(vi, "Một câu mới.")
    change(vi, "Một câu mới!", minor=True)

    assert client.get(en.url).content.decode().count(NOTICE) == 1


def test_publishing_the_translation_brings_it_up_to_date(
    client: Client, vi: Page, en: Page
) -> None:
    change(vi, "Một câu mới.")
    change(en, "A new sentence.")

    assert NOTICE not in client.get(en.url).content.decode()


def test_correcting_a_typo_in_the_translation_does_not(client: Client, vi: Page, en: Page) -> None:
    change(vi, "Một câu mới.")
    change(en, "An old sentence, without its typo.", minor=True)

    assert client.get(en.url).content.decode().count(NOTICE) == 1
