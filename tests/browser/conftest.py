"""The site as `make run` serves it, Chromium over it, and somebody signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.served import free_port, serve_site

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Wagtail takes note of a form as it is some time after it was opened, and sees no earlier change.
# A form that is connected again before that is noted once for each time.
WATCHED = "data-test-watched"
WATCH = f"""
let awaited = 0;
let isNoted = false;
addEventListener("w-unsaved:ready", () => {{
  if (!isNoted) awaited += 1;
}});
addEventListener("w-unsaved:watch-edits", () => {{
  isNoted = true;
  awaited -= 1;
  if (awaited <= 0) document.body.setAttribute("{WATCHED}", "");
}});
"""


@pytest.fixture(scope="session")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the whole site, content included, served by its own process."""
    folder = tmp_path_factory.mktemp("site")
    with serve_site(folder, free_port()) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium. Without one the test is skipped, or fails if BROWSER=1 insists on it.

    One a module: Playwright keeps an event loop running in this thread for as long as it is there,
    and other modules must find none.
    """
    names = [os.environ.get("CHROMIUM") or "", *CHROMIUM_NAMES]
    executable = next((path for name in names if name and (path := shutil.which(name))), None)
    if executable is None:
        how = "needs Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM"
        if os.environ.get("BROWSER"):
            pytest.fail(how)
        pytest.skip(how)
    from playwright.sync_api import sync_playwright

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


@pytest.fixture(scope="session")
def password(site_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The password of the demo accounts of the served site."""
    (file,) = tmp_path_factory.getbasetemp().glob("site[0-9]*/demo-password")
    return file.read_text(encoding="utf-8").strip()


@pytest.fixture(scope="module")
def enter(browser: Any, site_url: str, password: str) -> Iterator[Callable[..., Any]]:
    """Opens a tab in which a demo account works; the language is that of the browser."""
    contexts = []

    def entered(role: str, language: str = "en") -> Any:
        context = browser.new_context(
            base_url=site_url,
            locale=language,
            reduced_motion="reduce",
            viewport={"width": 1280, "height": 900},
            accept_downloads=True,
        )
        contexts.append(context)
        tab = context.new_page()
        tab.add_init_script(WATCH)
        tab.goto("/admin/login/")
        tab.fill("input[name=username]", f"demo-{role}")
        tab.fill("input[name=password]", password)
        with tab.expect_navigation():
            tab.click("button[type=submit]")
        return tab

    yield entered
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the own site of a module keeps everything."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def own_site(own_folder: Path) -> Iterator[str]:
    """A site that only the tests of one module change."""
    with serve_site(own_folder, free_port()) as address:
        yield address


@pytest.fixture
def new_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page as somebody's own browser does; all are closed after the test."""
    contexts = []

    def opened(*, patience: int, cookies: Sequence[Any] = (), **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        context.add_cookies(list(cookies))
        page = context.new_page()
        page.set_default_timeout(patience)
        page.add_init_script(WATCH)
        return page

    yield opened
    for context in contexts:
        context.close()
