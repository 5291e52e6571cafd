"""Somebody signed in to the served site, as the tests of the editors' side need it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.served import free_port, serve_site

# Wagtail takes note of the form as it is some time after it was opened, and sees no earlier change.
WATCHED = "data-test-watched"
WATCH = f"""
addEventListener("w-unsaved:watch-edits", () => document.body.setAttribute("{WATCHED}", ""))
"""


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
