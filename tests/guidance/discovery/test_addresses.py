"""What programs ask unasked-for: HEAD, small files, the one address of each page."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from guidance.delivery.content_version import content_version
from tests.checking import SLUGS, check_at
from tests.guidance.delivery.routes import ADMIN, page_routes, routes

OWN = "https://own.example"
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
CAMPAIGN = "utm_source=zalo&utm_medium=post&fbclid=a-B_1&gclid=1&zarsrc=31"
READABLE = (
    "/sitemap.xml", "/sitemap-vi-1.xml", "/robots.txt", "/favicon.ico", "/apple-touch-icon.png",
    "/.well-known/security.txt", "/vi/feed/", "/en/search/?q=x", "/vi/search/?q=khong-co-gi",
    "/en/check/", check_at("en", "result.json?state=new"), check_at("en", "questions.json"),
    check_at("fr", "rules/feed/"), check_at("fr", "state/"), "/healthz", "/readyz",
)  # fmt: skip
SAME = ("Content-Type", "Cache-Control", "ETag", "Vary", "Location", "Content-Security-Policy")
pytestmark = pytest.mark.usefixtures("content", "db")


@pytest.fixture
def own(settings: Any) -> Client:
    """A visitor of a site that knows its own address, and comes by another port."""
    settings.SITE_URL = OWN
    settings.ALLOWED_HOSTS = ["own.example"]
    return Client(headers={"host": "own.example:1234"})


@pytest.mark.parametrize("address", READABLE)
def test_head_is_get_without_a_body(
    client: Client, page_cache: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    # No second passes between two answers that say how much is left of the day.
    monkeypatch.setattr(content_version.day, "left", lambda: 3600)
    # Cold, then made by GET, then warm.
    cold = client.head(address)
    made = client.get(address)
    warm = client.head(address)

    assert (cold.status_code, made.status_code, warm.status_code) == (200, 200, 200)
    for name in SAME:
        assert cold.headers.get(name) == made.headers.get(name) == warm.headers.get(name), name
    assert cold.content == warm.content == b""
    assert made.content


def test_no_public_address_tells_head_and_get_apart(client: Client) -> None:
    chance = random.Random(15)  # noqa: S311 - repeatable
    found = [route for route in routes() if not route.startswith(ADMIN)]
    found += chance.sample(page_routes(), 40)

    for route in found:
        names = {"language": "en", "slug": SLUGS["en"], "word": "a"}
        address = re.sub(r"[\\^$?]", "", route).format(**names)
        assert client.head(address).status_code == client.get(address).status_code, address


# --- Small files ---------------------------------------------------------------------------------


def test_icons_are_where_browsers_look(client: Client) -> None:
    icon, touch = client.get("/favicon.ico"), client.get("/apple-touch-icon.png")

    assert (icon["Content-Type"], icon.content[:4]) == ("image/x-icon", b"\0\0\1\0")
    assert (touch["Content-Type"], touch.content[1:4]) == ("image/png", b"PNG")
    # Width and height, as the head of a PNG says them.
    assert int.from_bytes(touch.content[16:20]) == int.from_bytes(touch.content[20:24]) == 180
    assert client.get("/apple-touch-icon-precomposed.png").content == touch.content
    assert "apple-touch-icon" in client.get("/en/").content.decode()


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("safe@example.org", "mailto:safe@example.org"),
        ("https://example.org/report", "https://example.org/report"),
        ("", f"{OWN}/en/"),
    ],
)
def test_whom_to_tell_of_a_weakness(own: Client, settings: Any, contact: str, told: str) -> None:
    settings.SECURITY_CONTACT = contact

    answer = own.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"].startswith("text/plain")
    assert fields["Contact"].startswith(told)
    assert fields["Canonical"] == f"{OWN}/.well-known/security.txt"
    ends = timezone.datetime.fromisoformat(fields["Expires"].replace("Z", "+00:00"))
    ahead = ends - timezone.now()
    assert timedelta(days=100) < ahead < timedelta(days=365)
    if not contact:
        address = fields["Contact"].removeprefix(OWN)
        assert own.get(address).status_code == 200


# --- One address for each page -------------------------------------------------------------------


def canonical(client: Client, address: str) -> str:
    page = client.get(address, follow=True).content.decode()
    found = CANONICAL.findall(page)
    assert len(found) == 1, (address, found)
    return str(found[0])


def test_the_sitemaps_name_nothing_but_canonical_addresses(own: Client) -> None:
    index = own.get("/sitemap.xml").content.decode()
    parts = re.findall(r"<loc>([^<]+)</loc>", index)
    assert parts
    assert all(part.startswith(f"{OWN}/") for part in parts)
    everything: list[str] = []
    for part in parts:
        text = own.get(part.removeprefix(OWN)).content.decode()
        everything += re.findall(r"<loc>([^<]+)</loc>", text)
        assert not re.search(r'href="(?!https://own\.example/)', text)
    assert len(set(everything)) == len(everything) > 300

    chance = random.Random(15)  # noqa: S311 - repeatable
    for address in chance.sample(everything, 60):
        assert canonical(own, address.removeprefix(OWN)) == address


@pytest.mark.parametrize(
    "path", ["/en/", "/fr/check/", check_at("vi", "rules/"), check_at("en", "state/")]
)
def test_where_a_reader_came_from_makes_no_other_page(own: Client, path: str) -> None:
    assert canonical(own, f"{path}?{CAMPAIGN}") == f"{OWN}{path}"


def test_a_page_that_repeats_another_names_it(own: Client) -> None:
    original = Page.objects.get(slug="glossary", locale__language_code="en").specific
    alias = original.create_alias(update_slug="glossary-again")

    assert canonical(own, alias.get_url()) == f"{OWN}{original.get_url()}"
    assert "glossary-again" not in own.get("/sitemap-en-1.xml").content.decode()


def test_nothing_is_said_of_what_was_nobodys_answer(client: Client) -> None:
    plain = client.get(check_at("en", "state/?state=used")).content.decode()
    for query in (CAMPAIGN, "_ga=1.2&mc_cid=a&msclkid=b&igsh=c&twclid=d&li_fat_id=e&srsltid=f"):
        followed = client.get(check_at("en", f"?{query}"), follow=True)
        asked = client.get(check_at("en", f"state/?state=used&{query}"), follow=True)

        assert followed.context["situation"].dropped == 0
        assert asked.content.decode() == plain
        data = client.get(check_at("en", f"result.json?{query}")).json()
        assert data["dropped"] == 0
    assert client.get(check_at("en", "result.json?colour=red")).json()["dropped"] == 1
    assert client.get(check_at("en", "result.json?utmost=1&guide=2")).json()["dropped"] == 2
