"""Name, menu, foot and contact of the pages of a language are an editor's to change."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction, Site

from guidance.accounts.roles import ADMINISTRATOR, EDITOR, LEGAL_REVIEWER
from guidance.delivery.content_version import content_version
from guidance.delivery.error_responses import TOO_LARGE, TOO_MANY, reject
from guidance.delivery.unavailable import GONE, server_error, unavailable
from guidance.models import SiteFrame, frame
from guidance.models.closed_pages import closed_addresses, read_closed
from guidance.models.telephones import dialled, linked, validate_phones, validate_zalo, zalo_address
from guidance.text.addresses import fixed_url
from tests.checking import check_at
from tests.guidance.translation.test_workbench import signed_in

Pages = dict[tuple[str, str], Page]


@pytest.fixture(autouse=True)
def _as_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frame as the database has it."""
    monkeypatch.setattr(frame, "source", frame.recorded)
    monkeypatch.setattr(closed_addresses, "read", read_closed)


def links(html: str, label: str) -> list[tuple[str, str]]:
    named = f'<nav[^>]* aria-label(="|ledby[^>]*>\\s*<h2[^>]*>){label}'
    found = re.search(named, html)
    assert found
    part = html[found.start() :]
    return re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', part[: part.index("</nav>")])


def test_a_frame_as_shipped_has_the_places_of_the_site(pages: Pages, client: Client) -> None:
    html = client.get(pages["en", "co-fee"].url).content.decode()

    assert [label for _url, label in links(html, "Main")] == [
        "Used IT goods",
        "Check for yourself",
        "Origin (C/O)",
        "Provinces",
        "For departments",
    ]
    assert f'<a href="{pages["en", "co"].url}" aria-current="true">' in html
    assert ("/en/accessibility/", "Accessibility") in links(html, "About this site")
    assert "– Import and Origin Guide</title>" in html


