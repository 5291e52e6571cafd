"""A reviewer cannot approve, and no clock can publish, what has findings by then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override
from wagtail.models import TaskState

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, group_of, setup_roles
from guidance.editing.bundles.publishing import blockers
from guidance.models import Bundle, BundleItem
from tests.wizard.drafts.documents import change
from tests.wizard.editor.forms import form_data
from tests.wizard.editor.test_admin import address, body
from wizard.models import RuleSetDocument


@pytest.fixture
def roles(live: RuleSetDocument) -> dict[str, Client]:
    """Somebody in each role that rules pass through, signed in."""
    setup_roles()
    clients = {}
    for role in (EDITOR, LEGAL_REVIEWER):
        user = get_user_model().objects.create_user(role, f"{role}@example.org", "a-pass-word")
        user.groups.add(group_of(role))
        clients[role] = Client()
        clients[role].force_login(user)
    return clients


@pytest.fixture
def submitted(draft: RuleSetDocument, roles: dict[str, Client]) -> TaskState:
    """A sound draft that the editor handed in."""
    data = form_data(draft) | {"action-submit": "1"}
    response = roles[EDITOR].post(address("edit", draft.pk), data)
    assert response.status_code == 302
    return RuleSetDocument.objects.get(pk=draft.pk).current_workflow_task_state


def spoil(draft: RuleSetDocument) -> None:
    """Let findings appear after the draft was handed in, in what the reviewer approves."""
    change(draft, "case", "research", basis=[])
    task = TaskState.objects.get()
    task.revision = draft.latest_revision
    task.save()


def approve(client: Client, task: TaskState, **headers: str) -> Any:
    where = address("workflow_action", task.revision.object_id, "approve", task.pk)
    return client.post(where, {"comment": ""}, follow=not headers, **headers)


def is_live(draft: RuleSetDocument) -> bool:
    return RuleSetDocument.objects.get(pk=draft.pk).live


def test_a_sound_draft_is_approved_and_live(
    draft: RuleSetDocument, roles: dict[str, Client], submitted: TaskState
) -> None:
    approve(roles[LEGAL_REVIEWER], submitted)

    assert is_live(draft)


def test_an_editor_hands_in_nothing_with_findings(
    draft: RuleSetDocument, roles: dict[str, Client]
) -> None:
    change(draft, "case", "research", basis=[])

    data = form_data(draft) | {"action-submit": "1"}
    response = roles[EDITOR].post(address("edit", draft.pk), data)

    assert response.status_code == 200
    assert not RuleSetDocument.objects.get(pk=draft.pk).workflow_in_progress


def test_approving_what_has_findings_by_now_is_refused_with_the_reason(
    draft: RuleSetDocument, roles: dict[str, Client], submitted: TaskState
) -> None:
    spoil(draft)

    response = approve(roles[LEGAL_REVIEWER], submitted)

    assert not is_live(draft)
    assert RuleSetDocument.objects.get(pk=draft.pk).workflow_in_progress
    assert response.redirect_chain[-1][0] == address("edit", draft.pk)
    (message,) = response.context["messages"]
    assert "1 " in str(message)


def test_the_dialog_of_the_dashboard_leads_to_the_reason_too(
    draft: RuleSetDocument, roles: dict[str, Client], submitted: TaskState
) -> None:
    spoil(draft)

    response = approve(roles[LEGAL_REVIEWER], submitted, HTTP_X_REQUESTED_WITH="XMLHttpRequest")

    assert response.json() == {"step": "success", "redirect": address("edit", draft.pk)}
    assert not is_live(draft)


def test_approving_from_the_form_is_refused(
    draft: RuleSetDocument, roles: dict[str, Client], submitted: TaskState
) -> None:
    spoil(draft)
    data = form_data(draft) | {
        "action-workflow-action": "1",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": "{}",
    }

    response = roles[LEGAL_REVIEWER].post(address("edit", draft.pk), data)

    assert response.status_code == 200
    assert not is_live(draft)


def test_what_was_due_with_findings_stays_a_draft_and_says_so(
    draft: RuleSetDocument, roles: dict[str, Client]
) -> None:
    change(draft, "case", "research", basis=[])
    revision = draft.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()

    call_command("publish_scheduled")

    assert not is_live(draft)
    assert draft.passed_over().data["reasons"]
    page = body(roles[EDITOR], "edit", draft.pk)
    assert page.count("help-critical") >= 2
    with override("vi"):
        message = escape(str(draft.passed_over().message))
    assert message in body(roles[EDITOR], "history", draft.pk)


def test_the_word_of_it_ends_with_the_next_edit(draft: RuleSetDocument) -> None:
    change(draft, "case", "research", basis=[])
    revision = draft.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")

    draft.save_revision()

    assert draft.passed_over() is None


def test_an_editor_publishes_no_rules_with_a_form_that_is_in_order(
    draft: RuleSetDocument, roles: dict[str, Client]
) -> None:
    data = form_data(draft) | {"action-publish": "1"}

    roles[EDITOR].post(address("edit", draft.pk), data)
    roles[EDITOR].post(address("unpublish", draft.pk))
    assert not is_live(draft)

    # The very same form does publish for whoever may.
    roles[LEGAL_REVIEWER].post(address("edit", draft.pk), data)
    assert is_live(draft)


def test_a_reviewer_asks_for_changes_of_the_rules(
    draft: RuleSetDocument, roles: dict[str, Client], submitted: TaskState
) -> None:
    where = address("workflow_action", draft.pk, "reject", submitted.pk)

    roles[EDITOR].post(where, {"comment": "by the editor"})
    submitted.refresh_from_db()
    assert submitted.status == TaskState.STATUS_IN_PROGRESS
    roles[LEGAL_REVIEWER].post(where, {"comment": " "})
    submitted.refresh_from_db()
    assert submitted.status == TaskState.STATUS_IN_PROGRESS
    roles[LEGAL_REVIEWER].post(where, {"comment": "Nêu rõ điều khoản."})

    submitted.refresh_from_db()
    assert (submitted.status, submitted.comment) == ("rejected", "Nêu rõ điều khoản.")
    assert not is_live(draft)
    assert "Nêu rõ điều khoản." in body(roles[EDITOR], "edit", draft.pk)
    roles[EDITOR].post(address("edit", draft.pk), form_data(draft) | {"action-submit": "1"})
    again = RuleSetDocument.objects.get(pk=draft.pk).current_workflow_task_state
    approve(roles[LEGAL_REVIEWER], again)
    assert is_live(draft)


def bundled(draft: RuleSetDocument) -> BundleItem:
    return BundleItem.objects.create(
        bundle=Bundle.objects.create(title="New rules"),
        content_type=ContentType.objects.get_for_model(RuleSetDocument),
        object_id=str(draft.pk),
        label=str(draft),
        revision=RuleSetDocument.objects.get(pk=draft.pk).latest_revision,
    )


def reasons(draft: RuleSetDocument) -> list[str]:
    """What keeps it from going live in its bundle, for whoever may do anything."""
    root = get_user_model().objects.create_superuser("root", password=None)
    with override("en"):
        return list(blockers(BundleItem.objects.get(), root))


def test_what_is_approved_in_its_form_is_approved_for_its_bundle(
    draft: RuleSetDocument, roles: dict[str, Client], submitted: TaskState
) -> None:
    bundled(draft)
    data = form_data(draft) | {
        "action-workflow-action": "1",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": "{}",
    }

    response = roles[LEGAL_REVIEWER].post(address("edit", draft.pk), data, follow=True)

    approved = RuleSetDocument.objects.get(pk=draft.pk)
    assert approved.latest_revision_id != submitted.revision_id
    assert not approved.live
    assert BundleItem.objects.get().revision_id == approved.latest_revision_id
    assert not reasons(draft)
    assert any("New rules" in str(message) for message in response.context["messages"])


def test_a_change_that_the_reviewer_did_not_make_is_not_approved_with_the_rest(
    draft: RuleSetDocument, roles: dict[str, Client], submitted: TaskState
) -> None:
    bundled(draft)
    other = get_user_model().objects.get(username=EDITOR)
    changed = RuleSetDocument.objects.get(pk=draft.pk)
    changed.key = f"{changed.key}-2"
    changed.save_revision(user=other)

    approve(roles[LEGAL_REVIEWER], submitted)

    assert "Its review is not finished." in reasons(draft)
