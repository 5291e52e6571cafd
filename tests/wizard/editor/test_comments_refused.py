"""Who may not comment on a version does not, whatever they send."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from wagtail.models import GroupApprovalTask

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, role_keys
from tests.wizard.editor.discussing import SCRIPT, act, address, said, somebody, state
from tests.wizard.editor.forms import form_data
from tests.wizard.editor.test_admin import address as admin
from wizard.models import Comment, RuleSetDocument

WRITING = {EDITOR, LEGAL_REVIEWER, "administrator"}


@pytest.mark.parametrize("role", role_keys())
def test_a_role_reads_and_writes_as_its_powers_say(
    role: str, first: Comment, draft: RuleSetDocument
) -> None:
    client = somebody("other", role)
    before = state()

    page = client.get(address(draft))
    assert ("Secret words" in page.content.decode()) == (role in WRITING)
    client.post(address(draft), {"text": "Mine"})
    client.post(address(draft), {"text": "Mine"}, **SCRIPT)
    act(client, first, "reply", "Mine")
    act(client, first, "resolve")

    changed = state() != before
    assert changed == (role in WRITING)
    assert Comment.objects.filter(text="Mine").count() == (3 if role in WRITING else 0)


@pytest.mark.parametrize("action", ["edit", "delete"])
@pytest.mark.parametrize("role", role_keys())
def test_nobody_changes_or_deletes_what_another_wrote(
    role: str, action: str, first: Comment
) -> None:
    client = somebody("other", role)
    before = state()

    response = act(client, first, action, "Changed")

    assert state() == before
    assert response.status_code == 302


def test_a_visitor_is_asked_to_sign_in(first: Comment, draft: RuleSetDocument) -> None:
    for where in (address(draft), address(draft, first.pk, "resolve")):
        assert "/admin/login/" in Client().post(where, {"text": "Mine"})["Location"]
    assert draft.open_comments() == 1


def test_who_may_only_look_reads_and_writes_nothing(first: Comment, draft: RuleSetDocument) -> None:
    client = somebody("looker")
    looker = User.objects.get(username="looker")
    names = ("access_admin", "view_rulesetdocument")
    looker.user_permissions.set(Permission.objects.filter(codename__in=names))

    page = client.get(address(draft)).content.decode()
    client.post(address(draft), {"text": "Mine"})
    act(client, first, "resolve")

    assert "Secret words" in page
    assert "data-comments-form" not in page
    assert state() == [(first.pk, "Secret words", None, first.author_id)]


def test_who_decides_on_a_version_may_comment_on_it(draft: RuleSetDocument, writer: Client) -> None:
    writer.post(admin("edit", draft.pk), form_data(draft) | {"action-submit": "1"})
    outside = somebody("outside")
    group = Group.objects.create(name="Ministry")
    group.user_set.add(User.objects.get(username="outside"))
    group.permissions.add(Permission.objects.get(codename="access_admin"))

    outside.post(address(draft), {"text": "Too early"})
    task = GroupApprovalTask.objects.get(
        pk=RuleSetDocument.objects.get(pk=draft.pk).current_workflow_task.pk
    )
    task.groups.add(group)
    outside.post(address(draft), {"text": "In time"})

    assert [item.text for item in Comment.objects.all()] == ["In time"]


def test_what_others_answered_is_not_deleted_with_the_question(first: Comment) -> None:
    other = somebody("other", LEGAL_REVIEWER)
    author = Client()
    author.force_login(first.author)
    act(other, first, "reply", "An answer")

    response = act(author, first, "delete", follow=True)

    assert "Others have replied" in said(response)
    assert Comment.objects.count() == 2
    act(other, Comment.objects.latest("pk"), "delete")
    act(author, first, "delete")
    assert not Comment.objects.exists()
