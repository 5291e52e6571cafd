"""The history of rules says who published, scheduled, withdrew or imported which version."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.wizard.editor.forms import form_data
from tests.wizard.editor.test_admin import address
from wizard.models import RuleSetDocument


def entries(document: Any) -> list[tuple[str, str]]:
    """What was done and by whom, in order."""
    found = ModelLogEntry.objects.for_instance(document).order_by("pk")
    return [(entry.action, entry.user.username if entry.user else "") for entry in found]


def test_what_comes_from_a_file_is_an_import(live: RuleSetDocument) -> None:
    actions = [action for action, _who in entries(live)]

    assert actions[0] == "wizard.import"
    assert "wagtail.publish" in actions
    assert "wagtail.edit" not in actions


def test_publishing_and_withdrawing_name_who(editor: Client, draft: RuleSetDocument) -> None:
    draft.in_force_from = date.fromisoformat("2099-01-01")
    draft.save()
    draft.save_revision()

    editor.post(address("edit", draft.pk), form_data(draft) | {"action-publish": "1"})
    assert entries(draft)[-1] == ("wagtail.publish", "editor")
    editor.post(address("unpublish", draft.pk))

    assert entries(draft)[-1] == ("wagtail.unpublish", "editor")


def test_a_schedule_names_who_set_it(draft: RuleSetDocument) -> None:
    user = get_user_model().objects.create_superuser("mai")
    draft.go_live_at = timezone.now() + timedelta(days=1)

    draft.save_revision(user=user).publish(user=user)

    assert ("wagtail.publish.schedule", "mai") in entries(draft)


def test_the_site_history_tells_an_import(editor: Client, live: RuleSetDocument) -> None:
    page = editor.get("/admin/reports/site-history/", HTTP_ACCEPT_LANGUAGE="en").content.decode()

    assert "Imported from a file" in page
    assert str(live) in page
