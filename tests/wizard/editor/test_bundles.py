"""Pages, rules and lists go live together, or none of them and the editor learns why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Task, Workflow, WorkflowContentType, WorkflowTask

from guidance.delivery.content_version import content_version
from guidance.editing.bundles.publishing import publish
from guidance.models import Bundle, BundleItem, BundleState, StandardPage
from tests.wizard.drafts.documents import change
from wizard.models import RuleSetDocument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_review")]


@pytest.fixture
def page(db: None) -> StandardPage:
    """A page that was never published, and needs no review."""
    page = StandardPage(title="Together", slug="together", live=False)
    Page.get_first_root_node().add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def bundle(page: StandardPage, draft: RuleSetDocument, editor: Client) -> Bundle:
    """A page and rules, released and due."""
    user = get_user_model().objects.get(username="editor")
    bundle = Bundle.objects.create(title="All", state=BundleState.RELEASED, released_by=user)
    for item in (draft, page):
        BundleItem.objects.create(
            bundle=bundle,
            content_type=ContentType.objects.get_for_model(item),
            object_id=str(item.pk),
            label=str(item),
            revision=item.latest_revision,
        )
    return bundle


def live(page: StandardPage, draft: RuleSetDocument) -> tuple[bool, bool]:
    fresh = Page.objects.get(pk=page.pk), RuleSetDocument.objects.get(pk=draft.pk)
    return fresh[0].live, fresh[1].live


def take(bundle: Bundle, item: Any) -> None:
    """Let the bundle hold the latest draft of one of its items."""
    item.refresh_from_db()
    bundle.items.filter(object_id=str(item.pk), label=str(item)).update(
        revision=item.latest_revision
    )


def test_what_is_due_goes_live_together(
    bundle: Bundle, page: StandardPage, draft: RuleSetDocument
) -> None:
    call_command("publish_scheduled")

    assert not Bundle.objects.get().problems
    assert live(page, draft) == (True, True)
    assert Bundle.objects.get().state == BundleState.PUBLISHED


def test_before_its_time_nothing_goes_live(
    bundle: Bundle, page: StandardPage, draft: RuleSetDocument
) -> None:
    Bundle.objects.update(go_live_at=timezone.now() + timedelta(minutes=1))

    call_command("publish_scheduled")

    assert live(page, draft) == (False, False)


@pytest.mark.parametrize("broken", ["proof", "permission", "deleted", "own date", "review"])
def test_one_that_fails_keeps_all_from_going_live(
    bundle: Bundle, page: StandardPage, draft: RuleSetDocument, broken: str
) -> None:
    if broken == "proof":
        change(draft, "case", "research", basis=[])
        take(bundle, draft)
    elif broken == "permission":
        get_user_model().objects.update(is_superuser=False)
    elif broken == "deleted":
        page.revisions.all().delete()
    elif broken == "own date":
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision()
        take(bundle, page)
    else:
        workflow = Workflow.objects.create(name="Review")
        task = Task.objects.create(name="Legal")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        kind = ContentType.objects.get_for_model(RuleSetDocument)
        WorkflowContentType.objects.create(workflow=workflow, content_type=kind)

    call_command("publish_scheduled")

    failed = Bundle.objects.get()
    assert live(page, draft) == (False, False) if broken != "deleted" else not live(page, draft)[1]
    assert failed.state == BundleState.FAILED
    assert failed.problems


def test_what_failed_is_not_tried_again_by_itself(bundle: Bundle, draft: RuleSetDocument) -> None:
    BundleItem.objects.update(revision=None)
    call_command("publish_scheduled")
    take(bundle, draft)

    call_command("publish_scheduled")

    assert Bundle.objects.get().state == BundleState.FAILED


def test_an_approved_draft_waits_for_its_bundle(bundle: Bundle, draft: RuleSetDocument) -> None:
    Bundle.objects.update(state=BundleState.DRAFT)
    workflow = Workflow.objects.create(name="Review")
    task = Task.objects.create(name="Legal")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    user = get_user_model().objects.get()
    kind = ContentType.objects.get_for_model(RuleSetDocument)
    WorkflowContentType.objects.create(workflow=workflow, content_type=kind)
    draft.refresh_from_db()
    state = workflow.start(draft, user)

    state.current_task_state.approve(user=user)

    assert not RuleSetDocument.objects.get(pk=draft.pk).live
    Bundle.objects.update(state=BundleState.RELEASED)
    assert publish(bundle.pk).state == BundleState.PUBLISHED


def test_the_page_cache_drops_once(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    dropped: list[int] = []
    monkeypatch.setattr(content_version, "change", lambda: dropped.append(1))

    with django_capture_on_commit_callbacks(execute=True):
        publish(bundle.pk)

    assert dropped == [1]


def test_an_editor_puts_a_bundle_together_and_releases_it(
    editor: Client, page: StandardPage, draft: RuleSetDocument
) -> None:
    values = [f"{ContentType.objects.get_for_model(item).pk}-{item.pk}" for item in (page, draft)]
    form = {"title": "New rules", "go_live_at": "", "members": values}
    editor.post(reverse("bundles:add"), form)
    bundle = Bundle.objects.get()
    address = reverse("bundles:review", args=[bundle.pk])

    assert bundle.items.count() == 2
    assert editor.get(address).status_code == 200
    assert editor.get(reverse("bundles:edit", args=[bundle.pk])).status_code == 200

    editor.post(address, {"release": "1"})

    assert Bundle.objects.get().state == BundleState.PUBLISHED
    assert live(page, draft) == (True, True)
    editor.post(reverse("bundles:edit", args=[bundle.pk]), {**form, "title": "Other"})
    assert Bundle.objects.get().title == "New rules"


def test_a_bundle_is_not_released_while_a_review_is_unfinished(
    editor: Client, bundle: Bundle, draft: RuleSetDocument
) -> None:
    Bundle.objects.update(state=BundleState.DRAFT, go_live_at=timezone.now() + timedelta(days=9))
    workflow = Workflow.objects.create(name="Review")
    task = Task.objects.create(name="Legal")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    kind = ContentType.objects.get_for_model(RuleSetDocument)
    WorkflowContentType.objects.create(workflow=workflow, content_type=kind)
    draft.refresh_from_db()
    state = workflow.start(draft, get_user_model().objects.get())
    address = reverse("bundles:review", args=[bundle.pk])

    editor.post(address, {"release": "1"})
    assert Bundle.objects.get().state == BundleState.DRAFT

    state.current_task_state.approve(user=get_user_model().objects.get())
    editor.post(address, {"release": "1"})
    assert Bundle.objects.get().state == BundleState.RELEASED


def test_a_second_save_of_a_rule_set_is_told_of_the_first(
    editor: Client, draft: RuleSetDocument
) -> None:
    address = reverse(draft.snippet_viewset.get_url_name("edit"), args=[draft.pk])
    loaded = draft.latest_revision_id
    draft.save_revision()

    response = editor.post(
        address,
        {"loaded_revision_id": str(loaded)},
        headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"},
    )

    assert response.status_code == 400
    assert response.json()["error_code"] == "invalid_revision"
    assert RuleSetDocument.objects.get(pk=draft.pk).revisions.count() == 2
