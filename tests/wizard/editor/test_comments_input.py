"""What cannot be taken as a comment is refused in the reader's words, and nothing is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from guidance.accounts.roles import EDITOR
from guidance.text.languages import LANGUAGES
from tests.wizard.editor.discussing import (
    SCRIPT,
    act,
    address,
    comment,
    place_of,
    said,
    somebody,
    state,
)
from tests.wizard.editor.test_admin import body
from wizard.editor.comments import actions
from wizard.models import LONGEST_COMMENT, Comment, RuleSetDocument


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write something first."),
        (" \r\n ", "Write something first."),
        ("é" * (LONGEST_COMMENT + 1), "A comment has at most %(limit_value)d characters"),
    ],
    ids=["empty", "blank", "long"],
)
def test_a_text_that_cannot_be_taken_is_shown_again_with_the_reason(
    text: str, words: str, language: str, draft: RuleSetDocument, writer: Client
) -> None:
    client = somebody("other", EDITOR, language)

    response = client.post(address(draft), {"text": text, "place": "case"})

    page = response.content.decode()
    assert response.status_code == 422
    with override(language):
        told = gettext(
            "A comment has at most %(limit_value)d characters; this one has %(show_value)d."
            if words.startswith("A comment")
            else words
        )
    told = told % {"limit_value": LONGEST_COMMENT, "show_value": LONGEST_COMMENT + 1}
    assert escape(told) in page
    assert '<option value="case" selected>' in page
    assert text.strip() in page
    assert not Comment.objects.exists()


def test_a_sign_that_cannot_be_kept_is_replaced(draft: RuleSetDocument, writer: Client) -> None:
    assert comment(writer, draft, "a\0b").text == "a\ufffdb"


def test_a_text_of_just_the_greatest_length_is_taken(
    draft: RuleSetDocument, writer: Client
) -> None:
    text = "a\r\n" * (LONGEST_COMMENT // 2 - 1) + "bc"

    assert len(comment(writer, draft, text).text) == LONGEST_COMMENT


@pytest.mark.parametrize(
    "place",
    [
        "nothing",
        "case.",
        "case.made-up",
        ".",
        "key",
        "../..",
        "case.<b>",
        "x" * 500,
        "wording.title",
    ],
)
def test_a_made_up_place_is_refused(place: str, draft: RuleSetDocument, writer: Client) -> None:
    response = writer.post(address(draft), {"text": "My words", "place": place})

    assert response.status_code == 422
    assert "This version has no such entry." in response.content.decode()
    assert ">\nMy words</textarea>" in response.content.decode()


def test_an_entry_that_was_deleted_meanwhile_is_no_place_any_more(
    draft: RuleSetDocument, writer: Client
) -> None:
    place = place_of(draft, "case", "research")
    draft.case = [
        item for item in draft.case.get_prep_value() if item["value"]["key"] != "research"
    ]
    draft.save_revision()

    assert writer.post(address(draft), {"text": "Hm", "place": place}).status_code == 422


@pytest.mark.parametrize("action", ["reply", "edit", "delete", "resolve", "reopen"])
def test_a_comment_of_another_version_is_not_on_this_one(
    action: str, first: Comment, live: RuleSetDocument, writer: Client
) -> None:
    before = state()
    for pk in (first.pk, first.pk + 99, 10**30):
        where = address(live, pk, action)

        response = writer.post(where, {"text": "My words"})
        assert response.status_code == 422
        assert ">\nMy words</textarea>" in response.content.decode()

        response = writer.post(where, follow=True)
        assert "not on this version" in said(response)
        assert writer.post(where, **SCRIPT).status_code == 422
    assert state() == before


@pytest.mark.parametrize("action", ["reply", "edit", "delete", "resolve", "reopen"])
def test_an_address_that_takes_a_form_says_so_to_whoever_just_looks(
    action: str, first: Comment, draft: RuleSetDocument, writer: Client
) -> None:
    response = writer.get(address(draft, first.pk, action), follow=True)

    assert response.redirect_chain[-1][0] == address(draft)
    assert "Nothing was changed." in said(response)


@pytest.mark.parametrize("where", ["1/unknown/", "1/", "a/reply/", "-1/reply/"])
def test_other_addresses_are_not_found(where: str, draft: RuleSetDocument, writer: Client) -> None:
    assert writer.post(address(draft) + where, follow=True).status_code == 404
    assert writer.get(f"/admin/snippets/wizard/rulesetdocument/comments/{10**30}/").status_code in (
        *(302, 404),
    )


def test_nothing_written_becomes_markup(draft: RuleSetDocument, writer: Client) -> None:
    first = comment(writer, draft, "<script>alert(1)</script>")
    act(writer, first, "reply", "{{ 7|add:7 }} </textarea><img src=x onerror=a()>")

    for page in (body(writer, "edit", draft.pk), writer.get(address(draft)).content.decode()):
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_version_takes_so_many_comments_and_no_more(
    first: Comment, draft: RuleSetDocument, writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_COMMENTS", 2)
    act(writer, first, "reply", "The last one")

    for response in (
        writer.post(address(draft), {"text": "One more"}),
        act(writer, first, "reply", "One more"),
    ):
        assert response.status_code == 422
        assert "takes no more" in response.content.decode()
        assert ">\nOne more</textarea>" in response.content.decode()
    assert Comment.objects.count() == 2
