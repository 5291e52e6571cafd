"""Readers can answer and follow us without being known: feedback, feeds, sitemap, robots."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page

from guidance.discovery import sitemaps
from guidance.feedback.views import FEEDBACK_PER_HOUR
from guidance.models import Feedback, QueryWithoutResult
from guidance.text.languages import LANGUAGES
from tests.checking import MAIN, check_at

Pages = dict[tuple[str, str], Page]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
OURS = {"Sec-Fetch-Site": "same-origin"}


def parsed(response: HttpResponse) -> ElementTree.Element:
    """The tree of an answer in XML."""
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own answer


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def answer(pages: Pages) -> dict[str, str]:
    """What the form of a page sends."""
    page = pages["en", "co-fee"]
    return {
        "page": str(page.pk),
        "revision": str(page.live_revision_id),
        "path": page.url,
        "is_useful": "no",
        "comment": "Where do I pay?",
    }


def test_an_answer_is_kept_with_page_revision_and_language(
    client: Client, answer: dict[str, str]
) -> None:
    response = client.post("/en/feedback/", answer, headers=OURS, follow=True)

    kept = Feedback.objects.get()
    assert response.status_code == 200
    assert not response.cookies
    assert (kept.page_id, kept.revision) == (int(answer["page"]), int(answer["revision"]))
    assert (kept.language, kept.is_useful, kept.comment) == ("en", False, "Where do I pay?")


def test_a_program_in_the_trap_is_thanked_and_ignored(
    client: Client, answer: dict[str, str]
) -> None:
    response = client.post("/en/feedback/", {**answer, "website": "x"}, headers=OURS)

    assert response.status_code == 302
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
)
def test_an_answer_from_another_site_is_refused(
    client: Client, answer: dict[str, str], headers: dict[str, str]
) -> None:
    response = client.post("/en/feedback/", answer, headers=headers)

    assert response.status_code == 429
    assert not Feedback.objects.exists()


def test_too_many_answers_are_refused(client: Client, answer: dict[str, str]) -> None:
    for _number in range(FEEDBACK_PER_HOUR):
        client.post("/en/feedback/", answer, headers=OURS)

    assert client.post("/en/feedback/", answer, headers=OURS).status_code == 429
    assert Feedback.objects.count() == FEEDBACK_PER_HOUR


@pytest.mark.parametrize("change", [{"page": "9999"}, {"is_useful": "?"}, {"path": "javascript:"}])
def test_nonsense_is_refused_in_words(
    client: Client, answer: dict[str, str], change: dict[str, str]
) -> None:
    response = client.post("/en/feedback/", {**answer, **change}, headers=OURS)

    assert response.status_code == 400
    assert not Feedback.objects.exists()


def test_a_search_without_result_is_counted_unless_it_may_name_a_person(
    content: None, client: Client, db: None
) -> None:
    for query in ("zzqqxx", "zzqqxx", "zz@qqxx.example", "zzqqxx 0912 345 678"):
        client.get("/en/search/", {"q": query})

    assert [(row.query, row.count) for row in QueryWithoutResult.objects.all()] == [("zzqqxx", 2)]


@pytest.mark.parametrize(
    "address",
    ["/vi/feed/", "/en/announcements/feed/", "/fr/localites/bac-ninh/feed/"],
)
def test_each_feed_is_atom_with_full_addresses(
    content: None, client: Client, db: None, address: str
) -> None:
    response = client.get(address)

    entries = parsed(response).findall(f"{ATOM}entry")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert entries
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href", "").startswith("http://testserver/")


def test_the_sitemaps_name_every_page_in_the_file_of_its_language(
    client: Client, pages: Pages
) -> None:
    files = [row.findtext(f"{MAP}loc", "") for row in parsed(client.get("/sitemap.xml"))]

    named = {name: list(parsed(client.get(name))) for name in files}
    assert files == [f"http://testserver/sitemap-{code}-1.xml" for code in LANGUAGES]
    for (code, _key), page in pages.items():
        rows = named[f"http://testserver/sitemap-{code}-1.xml"]
        assert f"http://testserver{page.url}" in {row.findtext(f"{MAP}loc") for row in rows}
    for rows in named.values():
        assert all(len(row.findall(f"{XHTML}link")) == 3 for row in rows), "three languages"


def test_a_sitemap_too_long_for_the_page_cache_is_split(
    client: Client, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST_IN_FILE", 100)

    first, second = (parsed(client.get(f"/sitemap-vi-{part}.xml")) for part in (1, 2))

    assert len(first) == 100
    assert 0 < len(second) <= 100
    assert client.get("/sitemap-vi-9.xml").status_code == 404
    assert client.get("/sitemap.xml").content.count(b"sitemap-vi-") > 1


def test_robots_names_the_sitemap(client: Client, db: None) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_structured_data_holds_breadcrumbs_questions_and_services(
    client: Client, pages: Pages
) -> None:
    def kinds(address: str) -> set[str]:
        html = client.get(address).content.decode()
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
        assert found
        return {item["@type"] for item in json.loads(found[1])["@graph"]}

    assert kinds(pages["fr", "co-fee"].url) == {"BreadcrumbList"}
    assert "FAQPage" in kinds(pages["vi", "c26-faq"].url)
    assert "GovernmentService" in kinds(f"{pages['en', 'localities'].url}dong-nai/")


def test_partners_get_a_link_for_each_language_and_topic(client: Client, pages: Pages) -> None:
    address = pages["en", "dep-link-to-us"].url
    page = client.get(address, {"place": "dong-nai"}).content.decode()

    assert page.count("&lt;a href=") == 15
    assert "http://testserver/fr/localites/dong-nai/" in page
    assert f"http://testserver{check_at('vi', '?province=dong-nai')}" in page
    assert f"http://testserver{check_at('vi', '?registered=dong-nai', 'co-issuer')}" in page


@pytest.mark.parametrize("topic", [MAIN, "check"])
def test_a_link_can_be_printed_as_a_qr_code(client: Client, pages: Pages, topic: str) -> None:
    address = f"{pages['vi', 'dep-link-to-us'].url}qr/{topic}/fr/"

    page = client.get(address, {"place": "dong-nai"}).content.decode()

    assert "<svg" in page
    assert f"http://testserver{check_at('fr', '?province=dong-nai')}" in page
    assert client.get(address, {"place": "\x00"}).status_code == 200
    assert client.get(address.replace(topic, "nothing")).status_code == 404