def test_an_editor_changes_what_stands_around_every_page(
    pages: Pages, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    record = SiteFrame.objects.get(locale__language_code="en")
    editor = signed_in(EDITOR)
    data = {
        "name": "Border Guide",
        "tagline": "For traders",
        "description": "All of it.",
        "note": "Kept by the ministry.",
        "phone": "024 3822 0000",
        "email": "a@example.org",
        "menu-count": 2,
        "foot-count": 0,
        "menu-0-type": "entry",
        "menu-0-order": 0,
        "menu-0-deleted": "",
        "menu-0-id": "",
        "menu-0-value-label": "Fees",
        "menu-0-value-page": pages["en", "co-fee"].pk,
        "menu-0-value-place": "",
        "menu-1-type": "entry",
        "menu-1-order": 1,
        "menu-1-deleted": "",
        "menu-1-id": "",
        "menu-1-value-label": "Check",
        "menu-1-value-page": "",
        "menu-1-value-place": "check",
    }
    address = f"/admin/snippets/guidance/siteframe/edit/{record.pk}/"
    client.get(pages["en", "co-fee"].url)

    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(address, data).status_code == 302
    html = client.get(pages["en", "co-fee"].url).content.decode()

    assert "– Border Guide</title>" in html
    assert 'property="og:site_name" content="Border Guide"' in html
    assert "For traders" in html
    assert "Kept by the ministry." in html
    assert '<a href="tel:+84-24-3822-0000">024 3822 0000</a>' in html
    assert links(html, "Main") == [(pages["en", "co-fee"].url, "Fees"), ("/en/check/", "Check")]
    assert "Border Guide" not in client.get(pages["vi", "co-fee"].url).content.decode()
    assert editor.post(address, {**data, "phone": "abc"}).status_code == 200
    assert signed_in(LEGAL_REVIEWER).get(address).status_code == 302


def form_fields(form: Any) -> dict[str, Any]:
    """What the form of a frame holds, as it would be sent back unchanged."""
    found: dict[str, Any] = {}
    for name in ("menu", "foot"):
        stream = form[name].value()
        found[f"{name}-count"] = len(stream)
        for number, child in enumerate(stream):
            start = f"{name}-{number}"
            value = child.value
            found |= {
                f"{start}-type": "entry",
                f"{start}-order": number,
                f"{start}-deleted": "",
                f"{start}-id": "",
                f"{start}-value-label": value["label"],
                f"{start}-value-page": value["page"].pk if value["page"] else "",
                f"{start}-value-place": value["place"],
            }
    for name in ("name", "tagline", "description"):
        found[name] = form[name].value()
    return found


def test_the_form_begins_with_what_readers_see(pages: Pages, client: Client) -> None:
    """Whoever adds one entry keeps the others; what is left as shipped stays as shipped."""
    record = SiteFrame.objects.get(locale__language_code="vi")
    address = f"/admin/snippets/guidance/siteframe/edit/{record.pk}/"
    editor = signed_in(EDITOR)
    sent = form_fields(editor.get(address).context["form"])

    assert sent["menu-count"] == 5
    assert sent["name"] == "Cẩm nang Nhập khẩu và Xuất xứ"
    assert editor.post(address, sent).status_code == 302
    record.refresh_from_db()
    assert (record.name, record.tagline, len(record.menu), len(record.foot)) == ("", "", 0, 0)

    new = {key.replace("menu-4", "menu-5"): value for key, value in sent.items() if "menu-4" in key}
    new |= {"menu-count": 6, "menu-5-order": 5, "menu-5-value-label": "Lệ phí"}
    new["menu-5-value-page"] = pages["vi", "co-fee"].pk
    assert editor.post(address, {**sent, **new}).status_code == 302
    content_version.change()
    shown = links(client.get(pages["vi", "co-fee"].url).content.decode(), "Mục chính")
    assert len(shown) == 6
    assert shown[-1] == (pages["vi", "co-fee"].url, "Lệ phí")
    listed = editor.get("/admin/snippets/guidance/siteframe/").content.decode()
    assert "Cẩm nang Nhập khẩu và Xuất xứ" in listed

    new["menu-5-value-page"] = pages["en", "home"].pk
    refused = editor.post(address, {**sent, **new})
    assert refused.status_code == 200
    assert "This page is in English." in refused.content.decode()


DEMONSTRATION = "This is a demonstration, run by nobody."
NOTICE = "Nobody has said who runs this site."


@pytest.mark.parametrize("place", ["co-fee", "about", "check"])
def test_who_runs_the_site_is_said_on_every_page(pages: Pages, client: Client, place: str) -> None:
    """A language that names nobody says whom another names."""
    address = fixed_url(place, "en")
    assert DEMONSTRATION in client.get(address).content.decode()

    record = SiteFrame.objects.get(locale__language_code="vi")
    record.operator = "Sở <A>"
    record.save()
    SiteFrame.objects.filter(locale__language_code="en").update(
        mandate="Decision 1", editorial_rules="Two read it.\n\nOne signs.", reviewers="Ms B"
    )
    content_version.change()
    html = client.get(address).content.decode()

    assert DEMONSTRATION not in html
    assert f'Run by <a href="{fixed_url("about", "en")}#operator">Sở &lt;A&gt;</a>' in html
    said = ("Decision 1", "<p>Two read it.</p>", "<p>One signs.</p>", "Ms B")
    assert all((text in html) == (place == "about") for text in said)


def test_administrators_are_told_that_nobody_runs_the_site(pages: Pages) -> None:
    boss = signed_in(ADMINISTRATOR)
    home = boss.get("/admin/").content.decode()

    assert NOTICE in home
    assert 'href="/admin/snippets/guidance/siteframe/"' in home
    assert NOTICE not in signed_in(EDITOR).get("/admin/").content.decode()
    SiteFrame.objects.filter(locale__language_code="fr").update(operator="A")
    assert NOTICE not in boss.get("/admin/").content.decode()


def test_no_record_is_made_for_no_language(pages: Pages) -> None:
    response = signed_in(ADMINISTRATOR).post(
        "/admin/snippets/guidance/siteframe/add/", {"menu-count": 0, "foot-count": 0}
    )

    assert response.status_code == 200
    assert "has its record already" in response.content.decode()


def test_a_page_that_readers_may_not_see_is_in_no_menu(pages: Pages, client: Client) -> None:
    record = SiteFrame.objects.get(locale__language_code="en")
    record.menu = [
        ("entry", {"label": name, "page": pages["en", key], "place": ""})
        for name, key in (("Open", "co"), ("Closed", "co-fee"))
    ]
    record.save()
    PageViewRestriction.objects.create(
        page=pages["en", "co-fee"], restriction_type=PageViewRestriction.LOGIN
    )

    html = client.get(pages["en", "circular-26"].url).content.decode()

    assert [label for _url, label in links(html, "Main")] == ["Open"]


def test_the_name_in_wagtails_settings_is_no_dead_field(pages: Pages, client: Client) -> None:
    Site.objects.filter(is_default_site=True).update(site_name="Another name")

    assert "– Another name</title>" in client.get("/fr/").content.decode()


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("024 3822 0000", "tel:+84-24-3822-0000"),
        ("+84 912 345 678", "tel:+84-912-345-678"),
        ("1022", "tel:1022"),
        ("abc", ""),
        ("12", ""),
        ("024 3822", ""),
    ],
)
def test_a_telephone_number_is_one_that_can_be_dialled(text: str, link: str) -> None:
    assert dialled(text) == link
    if link:
        validate_phones(text)
        validate_phones(f"{text}, {text}")
        assert len(list(linked(f"{text}; {text}"))) == 2
    else:
        with pytest.raises(ValidationError):
            validate_phones(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("0912 345 678", "https://zalo.me/0912345678"),
        ("zalo.me/1234567890", "https://zalo.me/1234567890"),
        ("https://oa.zalo.me/home", "https://oa.zalo.me/home"),
        ("https://example.org/zalo.me/", ""),
        ("abc", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_account_at_zalo_is_a_number_or_an_address_there(text: str, address: str) -> None:
    assert zalo_address(text) == address
    if not address:
        with pytest.raises(ValidationError):
            validate_zalo(text)


def test_pages_keep_their_frame_while_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked once, then left alone for five seconds, and the last frame shown again."""
    asked = []

    def gone(language: str) -> frame.Frame:
        asked.append(language)
        raise OperationalError

    known = frame.Frame(name="Border Guide", tagline="", description="", menu=[], foot=[])
    monkeypatch.setattr(frame._frames, "known", {("en",): known})
    monkeypatch.setattr(frame._frames, "read", gone)

    with override("en"):
        assert [frame.site_frame(), frame.site_frame()] == [known, known]
    with override("fr"):
        shipped = frame.site_frame()
    assert shipped.name == "Guide Importation et Origine"
    assert not shipped.is_demonstration, "nobody knows who runs it"
    assert asked == ["en"]


ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/en/feed/", "/en/announcements/feed/", check_at("en", "rules/feed/"))


def test_what_leaves_the_site_is_signed_with_its_name(pages: Pages, client: Client) -> None:
    SiteFrame.objects.filter(locale__language_code="en").update(name="Border Guide")
    content_version.change()

    for address in FEEDS:
        feed = ElementTree.fromstring(client.get(address).content)  # noqa: S314 - ours
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Border Guide", address


@pytest.mark.parametrize(
    "page",
    [
        lambda: reject(RequestFactory().get("/en/"), TOO_MANY),
        lambda: reject(RequestFactory().get("/en/"), TOO_LARGE),
        lambda: unavailable(RequestFactory().get("/en/"), GONE),
        lambda: server_error(RequestFactory().get("/en/")),
    ],
)
def test_a_page_that_stands_alone_has_the_name_last_read(
    page: Callable[[], HttpResponse], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No database is asked for it: this test has none."""
    known = frame.Frame(name="Border Guide", tagline="", description="", menu=[], foot=[])
    with override("en"):
        assert "– Import and Origin Guide</title>" in page().content.decode()
        monkeypatch.setattr(frame._frames, "known", {("en",): known})
        html = page().content.decode()

    assert "– Border Guide</title>" in html
    assert "Import and Origin Guide" not in html
