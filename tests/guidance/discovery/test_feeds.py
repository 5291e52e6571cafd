"""Every feed is what RFC 4287 asks for, and names its entries for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import Page

from guidance.models import AnnouncementIndexPage, AnnouncementPage, Locality, LocalityIndexPage
from guidance.text.languages import LANGUAGES
from tests.checking import check_at

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ONCE = ("id", "title", "updated")
TEXTS = ("title", "summary", "subtitle")
KINDS = {None, "text", "html", "xhtml"}
pytestmark = pytest.mark.usefixtures("content", "db")


def feeds(language: str) -> list[str]:
    """The address of a feed of each kind."""
    index = AnnouncementIndexPage.objects.get(locale__language_code=language)
    places = LocalityIndexPage.objects.get(locale__language_code=language)
    place = next(item for item in Locality.objects.all() if item.steps())
    return [
        f"/{language}/feed/",
        check_at(language, "rules/feed/"),
        check_at(language, "rules/feed/relocation/"),
        f"{index.get_url()}feed/",
        f"{places.get_url()}{place.slug}/feed/",
    ]


def faults(content: bytes, address: str) -> list[str]:
    """What a feed lacks of RFC 4287; the numbers are of its sections."""
    feed = ElementTree.fromstring(content)  # noqa: S314 - ours
    found = [] if feed.tag == f"{ATOM}feed" else ["4.1.1 no feed"]
    found += constructs(feed, "feed")
    itself = [link.get("href") for link in feed.findall(f"{ATOM}link[@rel='self']")]
    if itself != [address]:
        found.append(f"4.1.1 self is {itself}")
    if not feed.findtext(f"{ATOM}author/{ATOM}name"):
        found.append("4.1.1 no author with a name")
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        found += constructs(entry, "entry")
        if not entry.findall(f"{ATOM}link[@rel='alternate']"):
            found.append("4.1.2 an entry without content or an alternate link")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        found.append("4.1.1 two entries of one name")
    newest = max((entry.findtext(f"{ATOM}updated") or "" for entry in entries), default="")
    if newest and feed.findtext(f"{ATOM}updated") != newest:
        found.append("4.2.15 the feed is not as new as its newest entry")
    if not feed.get(f"{XML}lang"):
        found.append("2 no language")
    return found


def constructs(element: ElementTree.Element, name: str) -> list[str]:
    """What is wrong with the common parts of a feed or an entry."""
    own = element.findtext(f"{ATOM}id") or ""
    return [
        *(
            f"4.1 {name} has {len(element.findall(f'{ATOM}{part}'))} {part}"
            for part in ONCE
            if len(element.findall(f"{ATOM}{part}")) != 1
        ),
        *([] if urlsplit(own).scheme and own == own.strip() else [f"4.2.6 {own!r} is no IRI"]),
        *(
            f"3.3 {moment.text} has no zone"
            for part in ("updated", "published")
            for moment in element.findall(f"{ATOM}{part}")
            if datetime.fromisoformat(moment.text or "").tzinfo is None
        ),
        *(
            f"4.2.7 {link.get('href')} is not whole"
            for link in element.findall(f"{ATOM}link")
            if not urlsplit(link.get("href") or "").netloc
        ),
        *_texts(element),
    ]


def _texts(element: ElementTree.Element) -> list[str]:
    """What is wrong with its texts."""
    found = []
    for text in (item for part in TEXTS for item in element.findall(f"{ATOM}{part}")):
        if text.get("type") not in KINDS:
            found.append(f"3.1.1 type {text.get('type')}")
        if text.get("type") == "html" and "<" in (text.text or ""):
            found.append("3.1.1 a plain text is sent as HTML")
    return found


def ids(client: Client, address: str) -> list[str]:
    feed = ElementTree.fromstring(client.get(address).content)  # noqa: S314 - ours
    return [str(entry.findtext(f"{ATOM}id")) for entry in [feed, *feed.findall(f"{ATOM}entry")]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_feed_is_valid(client: Client, settings: Any, language: str) -> None:
    settings.SITE_URL = "https://own.example"
    settings.ALLOWED_HOSTS = ["own.example"]
    AnnouncementPage.objects.update(summary="A < B & C")

    for address in feeds(language):
        answer = client.get(address, headers={"host": "own.example"})
        assert answer.status_code == 200, address
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert faults(answer.content, f"https://own.example{address}") == [], address
        assert answer.content.decode().count("http://testserver") == 0


def test_names_outlive_edits_new_addresses_and_a_new_host(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All pages, so that none makes room for the one that is edited.
    monkeypatch.setattr("guidance.discovery.views.LATEST", 1000)
    before = {address: ids(client, address) for address in feeds("en")}
    names = [name for found in before.values() for name in found]
    assert len(set(names)) == len(names) > 10
    page = AnnouncementPage.objects.filter(locale__language_code="en").first()
    assert page is not None
    page.title, page.slug = "Another title", "another-address"
    page.save_revision().publish()
    Page.objects.filter(pk=page.pk).update(last_published_at="2030-01-01T00:00:00Z")
    settings.SITE_URL = "https://new.example"
    settings.ALLOWED_HOSTS = ["*"]

    for address, found in before.items():
        assert set(ids(client, address)) == set(found), address


def test_the_languages_have_names_of_their_own(client: Client) -> None:
    assert not set(ids(client, "/en/feed/")) & set(ids(client, "/vi/feed/"))


def test_a_feed_without_entries_does_not_change_at_each_look(client: Client) -> None:
    AnnouncementPage.objects.all().delete()
    address = feeds("en")[3]

    first, second = client.get(address).content, client.get(address).content

    assert first == second
    assert b"2025-01-01" in first
