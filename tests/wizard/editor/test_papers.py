"""Editors change the papers with the rules: proved, looked at, compared, published together."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, setup_roles
from guidance.text.languages import LANGUAGES
from tests.checking import MAIN
from tests.guidance.translation.test_workbench import signed_in
from tests.wizard.drafts.documents import change
from tests.wizard.editor.forms import form_data
from tests.wizard.editor.test_admin import address, body
from tests.wizard.papers.filled import FILLED, docx_text, papers, pdf_text
from wizard.drafts.expected_verdicts import to_stream
from wizard.drafts.issue_texts import where, worded
from wizard.drafts.models.documents import OF_PAPERS
from wizard.drafts.version_diff import places
from wizard.models import RuleSetDocument
from wizard.rules import registry
from wizard.rules.snapshot import shipped_situations
from wizard.rules.toml_files import read, write

REASON = {
    "vi": "Cần vì {need_reason}, thưa Bộ.",
    "en": "Needed: {need_reason}.",
    "fr": "{need_reason}.",
}
SAID = "Cần vì dây chuyền"


def without_papers(document: RuleSetDocument) -> None:
    """As a version was kept before papers were part of it."""
    for name in OF_PAPERS:
        setattr(document, name, [])
    RuleSetDocument.objects.filter(pk=document.pk).update(**{key: [] for key in OF_PAPERS})
    document.save_revision()


def explanation(client: Client) -> str:
    """What a visitor's explanatory document says."""
    return docx_text(papers(client, FILLED)["nop/2-ban-thuyet-minh.docx"])


def test_the_shipped_papers_are_part_of_the_first_version(live: RuleSetDocument) -> None:
    assert live.has_papers()
    assert live.mapping_as_read()["papers"] == live.next_version().mapping_as_read()["papers"]


def test_a_changed_word_is_used_once_it_is_published(
    client: Client, draft: RuleSetDocument, without_review: None
) -> None:
    change(draft, "papers_sentence", "i-a", text=REASON)
    assert SAID not in explanation(client)

    draft.get_latest_revision().publish()

    assert SAID in explanation(client)


def test_without_papers_of_its_own_a_version_uses_the_shipped_ones(
    client: Client, live: RuleSetDocument
) -> None:
    before = explanation(client)
    without_papers(live)
    registry.refresh()

    assert explanation(client) == before
    assert live.next_version().has_papers()


def test_a_field_nobody_asks_keeps_a_version_from_being_published(draft: RuleSetDocument) -> None:
    change(draft, "papers_sentence", "i-a", text={**REASON, "en": "Needed: {shoe_size}."})

    with pytest.raises(ValidationError, match="1 findings"):
        draft.get_latest_revision().publish()
    with override("en"):
        (finding,) = worded(draft.validation(), draft.streams())
    assert finding.words == "This names a field that nobody is asked for"
    assert finding.detail == "shoe_size"
    assert finding.where.startswith("Papers › Sentence › Needed: {shoe_size}. › Text")
    entries = {item["id"]: item["value"]["key"] for item in draft.streams()["papers_sentence"]}
    assert entries[finding.element.removeprefix("block-").removesuffix("-section")] == "i-a"


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("vi", "từ 01/01/2027"),
        ("en", "from 1 January 2027"),
        ("fr", "à partir du 1er janvier 2027"),
    ],
)
def test_the_first_day_without_a_letter_is_told_in_words(
    draft: RuleSetDocument, language: str, day: str
) -> None:
    change(draft, "papers_question", "waste", in_force_until="2026-12-31")

    with override(language):
        (finding,) = worded(draft.validation(), draft.streams())

    assert finding.detail == day


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("papers.letter.who", "Papers › Letters of question › Who asks, and for which goods"),
        ("papers.topic[use].field[use_from].label", "Papers › Topic of the form › Why, and how"),
        ("papers.paper[request].part[3].when", "Only if these answers are given"),
    ],
)
def test_a_place_of_the_papers_is_told_as_the_form_does(
    draft: RuleSetDocument, place: str, named: str
) -> None:
    assert named in " › ".join(where(place, draft.streams(), "en"))


def test_the_form_sends_the_papers_back_as_they_are(editor: Client, draft: RuleSetDocument) -> None:
    data = form_data(draft)
    sentence = json.loads(data["papers_sentence-0-value-collapsed"])
    sentence["text"]["vi"] = "Một câu khác vì {need_reason}."
    data["papers_sentence-0-value-collapsed"] = json.dumps(sentence)
    wanted = copy.deepcopy(draft.mapping_as_read()["papers"])
    wanted["sentence"][0]["text"]["vi"] = "Một câu khác vì {need_reason}."

    editor.post(address("edit", draft.pk), data)

    saved = RuleSetDocument.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert saved.mapping_as_read()["papers"] == wanted


def test_a_file_takes_the_papers_along(draft: RuleSetDocument, tmp_path: Path) -> None:
    change(draft, "papers_sentence", "i-a", text=REASON)
    assert read(write(draft.mapping())) == draft.mapping_as_read()
    file = tmp_path / "rules.toml"
    file.write_text(write({**draft.mapping(), "version": 77}), encoding="utf-8")

    call_command("import_ruleset", str(file))

    imported = RuleSetDocument.objects.get(key=draft.key, version=77)
    assert imported.mapping_as_read()["papers"]["sentence"][0]["text"] == REASON


