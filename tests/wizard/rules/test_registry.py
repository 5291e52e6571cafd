"""What editors publish is what visitors are judged by, at once and without a query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client

from guidance.delivery import content_version as versions
from guidance.delivery.content_version import ANNOUNCED, DONE, content_version
from tests.checking import FIRST, MAIN, RULES, check_at
from wizard.drafts.models.documents import published
from wizard.models import RuleSetDocument
from wizard.rules import registry

STEP = check_at("en", "state/")


def publish(draft: RuleSetDocument) -> None:
    draft.save_revision().publish()


def is_pending() -> bool:
    """Whether whoever looks now sees a change that is not done."""
    content_version.look()
    content_version.mark()
    return content_version.is_pending()


@pytest.mark.django_db
def test_without_any_in_the_database_the_shipped_rules_hold() -> None:
    assert registry.in_force(MAIN, registry.today()) is RULES


@pytest.mark.django_db(transaction=True)
def test_a_published_version_is_seen_by_who_looks_again(draft: RuleSetDocument) -> None:
    assert registry.in_force(MAIN, registry.today()).version == draft.version - 1

    publish(draft)
    registry.refresh()

    assert registry.in_force(MAIN, registry.today()).version == draft.version


@pytest.mark.django_db(transaction=True)
def test_the_day_picks_among_several(draft: RuleSetDocument) -> None:
    start = registry.today() + timedelta(days=10)
    draft.in_force_from = start
    draft.save()
    publish(draft)
    registry.refresh()

    assert registry.in_force(MAIN, registry.today()).version == draft.version - 1
    assert registry.in_force(MAIN, start - timedelta(days=1)).version == draft.version - 1
    assert registry.in_force(MAIN, start).version == draft.version


@pytest.mark.django_db(transaction=True)
def test_a_step_needs_no_query(
    draft: RuleSetDocument, client: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    publish(draft)
    client.get(STEP)
    registry.refresh()
    client.get(STEP)

    with django_assert_num_queries(0):
        assert client.get(STEP).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_change_is_announced_before_and_settled_after(draft: RuleSetDocument) -> None:
    with transaction.atomic():
        publish(draft)
        assert is_pending()

    assert not is_pending()


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_commit_and_mark_loses_nothing(
    draft: RuleSetDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.in_force(MAIN, registry.today())
    monkeypatch.setattr(content_version, "change_after_commit", lambda: None)
    publish(draft)
    registry.refresh()

    assert is_pending()
    assert registry.in_force(MAIN, registry.today()).version == draft.version


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_seen(draft: RuleSetDocument) -> None:
    with transaction.atomic():
        publish(draft)
        transaction.set_rollback(True)
    registry.refresh()

    assert registry.in_force(MAIN, registry.today()).version == draft.version - 1


@pytest.mark.django_db(transaction=True)
def test_the_file_tells_processes_that_share_no_memory(draft: RuleSetDocument) -> None:
    registry.in_force(MAIN, registry.today())
    publish(draft)
    cache.delete_many([DONE, ANNOUNCED])
    registry.refresh()

    assert registry.in_force(MAIN, registry.today()).version == draft.version


@pytest.mark.django_db
def test_a_failing_database_leaves_the_rules_known_before(
    live: RuleSetDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = registry.in_force(MAIN, registry.today())

    def fail() -> Any:
        raise DatabaseError

    monkeypatch.setattr(registry, "source", fail)
    content_version.change()
    registry.refresh()

    assert registry.in_force(MAIN, registry.today()) is before


@pytest.mark.django_db
def test_a_tried_draft_is_seen_by_nobody_else(live: RuleSetDocument) -> None:
    other = FIRST
    inside = registry.digest()
    with registry.override(other, registry.today()):
        assert registry.versions(MAIN) == (other,)
        assert registry.digest() != inside

    assert registry.digest() == inside


@pytest.mark.django_db(transaction=True)
def test_what_was_made_while_the_database_failed_gets_another_version_afterwards(
    draft: RuleSetDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.in_force(MAIN, registry.today())
    works = registry.source

    def fail() -> Any:
        raise DatabaseError

    publish(draft)
    monkeypatch.setattr(registry, "source", fail)
    registry.refresh()
    assert registry.in_force(MAIN, registry.today()).version == draft.version - 1
    during = content_version.read()

    monkeypatch.setattr(registry, "source", works)
    registry.refresh()

    assert registry.in_force(MAIN, registry.today()).version == draft.version
    assert content_version.read() != during


@pytest.mark.django_db(transaction=True)
def test_while_a_change_is_pending_the_rules_are_read_once_a_look(
    draft: RuleSetDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(registry, "source", lambda: asked.append(1) or published())
    with transaction.atomic():
        publish(draft)
        registry.refresh()
        asked.clear()
        monkeypatch.setattr(versions, "LOOK_AGAIN", float("inf"))
        for _again in range(3):
            registry.in_force(MAIN, registry.today())
        assert len(asked) == 1
