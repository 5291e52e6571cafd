"""A page that a language does not have: the switch says so, and leads to the original."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Locale, Page

from guidance.models import GuidancePage

Pages = dict[tuple[str, str], Page]


@pytest.fixture
def alone(pages: Pages) -> GuidancePage:
    """A page in Vietnamese only."""
    home = Page.objects.get(pk=pages["vi", "home"].pk)
    page = GuidancePage(title="Quy định mới", summary="Tóm tắt.", locale=home.locale)
    home.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_the_switch_leads_to_a_word_about_it_and_to_the_original(
    alone: GuidancePage, client: Client
) -> None:
    address = f"/en/untranslated/{alone.pk}/"

    switch = client.get(alone.url).content.decode()
    answer = client.get(address)

    assert f'href="{address}"' in switch
    assert "app-languages__missing" in switch
    assert f'<a href="{alone.url}" hreflang="vi" lang="vi">Quy định mới</a>' in (
        answer.content.decode()
    )
    assert 'content="noindex"' in answer.content.decode()


def test_a_translation_made_since_is_shown_at_once(alone: GuidancePage, client: Client) -> None:
    address = f"/fr/untranslated/{alone.pk}/"
    there = alone.copy_for_translation(Locale.objects.get(language_code="fr"))
    draft = client.get(address)

    there.save_revision().publish()
    response = client.get(address)

    assert draft.status_code == 200
    assert response.status_code == 302
    assert response["Location"] == there.url


def test_every_language_that_has_the_page_is_named(alone: GuidancePage, client: Client) -> None:
    french = alone.copy_for_translation(Locale.objects.get(language_code="fr"))
    french.save_revision().publish()

    said = client.get(f"/en/untranslated/{alone.pk}/").content.decode()

    for page, code in ((alone, "vi"), (french, "fr")):
        assert f'href="{page.url}" hreflang="{code}" lang="{code}"' in said.partition("<main")[2]


@pytest.mark.parametrize("published", [True, False])
def test_only_published_pages_are_offered(
    alone: GuidancePage, client: Client, *, published: bool
) -> None:
    if not published:
        alone.unpublish()

    assert client.get(f"/en/untranslated/{alone.pk}/").status_code == (200 if published else 404)
    assert client.get("/en/untranslated/99999999/").status_code == 404