def test_the_comparison_names_what_changed_in_the_papers(
    draft: RuleSetDocument, live: RuleSetDocument
) -> None:
    change(draft, "papers_sentence", "i-a", text=REASON)
    # Of one that had none of its own, the shipped ones are compared.
    without_papers(live)

    found = [item.place for _words, item in places(draft, live.parsed(), draft.parsed())]

    assert [place for place in found if place.startswith("papers.")] == [
        f"papers.sentence[i-a].text.{code}" for code in LANGUAGES
    ]


# --- Looking at them --------------------------------------------------------------------------


@pytest.fixture
def expecting(draft: RuleSetDocument) -> RuleSetDocument:
    """The draft with the shipped situations in which somebody needs a permission."""
    found = [item for item in shipped_situations(MAIN) if item["outcome"] == "permit-required"]
    draft.expected = to_stream(found)
    draft.save()
    draft.save_revision()
    return draft


def listed(client: Client, document: RuleSetDocument, **query: str) -> dict[str, str]:
    """The PDF of each paper that a situation gets, by its place in the file."""
    page = client.get(f"{address('papers', document.pk)}?{urlencode(query)}").content.decode()
    links = [part.partition('"')[0] for part in page.split('href="')[1:] if "/pdf/?" in part]
    links = [link.replace("&amp;", "&") for link in links]
    return {parse_qs(urlsplit(link).query)["paper"][0]: link for link in links}


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_are_shown_filled_with_the_names_of_their_fields(
    editor: Client, expecting: RuleSetDocument, language: str
) -> None:
    change(expecting, "papers_sentence", "i-a", text=REASON)

    link = listed(editor, expecting, language=language)["nop/2-ban-thuyet-minh"]

    with override("vi"):
        mark = "Bản thảo lời văn – không nộp"
    for text in (
        pdf_text(editor.get(link).content),
        docx_text(editor.get(link.replace("/pdf/", "/docx/")).content),
    ):
        assert "Cần vì «Lý do, sự cần thiết», thưa Bộ." in text
        assert mark in text
        assert ("Needed: «Lý do, sự cần thiết»." in text) is (language == "en")


@pytest.mark.parametrize(
    ("case", "request_of"),
    [("research", "nop/1-don-de-nghi"), ("processing", "nop/1-don-de-nghi-gia-cong")],
)
def test_a_situation_has_the_papers_of_its_case(
    editor: Client, expecting: RuleSetDocument, case: str, request_of: str
) -> None:
    entries = expecting.expected.get_prep_value()
    block = next(item["id"] for item in entries if item["value"]["cases"] == [case])

    assert next(iter(listed(editor, expecting, situation=block))) == request_of


def test_where_none_is_made_on_the_day_the_page_says_so(
    editor: Client, expecting: RuleSetDocument
) -> None:
    # Nothing in this case is in doubt that a letter could ask about.
    entries = expecting.expected.get_prep_value()
    entry = next(item for item in entries if item["value"]["cases"] == ["relocation"])
    entry["value"]["on"] = "2026-07-01"
    expecting.expected = [entry]
    expecting.save_revision()

    page = body(editor, "papers", expecting.pk)

    assert listed(editor, expecting) == {}
    assert escape(gettext("No paper is made for this situation on its day.")) in page


@pytest.mark.parametrize("path", ["", "../etc/passwd", "1-don-de-nghi"])
def test_only_papers_that_there_are_can_be_opened(
    editor: Client, expecting: RuleSetDocument, path: str
) -> None:
    link = listed(editor, expecting)["0-doc-truoc-khong-nop"]
    assert "no-store" in editor.get(link)["Cache-Control"]

    response = editor.get(link.replace("0-doc-truoc-khong-nop", path), follow=True)

    assert response.status_code == 404


def test_papers_that_cannot_be_read_are_said_to_be_so(
    editor: Client, draft: RuleSetDocument
) -> None:
    change(draft, "papers_paper", "request", part=[{"type": "item", "value": {"ev": ""}}])

    assert "papers.paper[request].part[0].ev" in body(editor, "papers", draft.pk)
    assert "part[0].ev" in body(editor, "papers_file", draft.pk, "pdf")


# --- Taking the shipped ones over -------------------------------------------------------------


def test_a_draft_without_papers_takes_the_shipped_ones_over(
    draft: RuleSetDocument, live: RuleSetDocument
) -> None:
    setup_roles()
    without_papers(draft)
    client = signed_in(EDITOR)
    assert "Edit the papers in this version" in body(client, "papers", draft.pk)

    client.post(address("papers_take", draft.pk))

    taken: Any = RuleSetDocument.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert taken.mapping_as_read()["papers"] == live.mapping_as_read()["papers"]
    assert "Edit the papers" not in body(client, "papers", draft.pk)


@pytest.mark.parametrize("role", [EDITOR, LEGAL_REVIEWER])
def test_nobody_takes_them_over_into_what_is_published(live: RuleSetDocument, role: str) -> None:
    setup_roles()
    without_papers(live)
    client = signed_in(role)

    assert client.post(address("papers_take", live.pk)).status_code in (302, 403)
    assert not RuleSetDocument.objects.get(pk=live.pk).has_papers()
    assert not live.get_latest_revision_as_object().has_papers()
