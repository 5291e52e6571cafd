"""What the site itself says about who may keep its answers, and when the content changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings
from wagtail.models import Page, Site

from guidance.delivery import content_version as versions
from guidance.delivery.content_version import (
    ANNOUNCED,
    DONE,
    CacheVersion,
    ContentVersion,
    Day,
    FileVersion,
    Mark,
    content_version,
)
from guidance.models import Feedback, Locality, QueryWithoutResult
from tests.checking import check_at

SHARED = [
    "/en/check/",
    check_at("en", "goods/?state=used"),
    check_at("en", "result.json?state=new"),
    "/en/search/",
    "/en/search/?q=used+printer",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-vi-1.xml",
]
OWN = [
    check_at("en", "goods/?state=used&x=1"),
    check_at("en", "goods/?state=used&"),
    check_at("en", "?province=dong-nai&state=used"),
    "/en/search/?q=+used",
    "/en/search/?q=used&x=1",
    "/en/search/?x=1",
    "/robots.txt?x=1",
    "/en/feedback/thanks/?page=1",
    "/nothing-here",
    "/admin/login/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", SHARED)
def test_a_canonical_public_address_may_be_shared(client: Client, address: str) -> None:
    response = client.get(address)

    control = response.headers["Cache-Control"]
    assert response.status_code == 200
    for part in ("public", "s-maxage=1", "stale-while-revalidate=", "stale-if-error="):
        assert part in control
    assert not response.cookies
    assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


@pytest.mark.django_db
@pytest.mark.parametrize("address", OWN)
def test_any_other_address_is_not_stored(client: Client, address: str) -> None:
    response = client.get(address, follow=True)

    assert "s-maxage" not in response.headers.get("Cache-Control", "")


@pytest.mark.django_db
@pytest.mark.parametrize("address", SHARED)
def test_what_an_editor_is_sent_is_theirs_alone(client: Client, address: str) -> None:
    client.force_login(User.objects.create_superuser("editor"))

    response = client.get(address)

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]


@pytest.fixture(autouse=True)
def looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read a moment ago would do; here every reading is to look."""
    monkeypatch.setattr(versions, "LOOK_AGAIN", 0)


def new_page(title: str = "New") -> Page:
    """A page below the root."""
    page = Page(title=title, slug=title.lower())
    Page.objects.get(depth=1).add_child(instance=page)
    # As if that were committed: what waits for a commit is not asked for twice.
    transaction.get_connection().run_on_commit = []
    return page


CHANGES: dict[str, Callable[[Page], Any]] = {
    "publish": lambda page: page.save_revision().publish(),
    "unpublish": lambda page: page.unpublish(),
    "move": lambda page: page.move(Page.objects.get(depth=1), pos="first-child"),
    "delete": lambda page: page.delete(),
    "another slug": lambda page: setattr(page, "slug", "other") or page.save(),
    "a record": lambda _page: Locality.objects.create(slug="a", kind="city", name={"vi": "A"}),
    "the site": lambda page: Site.objects.create(hostname="x", root_page=page),
}
NO_CHANGES: dict[str, Callable[[Page], Any]] = {
    "a draft": lambda page: page.save_revision(),
    "feedback": lambda _page: Feedback.objects.create(path="/", is_useful=True),
    "a search": lambda _page: QueryWithoutResult.record("nothing", "en"),
    "a user": lambda _page: User.objects.create_user("somebody"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_readers_can_see_changes_the_version(
    django_capture_on_commit_callbacks: Any, change: Callable[[Page], Any]
) -> None:
    page = new_page()
    before = content_version.read()

    with django_capture_on_commit_callbacks(execute=True):
        change(page)
        assert content_version.read() == before

    assert content_version.read() != before


@pytest.mark.django_db
@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_whatever_they_cannot_see_does_not(
    django_capture_on_commit_callbacks: Any, change: Callable[[Page], Any]
) -> None:
    page = new_page()
    before = content_version.read()

    with django_capture_on_commit_callbacks(execute=True):
        change(page)

    assert content_version.read() == before


def test_a_file_tells_every_process_at_once(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path
    one, other = FileVersion(), FileVersion()
    assert other.read() == Mark()

    one.write(DONE, 26)
    assert other.read() == Mark(done=26)
    one.write(ANNOUNCED, 2_025)
    assert other.read() == Mark(done=26, announced=2_025)


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path / "none"

    FileVersion().write(DONE, 26)

    assert FileVersion().read() == Mark()


def test_a_shared_mark_is_read_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("guidance.delivery.content_version.time.monotonic", lambda: now)
    one, other = CacheVersion(), CacheVersion()
    before = other.read()

    one.write(DONE, time.time_ns())

    assert one.read() != before
    assert other.read() == before
    now += 1
    assert other.read() == one.read()


def test_a_cache_that_lost_the_mark_gets_one_it_never_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "SHARED_FOR", 0.0)
    store = CacheVersion()
    store.write(DONE, 26)
    before = store.read()

    cache.clear()

    assert store.read() == CacheVersion().read() != before


def test_a_change_is_pending_from_its_announcement_until_it_is_done() -> None:
    now = time.time_ns()
    given_up = now - versions.LONGEST_PENDING * 1_000_000_000

    assert Mark(done=now - 2, announced=now - 1).is_pending()
    assert not Mark(done=now - 1, announced=now - 2).is_pending()
    assert not Mark(done=1, announced=given_up).is_pending()


def test_while_a_change_is_pending_nothing_is_kept(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path
    version = ContentVersion()
    assert version.read() == version.read()

    FileVersion().write(ANNOUNCED, time.time_ns())
    assert version.read() != version.read()

    version.change()
    assert version.read() == version.read()


def test_the_day_follows_the_clock_in_both_directions(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("guidance.delivery.content_version.time.time", lambda: now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromtimestamp(now, UTC))
    day = Day()
    today = day.read()

    now += 60
    assert day.read() == today
    now += 86_400
    assert day.read() > today
    now -= 86_400
    assert day.read() == today
