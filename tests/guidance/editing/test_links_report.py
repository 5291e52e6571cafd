"""Links that lead nowhere are found without asking anybody; other sites only by a command."""

from __future__ import annotations

import io
import socket

import pytest
from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from guidance.editing.reports.link_collector import is_malformed
from guidance.editing.reports.links import LinkRow, link_rows
from guidance.models import AddressCheck, LegalSource
from guidance.operations import outgoing

Pages = dict[tuple[str, str], Page]
ELSEWHERE = "https://www.example.org/thong-tu"


def write(page: Page, html: str) -> None:
    """Make a text the whole body of a page, as it is stored."""
    page = page.specific
    page.body = [("text", {"html": html, "sources": []})]
    page.save()


def found(page: Page) -> list[tuple[str, str]]:
    """What is reported of a page."""
    address = f"/admin/pages/{page.pk}/edit/"
    return [(row.issue, row.target) for row in link_rows() if row.edit_url == address]


def test_the_content_as_delivered_has_no_such_link(pages: Pages) -> None:
    assert list[LinkRow](link_rows()) == []


@pytest.mark.parametrize(
    ("html", "issue"),
    [
        ('<a linktype="page" id="987654">x</a>', "missing"),
        ('<a linktype="document" id="987654">x</a>', "missing"),
        ('<a href="/vi/khong-co/">x</a>', "missing"),
        ('<a href="/check/">x</a>', "missing"),
        ('<a href="/vi/dia-phuong/atlantis/">x</a>', "missing"),
        ('<a href="khong-co">x</a>', "malformed"),
        ('<a href="https://khong">x</a>', "malformed"),
        ('<a href="ftp://example.org/">x</a>', "malformed"),
    ],
)
def test_a_link_to_nothing_is_found(pages: Pages, html: str, issue: str) -> None:
    page = pages["vi", "co-fee"]
    write(page, f"<p>{html}</p>")

    assert [kind for kind, _target in found(page)] == [issue]


def test_links_that_lead_somewhere_are_left_alone(pages: Pages) -> None:
    page, index = pages["vi", "co-fee"], pages["vi", "localities"]
    links = (
        "/vi/check/?purpose=research",
        "/en/search/",
        pages["fr", "co-fee"].url,
        f"{index.url}ha-noi/",
        f"{index.url}binh-phuoc/",
        f"{index.url}ha-noi/feed/",
        "#part",
        "mailto:a@example.org",
        ELSEWHERE,
    )
    write(page, "".join(f'<p><a href="{link}">x</a></p>' for link in links))

    assert found(page) == []


def test_a_page_that_is_no_longer_published_is_found(pages: Pages) -> None:
    page, target = pages["vi", "co-fee"], pages["vi", "co-ecosys"]
    write(page, f'<p><a linktype="page" id="{target.pk}">x</a></p>')
    target.specific.unpublish()

    assert found(page) == [("unpublished", target.title)]


def test_a_redirected_address_is_found(pages: Pages) -> None:
    page = pages["vi", "co-fee"]
    write(page, '<p><a href="/vi/cu/">x</a></p>')
    Redirect.objects.create(old_path="/vi/cu", redirect_page=page)

    assert found(page) == [("redirected", "/vi/cu/")]


def test_a_citation_without_its_source_is_found(pages: Pages) -> None:
    page = pages["vi", "co-fee"].specific
    page.sources = "act-that-is-not:art-1"
    page.body = []
    page.save()

    assert found(page) == [("missing", "act-that-is-not:art-1")]


def test_a_malformed_official_address_leads_to_its_source(pages: Pages) -> None:
    source = LegalSource.objects.exclude(url="").first()
    assert source is not None
    LegalSource.objects.filter(pk=source.pk).update(url="http:/congbao.chinhphu.vn/x")

    rows = list(link_rows())

    assert [row.issue for row in rows] == ["malformed"]
    assert rows[0].edit_url == f"/admin/snippets/guidance/legalsource/edit/{source.pk}/"


@pytest.mark.parametrize(
    "address", ["http://", "https://..", "https://[::1", "https://a b.vn/", "//example", "x:y"]
)
def test_an_address_no_browser_opens_is_malformed(address: str) -> None:
    assert is_malformed(address)


# --- Other sites: no request but by the command -------------------------------------------------


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> dict[str, outgoing.Reply]:
    """Answers by address; everything else answers as asked."""
    answers: dict[str, outgoing.Reply] = {}

    def answer(_method: str, address: str, *_rest: object) -> outgoing.Reply:
        return answers.get(address, outgoing.Reply(200, "OK", address))

    monkeypatch.setattr(outgoing, "ask", answer)
    return answers


def test_the_command_keeps_what_other_sites_answered(
    pages: Pages, internet: dict[str, outgoing.Reply]
) -> None:
    page = pages["vi", "co-fee"]
    gone, moved = f"{ELSEWHERE}/gone", f"{ELSEWHERE}/moved"
    write(
        page, f'<p><a href="{gone}">x</a> <a href="{moved}">x</a> <a href="{ELSEWHERE}">x</a></p>'
    )
    internet[gone] = outgoing.Reply(404, "Not Found", gone)
    internet[moved] = outgoing.Reply(200, "OK", f"{ELSEWHERE}/new")
    output = io.StringIO()

    call_command("check_addresses", stdout=output)

    assert sorted(found(page)) == [("failing", gone), ("moved", moved)]
    assert f"{gone}: 404 Not Found" in output.getvalue()
    assert "1 addresses did not answer." in output.getvalue()
    assert AddressCheck.objects.get(url=ELSEWHERE).status == 200


def test_what_is_no_longer_linked_is_forgotten(
    pages: Pages, internet: dict[str, outgoing.Reply]
) -> None:
    page = pages["vi", "co-fee"]
    write(page, f'<p><a href="{ELSEWHERE}">x</a></p>')
    call_command("check_addresses", stdout=io.StringIO())

    write(page, "<p>x</p>")
    call_command("check_addresses", stdout=io.StringIO())

    assert not AddressCheck.objects.filter(url=ELSEWHERE).exists()


def test_the_report_asks_nobody(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        pytest.fail("a request to another site")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    write(pages["vi", "co-fee"], f'<p><a href="{ELSEWHERE}">x</a></p>')

    assert list(link_rows()) == []
