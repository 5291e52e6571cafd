"""What all tests share: a database of their own, and a process as it is at its start."""

from __future__ import annotations

import gc
import io
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import override
from django.utils.translation.reloader import translation_file_changed
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from guidance.delivery.content_version import content_version
from guidance.delivery.last_known import LastKnown
from guidance.models import closed_pages, corrections, frame
from tests import database
from tests.prepared import one_at_a_time
from wizard.rules import law, registry

# How long an example takes says how busy the machine is; speed is measured in bench/.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

# Rooms whose tests serve a site, or drive a browser over it.
SLOWEST = ("tests/browser/", "tests/guidance/operations/")
IS_REDIS = "redis" in settings.CACHES["default"]["BACKEND"]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile changed translations, so that a bare `pytest` sees the current ones."""
    if not is_worker(session.config):
        with one_at_a_time("messages"):
            call_command("compilemessages", stdout=io.StringIO())
    # What was read before they were compiled is forgotten, as the development server does.
    translation_file_changed(None, Path("django.mo"))
    # The shipped rules and sources, unless a test is about those that editors publish.
    registry.source = tuple
    law.source = dict
    frame.source = lambda _language: None
    corrections.latest.read = dict
    closed_pages.closed_addresses.read = tuple


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave nothing in PostgreSQL once all processes have ended."""
    if not is_worker(session.config):
        with session.config.stash[blocking_manager_key].unblock():
            database.drop_kept()


def is_worker(config: pytest.Config) -> bool:
    """Whether this process runs a share of the tests for another that reports them."""
    return hasattr(config, "workerinput")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, in the order drawn: no process ends up waiting for another."""
    items.sort(key=lambda item: not any(room in item.nodeid for room in SLOWEST))


def pytest_collection_finish() -> None:
    """Look for garbage less often: what is loaded by now stays, and a form makes a million objects.

    Searching all of them again and again took two fifths of the processor's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs another service, and say how to run it."""
    database.enter()
    if item.get_closest_marker("postgres") and not database.IS_POSTGRES:
        pytest.skip("needs PostgreSQL: DATABASE_URL=postgres://user:password@host/name make test")
    if item.get_closest_marker("redis") and not IS_REDIS:
        pytest.skip("needs Redis: CACHE_URL=redis://host:6379/0 make test")
    # Before any fixture begins a transaction.
    with item.config.stash[blocking_manager_key].unblock():
        database.with_rules("live" in getattr(item, "fixturenames", ()))


# --- Every test finds the same: database, cache, language, time zone, rules --------------------


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Give this process its own database with every table, instead of pytest-django's."""

    def migrate() -> None:
        database.create_own()
        call_command("migrate", verbosity=0)

    with django_db_blocker.unblock():
        database.open_own(tmp_path_factory.mktemp("database") / "db.sqlite3")
        database.reach(database.MIGRATED, migrate)
        connection.close()
    yield
    with django_db_blocker.unblock():
        database.drop_own()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """Put the database back after a test that commits: pytest-django leaves its tables empty."""
    try:
        yield
    finally:
        marker = item.get_closest_marker("django_db")
        if nextitem and marker and marker.kwargs.get("transaction"):
            with item.config.stash[blocking_manager_key].unblock():
                database.put_back()
        database.leave()


@pytest.fixture(autouse=True)
def as_at_the_start() -> None:
    """Forget what earlier tests left in the process.

    Before a test rather than after it: so nothing is left by what a module or a run sets up.
    """
    translation.deactivate()
    timezone.deactivate()
    if IS_REDIS:
        forget_in_redis()
    else:
        cache.clear()
    content_version.change()
    registry.refresh()
    for known in LastKnown.everything:
        known.forget()


def forget_in_redis() -> None:
    """Delete what this process keeps there, and nothing of others'."""
    import redis

    with redis.from_url(settings.CACHES["default"]["LOCATION"]) as server:
        keys = list(server.scan_iter(f"*{settings.CACHES['default']['KEY_PREFIX']}*", 1000))
        if keys:
            server.delete(*keys)


@pytest.fixture
def page_cache(settings: Any) -> Iterator[None]:
    """Finished pages are kept, as on a site that is served; nothing is left of them afterwards."""
    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-pages"}
    settings.CACHES = {**settings.CACHES, "pages": kept}
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def english() -> Iterator[None]:
    """English is the language in use; a test starts with the site's own, Vietnamese."""
    with override("en"):
        yield
