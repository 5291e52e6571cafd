"""The editors' guide is a page of the admin: with contents, pictures, and both editions."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail.users.models import UserProfile

from guidance.accounts.roles import EDITOR
from guidance.editing.guide import editions, written
from guidance.text.languages import LANGUAGES
from tests.guidance.translation.test_workbench import signed_in

Pages = dict[tuple[str, str], Page]


def read(client: Client, language: str, address: str = "/admin/guide/") -> str:
    """What an editor with a language is shown."""
    profile = UserProfile.objects.get_or_create(user_id=client.session["_auth_user_id"])[0]
    profile.preferred_language = language
    profile.save()
    return client.get(address).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_editor_reads_it_in_the_own_language_or_in_english(
    pages: Pages, language: str
) -> None:
    html = read(signed_in(EDITOR), language)
    shown = language if language in editions() else "en"

    assert f'<div class="guidance-guide__text" lang="{shown}">' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("language", editions())
def test_its_contents_lead_to_every_heading(pages: Pages, language: str) -> None:
    html = read(signed_in(EDITOR), "en", f"/admin/guide/{language}/")
    text = html[html.index("guidance-guide__text") :]
    headings = re.findall(r'<h([23]) id="([^"]+)">([^<]+)</h', text)
    contents = re.findall(r'level-(\d)"><a href="#([^"]+)">([^<]+)</a>', html)

    assert contents == headings
    assert len({anchor for _level, anchor, _text in headings}) == len(headings) > 10
    assert int(headings[0][0]) == 2
    assert "**" not in html
    assert "|---" not in html


@pytest.mark.parametrize("language", editions())
def test_its_pictures_and_its_other_edition_are_there(pages: Pages, language: str) -> None:
    client = signed_in(EDITOR)
    html = read(client, "en", f"/admin/guide/{language}/")
    pictures = re.findall(r'<img src="([^"]+)" alt="[^"]+"', html)
    others = re.findall(r'href="(/admin/guide/[a-z]+/)"', html)

    assert len(pictures) > 3
    for address in pictures:
        answer = client.get(address)
        assert answer["Content-Type"] == "image/webp"
        assert next(iter(answer.streaming_content))
    assert others == [f"/admin/guide/{code}/" for code in editions() if code != language]
    for missing in ("/admin/guide/xx/", "/admin/guide/pictures/none/", "/admin/guide/pictures/../"):
        assert client.get(missing, follow=True).status_code == 404, missing


def test_markup_in_it_is_shown_and_not_obeyed() -> None:
    text = "# T\n\n## A\n\n<script>a()</script>\n\n## A\n\n[a](javascript:a())\n\n|a|\n|-|\n|b|\n"
    title, contents, html = written(text)

    assert title == "T"
    assert [heading.anchor for heading in contents] == ["a", "a-2"]
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<table>" in html
