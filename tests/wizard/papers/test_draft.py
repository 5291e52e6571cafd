"""A draft goes out in the ZIP and comes back into the form, on any machine."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext, override

from tests.wizard.assessment.pages import Page, plain
from tests.wizard.assessment.stories import LANGUAGES, PERMITTED
from tests.wizard.papers.filled import COMPANY, EMPTY, FILLED, address, papers, send
from tests.wizard.papers.test_form import typed_texts, values

pytestmark = pytest.mark.django_db
DRAFT = "ban-nhap.json"


def zipped(name: str, body: bytes) -> bytes:
    """A ZIP with one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, body)
    return made.getvalue()


ERROR = (
    "Choose a draft that this page has made, ending in .json, or the ZIP it lies in. "
    "What you typed is still here."
)
OTHERS = {
    "empty": b"",
    "zip": b"PK\x03\x04",
    "list": b"[]",
    "another format": b'{"format": 1}',
    "nested": b"[" * 100_000,
    "zip without a draft": zipped("other.json", b"{}"),
    "zip of nothing of ours": zipped("ban-nhap.json", b"[]"),
    "zip that grows": zipped("ban-nhap.json", b" " * 9_000_000),
    "large": b'{"a":"' + b"x" * 1_100_000 + b'"}',
    "another kit": b'{"format": "papers-draft-1", "kit": "other"}',
}


def load(client: Client, body: bytes, language: str = "en", **typed: str) -> Any:
    """Send a file as a draft."""
    file = SimpleUploadedFile("draft.json", body, "application/json")
    where = address(language=language)
    return send(client, {**EMPTY, **typed}, where, do="load", draft=file)


def test_a_draft_of_the_zip_fills_the_form_again(client: Client) -> None:
    body = papers(client, FILLED)[DRAFT]

    response = load(client, body, "fr")

    found = values(response.content.decode())
    assert {key: found.get(key) for key in typed_texts(FILLED)} == typed_texts(FILLED)
    page = Page(response)
    for key in ("say_use", "say_manage", "say_after", "say_line", "questions"):
        assert page.chosen(key) == FILLED[key]
    assert page.chosen("wants_yearly") == ["yes"]
    assert '<option value="re-export" selected>' in response.content.decode()


def test_the_whole_zip_is_read_as_the_draft_in_it(client: Client) -> None:
    response = load(client, send(client, FILLED).content)

    found = values(response.content.decode())
    assert {key: found.get(key) for key in typed_texts(FILLED)} == typed_texts(FILLED)


def test_a_draft_alone_is_the_same(client: Client) -> None:
    alone = send(client, FILLED, do="draft")

    assert alone["Content-Disposition"] == f'attachment; filename="{DRAFT}"'
    assert alone["Cache-Control"] == "no-store"
    content = json.loads(alone.content)
    assert content == json.loads(papers(client, FILLED)[DRAFT])
    assert dict(pair.split("=") for pair in content["answers"].split("&")) == PERMITTED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS)
def test_another_file_is_refused_and_nothing_typed_is_lost(
    client: Client, language: str, body: bytes
) -> None:
    response = load(client, body, language, company_name=COMPANY)

    assert response.status_code == 200
    assert values(response.content.decode())["company_name"] == COMPANY
    with override(language):
        assert plain(gettext(ERROR)) in Page(response).text


def test_what_does_not_belong_in_a_draft_is_left_out(client: Client) -> None:
    content = {
        "format": "papers-draft-1",
        "kit": "circular-26-2025",
        "fields": {"company_name": COMPANY, "shoe_size": "42", "address": ["x"], "signer": "king"},
        "lines": {"goods": [{"desc": "a b"}] * 99 + [7], "x": 3, "licensed": "no"},
        "sentences": ["i-a", "ghost", 7],
        "questions": "conditions",
        "reading": "yes",
    }

    response = load(client, json.dumps(content).encode())

    page = Page(response)
    assert response.status_code == 200
    assert values(response.content.decode())["company_name"] == COMPANY
    assert page.fields["goods-lines"][0]["value"] == "30"
    assert page.chosen("say_use") == ["i-a"]
    assert page.chosen("questions") == []
