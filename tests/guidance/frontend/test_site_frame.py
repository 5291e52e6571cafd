"""The frame of every page: languages, fixed places, error pages; no query, no cookie."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import OperationalError
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from guidance.models import frame
from guidance.templatetags.site_links import language_links
from guidance.text.addresses import fixed_url
from tests.checking import check_at

FIXED = [item["key"] for which in ("menu", "foot", "link") for item in frame.SHIPPED[which]]


def links(path: str, **context: object) -> dict[str, str]:
    """The language switch on a page: code to address."""
    request = RequestFactory().get(path)
    with override(path[1:3]):
        return {link.code: link.url for link in language_links({"request": request, **context})}


def test_switching_language_keeps_place_and_answers() -> None:
    assert links(check_at("vi", "result/?state=used&goods=8471"))["fr"] == (
        check_at("fr", "result/?state=used&goods=8471")
    )


def test_a_page_may_name_its_own_translations() -> None:
    alternates = {"vi": "/vi/dia-phuong/", "en": "/en/provinces/"}

    assert links("/vi/dia-phuong/", language_alternates=alternates) == {
        **alternates,
        "fr": "/fr/",
    }


def test_a_language_without_a_translation_says_so() -> None:
    request = RequestFactory().get("/vi/x/")
    with override("vi"):
        html = render_to_string("includes/languages.html", {"language_alternates": {}}, request)

    assert html.count("app-languages__missing") == len(settings.LANGUAGES)


def test_the_switch_never_leads_to_another_host() -> None:
    assert all(re.match(r"/[^/]", url) for url in links("/vi//evil.example/?x=//y").values())


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
@pytest.mark.parametrize("key", FIXED)
def test_header_and_footer_name_pages_that_have_content(key: str, language: str) -> None:
    assert fixed_url(key, language).startswith(f"/{language}/")
    assert fixed_url(key, language) != f"/{language}/"


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_a_page_knows_its_section_and_its_line(language: str) -> None:
    below = f"{fixed_url('co', language)}x/"

    assert frame.section_of(below, language) == "co"
    assert frame.line_of("co") == "co"
    assert frame.section_of(fixed_url("about", language), language) == ""


def test_a_language_that_has_no_section_yet_is_in_none() -> None:
    assert frame.section_of("/tlh/x/", "tlh") == ""
    assert frame.line_of("") == ""


@pytest.mark.parametrize("table", ["menu", "foot", "link"])
def test_what_comes_with_the_product_is_named_in_each_language(table: str) -> None:
    items = frame.SHIPPED[table]

    assert all(set(item["label"]) == {code for code, _ in settings.LANGUAGES} for item in items)


@pytest.mark.django_db
@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_the_frame_is_complete_in_each_language(language: str) -> None:
    request = RequestFactory().get(check_at(language, "?state=used"))
    with override(language):
        html = render_to_string("base.html", {}, request)

    assert f'<html lang="{language}"' in html
    assert f'rel="canonical" href="http://testserver{check_at(language)}"' in html
    assert html.count('rel="alternate"') == len(settings.LANGUAGES) + 1
    assert all(name in html for _, name in settings.LANGUAGES)
    assert "csrfmiddlewaretoken" not in html
    assert " style=" not in html


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_error_pages_speak_the_readers_language_without_a_database(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_language: str) -> None:
        raise OperationalError

    monkeypatch.setattr(frame._frames, "read", gone)
    request = RequestFactory().get(f"/{language}/gone/")
    with override(language):
        missing = render_to_string("404.html", {}, request)
        broken = render_to_string("500.html")

    assert f'lang="{language}"' in missing
    assert f'<html lang="{language}"' in broken


def test_a_fixed_place_follows_the_reader() -> None:
    with override("fr"):
        url = Template('{% load site_links %}{% site_url "check" %}').render(Context())

    assert url == "/fr/check/"
