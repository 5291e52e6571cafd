"""A page for some readers only is named to nobody else; its door looks like the other pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.crypto import get_random_string
from wagtail.models import Page, PageViewRestriction

from guidance.delivery.content_version import cached_per_version, content_version
from guidance.models import AnnouncementPage
from guidance.models.closed_pages import closed_addresses, is_open, read_closed

Pages = dict[tuple[str, str], Page]
TITLE = "Only for some of us"

DOOR = get_random_string(12)


@pytest.fixture(autouse=True)
def _as_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is closed as the database has it."""
    monkeypatch.setattr(closed_addresses, "read", cached_per_version(read_closed))


@pytest.fixture
def closed(pages: Pages) -> AnnouncementPage:
    """An announcement in English and Vietnamese; the English one has a password."""
    found = []
    for language in ("vi", "en"):
        parent = Page.objects.get(pk=pages[language, "announcements"].pk)
        page = AnnouncementPage(
            title=TITLE if language == "en" else "Cho mọi người",
            slug="some",
            summary="A secret.",
            published_on=date(2026, 11, 30),
            locale=parent.locale,
        )
        if found:
            page.translation_key = found[0].translation_key
        parent.add_child(instance=page)
        page.save_revision().publish()
        found.append(page)
    PageViewRestriction.objects.create(
        page=found[1], restriction_type=PageViewRestriction.PASSWORD, password=DOOR
    )
    content_version.change()
    return found[1]


@pytest.mark.parametrize(
    "place", ["", "announcements/", "feed/", "announcements/feed/", "search/?q=some+of+us"]
)
def test_it_stands_in_no_list(
    pages: Pages, client: Client, closed: AnnouncementPage, place: str
) -> None:
    address = f"/en/{place}".replace("/en/announcements/", pages["en", "announcements"].url)

    response = client.get(address)

    assert response.status_code == 200
    assert TITLE not in response.content.decode()


def test_no_other_language_names_it(client: Client, closed: AnnouncementPage) -> None:
    vi = closed.get_translations().get()

    html = client.get(vi.url).content.decode()

    assert closed.url not in html


def test_its_door_is_a_page_of_the_site(client: Client, closed: AnnouncementPage) -> None:
    html = client.get(closed.url).content.decode()

    assert 'class="app-header"' in html
    assert 'type="password"' in html
    assert "A secret." not in html
    assert " style=" not in html
    sent = {"password": DOOR, "return_url": closed.url}
    action = next(
        part.split('"')[0] for part in html.split('action="')[1:] if 'type="password"' in part
    )
    assert client.post(action, {**sent, "password": f"not {DOOR}"}).status_code == 200
    assert client.post(action, sent).status_code == 302
    assert "A secret." in client.get(closed.url).content.decode()


def test_the_related_pages_of_a_translation_are_in_its_language(
    pages: Pages, client: Client
) -> None:
    page = pages["en", "co-fee"]
    page.related = [("page", Page.objects.get(pk=pages["vi", "co"].pk))]
    page.save_revision().publish()

    html = client.get(page.url).content.decode()

    assert f'href="{pages["vi", "co"].url}"' not in html.split("hreflang")[-1]
    assert html.count(f'href="{pages["en", "co"].url}"') >= 2


def test_the_text_that_was_loaded_is_offered_again(pages: Pages, client: Client) -> None:
    page = pages["vi", "co-fee"]
    loaded = page.latest_revision_id
    client.force_login(get_user_model().objects.create_superuser("editor", "e@example.org", "x"))
    page.title = "Khác"
    page.save_revision().publish()

    html = client.get(f"/admin/pages/{page.pk}/history/").content.decode()

    assert f"/admin/pages/{page.pk}/revisions/{loaded}/revert/" in html


@pytest.mark.parametrize(
    "place", ["", "localities/ha-noi/", "check/", "used-it-equipment/", "search/?q=certificate"]
)
def test_a_closed_section_is_led_to_from_nowhere(
    pages: Pages, client: Client, django_assert_num_queries: Any, place: str
) -> None:
    section = pages["en", "co"]
    below = {page.url for page in Page.objects.live().descendant_of(section, inclusive=True)}

    def named() -> set[str]:
        response = client.get(f"/en/{place}")
        assert response.status_code == 200
        found = re.findall(r'href="([^"#?]+)', response.content.decode())
        return below & set(found)

    assert named()
    PageViewRestriction.objects.create(
        page=section, restriction_type=PageViewRestriction.PASSWORD, password=DOOR
    )
    content_version.change()

    assert not named()
    with django_assert_num_queries(0):
        assert not is_open(section.url)
