"""What all tests share: a template database, the served site, a browser."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation.reloader import translation_file_changed

from tests.served import free_port, serve_site
from wizard.rules import law, registry

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def pytest_sessionstart() -> None:
    """Compile changed translations, so that a bare `pytest` sees the current ones."""
    call_command("compilemessages", stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115 - null
    # What was read before they were compiled is forgotten, as the development server does.
    translation_file_changed(None, Path("django.mo"))
    # The shipped rules and sources, unless a test is about those that editors publish.
    registry.source = tuple
    law.source = dict


def pytest_collection_finish() -> None:
    """Look for garbage less often: what is loaded by now stays, and a form makes a million objects.

    Searching all of them again and again took two fifths of the processor's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs another service, and say how to run it; order what is left to be ordered.

    What empties tables comes last. pytest-django puts tests without a database behind all others,
    which cuts a module in two and makes twice what its tests share; here they come together again.
    """
    place: dict[Path, int] = {}
    for item in items:
        place.setdefault(item.path, len(place))
    items.sort(key=lambda item: (empties_tables(item), place[item.path]))
    is_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    is_redis = "redis" in settings.CACHES["default"]["BACKEND"]
    for item in items:
        if item.get_closest_marker("postgres") and not is_postgres:
            how = "needs PostgreSQL: DATABASE_URL=postgres://user:password@host/name make test"
            item.add_marker(pytest.mark.skip(reason=how))
        if item.get_closest_marker("redis") and not is_redis:
            how = "needs Redis: CACHE_URL=redis://host:6379/0 make test"
            item.add_marker(pytest.mark.skip(reason=how))


def empties_tables(item: pytest.Item) -> bool:
    """Whether a test commits, after which pytest-django flushes the content others have loaded."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


# --- Database: migrated once, then copied -----------------------------------------------------


def template_database() -> Path:
    """Where the migrated database for exactly these migrations is kept."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    digest.update(repr(settings.INSTALLED_APPS).encode())
    for migration in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(migration.read_bytes())
    return ROOT / ".pytest_cache" / f"template-{digest.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """On SQLite, start from a copy of the template when there is one."""
    if connection.vendor != "sqlite":
        return
    copy = tmp_path_factory.mktemp("database") / "test.sqlite3"
    if template_database().exists():
        shutil.copy(template_database(), copy)
    connection.settings_dict["TEST"]["NAME"] = str(copy)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Use the copied file instead of making a new one."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep a newly migrated database as the template."""
    template = template_database()
    if connection.vendor != "sqlite" or template.exists():
        return
    template.parent.mkdir(exist_ok=True)
    for stale in template.parent.glob("template-*.sqlite3"):
        stale.unlink()
    part = template.with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(part)])
    part.replace(template)


# --- Browser: Chromium over the site as `make run` serves it ----------------------------------


@pytest.fixture(scope="session")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the whole site, content included, served by its own process."""
    folder = tmp_path_factory.mktemp("site")
    with serve_site(folder, free_port()) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium. Without one the test is skipped, or fails if BROWSER=1 insists on it."""
    names = [os.environ.get("CHROMIUM") or "", *CHROMIUM_NAMES]
    executable = next((path for name in names if name and (path := shutil.which(name))), None)
    if executable is None:
        how = "needs Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM"
        if os.environ.get("BROWSER"):
            pytest.fail(how)
        pytest.skip(how)
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous interface keeps an event loop running in the main thread, which
    # Django would take for a view that blocks one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, site_url: str) -> Iterator[Any]:
    """A new page, without cookies, on which `page.goto("/vi/")` means the served site."""
    context = browser.new_context(base_url=site_url)
    yield context.new_page()
    context.close()
