"""In Chromium: the panel beside a form shows what is typed, as readers will see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from guidance.text.languages import LANGUAGES
from tests.browser.conftest import WATCHED

pytestmark = pytest.mark.browser
RECORDS = "/admin/snippets/guidance"
TYPED = "Typed just now"
FORMS = {
    "a legal source": ("editor", f"{RECORDS}/legalsource/edit/1/", "note_{}"),
    "a locality": ("editor", f"{RECORDS}/locality/edit/2/", "note_{}"),
    "a term": ("editor", f"{RECORDS}/glossaryterm/edit/1/", "definition_{}"),
    "the own locality": ("provincial-editor", "/admin/our-locality/", "contact-hours_{}"),
}


@pytest.fixture(scope="module")
def people(enter: Callable[..., Any]) -> dict[str, Any]:
    """The tabs of those who write."""
    return {role: enter(role) for role in ("editor", "provincial-editor")}


def opened(tab: Any, address: str) -> Any:
    """The frame of the preview beside a form."""
    tab.goto(address)
    tab.wait_for_selector(f"[{WATCHED}]")
    if not tab.is_visible("[data-side-panel=preview]"):
        tab.click("[data-side-panel-toggle=preview]")
    return tab.frame_locator("#w-preview-iframe")


@pytest.mark.parametrize(("role", "address", "field"), FORMS.values(), ids=FORMS)
def test_the_panel_follows_what_is_typed_in_each_language(
    people: dict[str, Any], role: str, address: str, field: str
) -> None:
    tab = people[role]
    frame = opened(tab, address)
    frame.locator("html[lang=en] main").wait_for()

    for language in LANGUAGES:
        tab.fill(f"[name={field.format(language)}]", f"{TYPED}: {language}")

    frame.get_by_text(f"{TYPED}: en").first.wait_for()
    for language in ("vi", "fr"):
        tab.select_option("#id_preview_mode", language)
        frame.locator(f"html[lang={language}] main").get_by_text(f"{TYPED}: {language}").wait_for()


def test_a_page_is_shown_in_the_panel(people: dict[str, Any]) -> None:
    tab = people["editor"]
    tab.goto("/admin/pages/3/edit/")

    if not tab.is_visible("[data-side-panel=preview]"):
        tab.click("[data-side-panel-toggle=preview]")

    # The content policy of public pages forbids every frame; a preview may be framed.
    tab.frame_locator("#w-preview-iframe").locator("main h1").wait_for()


def test_the_checks_of_a_page_read_its_preview(people: dict[str, Any]) -> None:
    tab = people["editor"]
    tab.goto("/admin/pages/3/edit/")
    tab.wait_for_selector(f"[{WATCHED}]")

    tab.click("[data-side-panel-toggle=checks]")

    # Nothing is counted, and nothing found, where the panel cannot read the preview.
    tab.locator("[data-content-word-count]", has_text=re.compile(r"\d{2}")).wait_for()
    tab.locator("[data-content-readability-score]", has_text=re.compile(r"\w")).wait_for()
