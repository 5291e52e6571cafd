"""What tests of the editors' rules share: a sound draft, and a registry that reads the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from wagtail.models import WorkflowContentType, WorkflowPage

from guidance.accounts.roles import EDITOR, setup_roles
from guidance.delivery.content_version import ANNOUNCED, DONE
from tests.checking import MAIN, RULES
from tests.wizard.editor.discussing import comment, somebody
from wizard.decision.parse import dump
from wizard.drafts.models.documents import published
from wizard.models import Comment, RuleSetDocument
from wizard.rules import registry


@pytest.fixture
def own_registry(
    english: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> Iterator[None]:
    """A registry that reads the published rules of this test, and forgets them afterwards."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(registry, "source", published)
    monkeypatch.setattr(registry, "_snapshot", None)
    cache.delete_many([DONE, ANNOUNCED])
    registry.refresh()
    yield
    cache.delete_many([DONE, ANNOUNCED])


@pytest.fixture
def shipped() -> dict[str, Any]:
    """The shipped rules as a mapping."""
    mapping: dict[str, Any] = dump(RULES)
    return mapping


@pytest.fixture
def live(db: None) -> RuleSetDocument:
    """The shipped rules, published: the database holds them for each test that asks for this."""
    return RuleSetDocument.objects.get(key=MAIN)


@pytest.fixture
def draft(live: RuleSetDocument) -> RuleSetDocument:
    """The next version, as yet the same."""
    document = live.next_version()
    document.save()
    document.save_revision()
    return document


@pytest.fixture
def editor(db: None) -> Client:
    """A browser of somebody who may do everything."""
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "a-pass-word")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def without_review(db: None) -> None:
    """The site's own content may be loaded, and with it the review of all that is published."""
    WorkflowPage.objects.all().delete()
    WorkflowContentType.objects.all().delete()


@pytest.fixture
def writer(live: RuleSetDocument) -> Client:
    """An editor who comments."""
    setup_roles()
    return somebody("Wren", EDITOR)


@pytest.fixture
def first(draft: RuleSetDocument, writer: Client) -> Comment:
    """A comment by that editor."""
    return comment(writer, draft, "Secret words")
