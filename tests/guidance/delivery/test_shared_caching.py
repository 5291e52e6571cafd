"""What the site itself says about who may keep its answers, and when the content changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from wagtail.models import Page, Site

from guidance.delivery import content_version as versions
from guidance.delivery.content_version import (
    ContentVersion,
    FileStamp,
    SharedStamp,
    content_version,
)
from guidance.models import Feedback, Locality, QueryWithoutResult

SHARED = [
    "/en/check/",
    "/en/check/goods/?state=used",
    "/en/check/result.json?state=new",
    "/en/search/",
    "/en/search/?q=used+printer",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-vi-1.xml",
]
OWN = [
    "/en/check/goods/?state=used&x=1",
    "/en/check/goods/?state=used&",
    "/en/check/?province=dong-nai&state=used",
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
    for part in ("public", "s-maxage=60", "stale-while-revalidate=", "stale-if-error="):
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
def content_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules are part of the version too, change by the clock, and have tests of their own."""
    monkeypatch.setattr(content_version, "others", ())
    # What was read a moment ago would do; here every reading is to look.
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
    "a record": lambda _page: Locality.objects.create(slug="a", kind="city", name_vi="A"),
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


def test_a_file_tells_every_process_at_once(tmp_path: Path) -> None:
    one, other = FileStamp(tmp_path / "stamp"), FileStamp(tmp_path / "stamp")
    seen = {other.read()}

    for _change in range(100):
        one.change()
        seen.add(other.read())

    assert len(seen) == 101


def test_a_shared_stamp_is_read_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("guidance.delivery.content_version.time.monotonic", lambda: now)
    one, other = SharedStamp(), SharedStamp()
    before = other.read()

    one.change()

    assert one.read() != before
    assert other.read() == before
    now += 1
    assert other.read() == one.read()


def test_a_cache_that_lost_the_version_gets_one_it_never_had() -> None:
    before = SharedStamp().read()

    cache.clear()

    assert SharedStamp().read() not in {before, None}


def test_a_new_day_is_a_new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("guidance.delivery.content_version.time.time", lambda: now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: _moment(now))
    version = ContentVersion()
    before = version.read()
    now += 60
    same = version.read()

    now += 86_400

    assert same == before
    assert version.read() != before


def _moment(seconds: float) -> Any:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC)


def test_what_was_read_a_moment_ago_is_at_hand_while_one_looks_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [100.0]
    monkeypatch.setattr(versions, "LOOK_AGAIN", 0.01)
    monkeypatch.setattr(versions.time, "monotonic", lambda: clock[0])
    version = ContentVersion()
    version.others = ()

    assert version.at_hand() is None
    known = version.read()
    assert version.at_hand() == known

    clock[0] += 0.02
    assert version.at_hand() is None
    # The others are not sent to look as well, unless that takes long.
    assert version.at_hand() == known
    clock[0] += 0.02
    assert version.at_hand() is None
    version.change()
    assert version.at_hand() is None
    assert version.read() != known
