"""Announcements are listed so many at a time, however many there are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from wagtail.models import Page

from guidance.models import AnnouncementPage
from guidance.models.announcements import AT_A_TIME

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
NEWEST = date(2030, 1, 1)


@pytest.fixture
def index(pages: dict[tuple[str, str], Page]) -> Page:
    """The English announcements, of which there are three pages' worth."""
    index = pages["en", "announcements"]
    for number in range(2 * AT_A_TIME + 1 - index.get_children().count()):
        day = NEWEST - timedelta(days=number)
        index.add_child(
            instance=AnnouncementPage(
                title=f"Made up {number}", published_on=day, locale=index.locale
            )
        )
    return index


def titles(html: str) -> list[str]:
    """The announcements that a page lists."""
    return [part.split("</a>")[0] for part in html.split('app-part__title"><a href="')[1:]]


def test_every_announcement_is_on_one_page_and_the_newest_come_first(
    client: Client, index: Page
) -> None:
    numbered = [f"{index.url}page/{number}/" for number in (2, 3)]
    shown = [client.get(address).content.decode() for address in (index.url, *numbered)]

    listed = [titles(html) for html in shown]

    assert [len(part) for part in listed] == [AT_A_TIME, AT_A_TIME, 1]
    assert len({title for part in listed for title in part}) == 2 * AT_A_TIME + 1
    assert listed[0][0].endswith("Made up 0")
    assert f'<a href="{numbered[0]}" rel="next">Older announcements' in shown[0]
    assert 'rel="prev"' not in shown[0]
    assert f'<a href="{index.url}" rel="prev">' in shown[1]
    assert f'<a href="{numbered[1]}" rel="next">' in shown[1]
    assert 'rel="next"' not in shown[2]


def test_each_page_is_one_of_its_own_for_search_engines(client: Client, index: Page) -> None:
    html = client.get(f"{index.url}page/2/").content.decode()

    assert "<title>Announcements, page 2 of 3 – " in html
    assert f'rel="canonical" href="http://testserver{index.url}page/2/"' in html


@pytest.mark.parametrize(
    ("number", "leads_to"), [(0, ""), (1, ""), (4, "page/3/"), (10**30, "page/3/")]
)
def test_a_number_without_a_page_leads_to_the_nearest(
    client: Client, index: Page, number: int, leads_to: str
) -> None:
    response = client.get(f"{index.url}page/{number}/")

    assert (response.status_code, response["Location"]) == (302, f"{index.url}{leads_to}")
