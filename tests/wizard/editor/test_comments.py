"""Editors and reviewers discuss a version entry by entry, beside the draft, never in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, setup_roles
from tests.wizard.editor.discussing import (
    SCRIPT,
    act,
    address,
    comment,
    history,
    place_of,
    said,
    somebody,
)
from tests.wizard.editor.forms import form_data
from tests.wizard.editor.test_admin import address as admin
from tests.wizard.editor.test_admin import body
from wizard.drafts.importing import import_goods_list
from wizard.goods.lookup import shipped_mappings
from wizard.models import Comment, RuleSetDocument

COUNT = "data-comments-count"


@pytest.fixture
def writer(live: RuleSetDocument) -> Client:
    """An editor."""
    setup_roles()
    return somebody("Wren", EDITOR)


@pytest.fixture
def reviewer(writer: Client) -> Client:
    """A legal reviewer, who reads French."""
    return somebody("Rhea", LEGAL_REVIEWER, "fr")


def test_a_comment_names_its_entry_in_the_reader_s_language_and_leads_to_it(
    draft: RuleSetDocument, writer: Client, reviewer: Client
) -> None:
    place = place_of(draft, "case", "relocation")

    comment(reviewer, draft, "Quel article ?", place)

    named = next(item for item in draft.case if item.value["key"] == "relocation").value["title"]
    for client, language in ((writer, "en"), (reviewer, "fr")):
        page = body(client, "edit", draft.pk)
        assert f"› {named[language]}</a>" in page
        assert f'href="{admin("edit", draft.pk)}#block-{place[5:]}-section"' in page
        assert "Quel article ?" in page
        assert "Rhea" in page


def test_a_comment_leaves_the_draft_as_it_is(draft: RuleSetDocument, writer: Client) -> None:
    before = (draft.digest(), draft.latest_revision_id)

    comment(writer, draft, place=place_of(draft, "question", "purpose"))

    draft = RuleSetDocument.objects.get(pk=draft.pk)
    assert (draft.digest(), draft.latest_revision_id) == before


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("", "The version as a whole"),
        ("case", "Cases"),
        ("document", "Documents"),
        ("wording", "Title and status"),
        ("expected", "Expected situations"),
    ],
)
def test_a_comment_may_be_about_a_section_or_all(
    draft: RuleSetDocument, writer: Client, place: str, words: str
) -> None:
    comment(writer, draft, place=place)

    page = writer.get(address(draft)).content.decode()
    assert words in page.split("ruleset-comment__place")[1][:250]


def test_every_place_offered_is_taken(draft: RuleSetDocument, writer: Client) -> None:
    choices = writer.get(address(draft)).context["choices"]
    places = [place for _section, items in choices for place, _words in items]

    assert len(places) > 60
    assert all(words for _section, items in choices for _place, words in items)
    for place in places[::9]:
        comment(writer, draft, place=place)


def test_a_comment_outlives_its_entry_and_says_so(draft: RuleSetDocument, writer: Client) -> None:
    comment(writer, draft, place=place_of(draft, "case", "research"))
    title = next(item for item in draft.case if item.value["key"] == "research").value["title"]
    draft.case = [
        item for item in draft.case.get_prep_value() if item["value"]["key"] != "research"
    ]
    draft.save_revision()

    page = writer.get(address(draft)).content.decode()

    assert title["en"] in page
    assert "no longer in the draft" in page
    assert "data-ruleset-place" not in page


def test_a_thread_is_answered_changed_resolved_and_reopened(
    draft: RuleSetDocument, writer: Client, reviewer: Client
) -> None:
    first = comment(reviewer, draft, "Which article?")

    act(writer, first, "reply", "Article 6.")
    act(reviewer, first, "edit", "Which article, please?")
    act(writer, first, "resolve")

    first.refresh_from_db()
    assert (first.text, first.edited_at is None) == ("Which article, please?", False)
    assert [reply.text for reply in first.replies.all()] == ["Article 6."]
    assert first.resolved_by.username == "Wren"
    page = writer.get(address(draft)).content.decode()
    assert f'{COUNT}="0"' in page
    assert "Resolved by Wren" in page.split("data-comments-kept")[1]

    act(reviewer, first, "reopen")
    assert draft.open_comments() == 1
    assert [entry.action.split(".")[-1] for entry in history(draft)] == [
        *("create", "reply", "edit", "resolve", "reopen")
    ]


def test_a_reply_to_what_was_resolved_meanwhile_opens_it_again(
    draft: RuleSetDocument, writer: Client, reviewer: Client
) -> None:
    first = comment(reviewer, draft)
    act(reviewer, first, "resolve")

    act(writer, first, "reply", "Not yet.")

    assert draft.open_comments() == 1


def test_the_number_of_open_comments_is_seen_where_versions_are_judged(
    live: RuleSetDocument, draft: RuleSetDocument, writer: Client, reviewer: Client
) -> None:
    act(writer, comment(writer, draft, "First"), "resolve")
    act(writer, comment(writer, draft, "Second"), "reply", "Third")

    page = body(writer, "edit", draft.pk)
    assert "1 comment is still open" in page
    counter = page.split('data-side-panel-toggle="version-comments"')[1].split("</button>")[0]
    assert counter.split("</div>")[0].split(">")[-1].strip() == "1"
    listing = writer.get(admin("list"))
    assert "Open comments" in listing.content.decode()
    numbers = {item.pk: item.comments_open for item in listing.context["object_list"]}
    assert numbers == {draft.pk: 1, live.pk: 0}


def test_approving_with_open_comments_is_said_and_not_refused(
    draft: RuleSetDocument, writer: Client, reviewer: Client
) -> None:
    comment(reviewer, draft)
    writer.post(admin("edit", draft.pk), form_data(draft) | {"action-submit": "1"})
    task = RuleSetDocument.objects.get(pk=draft.pk).current_workflow_task_state

    where = admin("workflow_action", draft.pk, "approve", task.pk)
    response = reviewer.post(where, {"comment": ""}, follow=True)

    assert RuleSetDocument.objects.get(pk=draft.pk).live
    with override("fr"):
        assert any("1 commentaire" in str(each) for each in response.context["messages"])


@pytest.mark.parametrize("kind", ["published", "locked", "goods"])
def test_what_cannot_be_changed_can_be_commented_on(
    kind: str, live: RuleSetDocument, draft: RuleSetDocument, writer: Client
) -> None:
    document: Any = {"published": live, "locked": draft}.get(kind)
    if kind == "goods":
        document = import_goods_list(shipped_mappings()[0])
    elif kind == "locked":
        RuleSetDocument.objects.filter(pk=draft.pk).update(locked=True)

    comment(writer, document)

    edit = address(document).replace("comments", "edit")
    assert f'{COUNT}="1"' in writer.get(edit).content.decode()


def test_without_a_script_one_comes_back_to_where_one_was(
    draft: RuleSetDocument, writer: Client
) -> None:
    back = admin("edit", draft.pk)
    page = writer.get(back).content.decode()
    panel = page.split("data-comments-body")[1].split("w-editor-form")[0]
    assert f'name="next" value="{back}"' in panel
    assert "csrfmiddlewaretoken" in panel

    response = writer.post(address(draft), {"text": "Hm", "next": back}, follow=True)
    assert response.redirect_chain == [(f"{back}#comment-{Comment.objects.get().pk}", 302)]
    assert "Your comment was added." in said(response)

    response = writer.post(address(draft), {"text": "Hm", "next": "https://example.com/"})
    assert response["Location"].startswith(address(draft))


def test_a_script_gets_the_discussion_alone(draft: RuleSetDocument, writer: Client) -> None:
    response = writer.post(address(draft), {"text": "Hm"}, **SCRIPT)

    page = response.content.decode()
    assert page.strip().startswith("<div data-comments-body")
    assert f'data-comments-focus="comment-{Comment.objects.get().pk}"' in page
    assert 'data-comments-message="Your comment was added."' in page


def test_the_next_version_begins_without_comments_and_a_deleted_draft_takes_its_own_along(
    draft: RuleSetDocument, live: RuleSetDocument, editor: Client, writer: Client
) -> None:
    kept = comment(writer, live)
    act(writer, comment(writer, draft), "reply", "And?")

    assert draft.next_version().open_comments() == 0
    assert "Save the draft first" in body(writer, "copy", draft.pk)
    editor.post(admin("delete", draft.pk))
    assert list(Comment.objects.all()) == [kept]


def test_a_new_version_has_no_panel_that_fails(writer: Client) -> None:
    assert "Save the draft first" in body(writer, "add")


def test_saving_by_itself_leaves_the_panel_alone(draft: RuleSetDocument, writer: Client) -> None:
    data = form_data(draft)
    response = writer.post(admin("edit", draft.pk), data, HTTP_ACCEPT="application/json")

    assert response.json()["success"]
    assert "version-comments" not in response.json()["html"]
