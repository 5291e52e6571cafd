"""What a phone shows first, without scripts: a low header, a start in sight, a menu that opens."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.site_pages import LANGUAGES, address
from tests.checking import ALL, check_at

pytestmark = pytest.mark.browser
languages = pytest.mark.parametrize("language", LANGUAGES)
PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def phone(browser: Any, site_url: str) -> Any:
    """A phone without JavaScript."""
    context = browser.new_context(base_url=site_url, viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def bottom(page: Any, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    return float(box["y"] + box["height"])


def top(page: Any, selector: str) -> float:
    return float(page.locator(selector).first.bounding_box()["y"])


@languages
def test_home_is_short_and_begins_the_work_in_the_first_screen(phone: Any, language: str) -> None:
    phone.goto(f"/{language}/")

    assert phone.locator(".app-header").bounding_box()["height"] <= 120
    assert bottom(phone, ".board__field .app-button") <= PHONE["height"]
    assert bottom(phone, ".app-footer") <= 3_000

    phone.fill(".board__field input", "8471")
    phone.click(".board__field .app-button")
    assert phone.url.endswith("?goods=8471")


@languages
@pytest.mark.parametrize("key", ALL)
def test_a_check_starts_in_the_first_screen(phone: Any, language: str, key: str) -> None:
    phone.goto(check_at(language, key=key))

    assert bottom(phone, ".app-button--start") <= PHONE["height"]


@languages
def test_who_asks_for_a_province_is_answered_before_the_map(phone: Any, language: str) -> None:
    phone.goto(f"{address('localities', language)}?name=quang")

    assert top(phone, "#matches") < top(phone, ".app-tilemap")


def test_a_province_says_how_far_it_is_before_it_asks_for_an_opinion(phone: Any) -> None:
    phone.goto(address("locality", "fr"))

    assert top(phone, "#next") < top(phone, "#ladder") < top(phone, "#feedback")


def test_no_bar_covers_the_field_of_a_question_that_is_typed(phone: Any) -> None:
    phone.goto(check_at("fr", "goods/?state=used"))

    assert bottom(phone, "#main form .govuk-input") <= top(phone, ".app-question__go")


def test_the_menu_opens_and_closes_without_a_script(phone: Any) -> None:
    phone.goto("/en/")
    links = phone.locator(".app-nav a")
    assert not links.first.is_visible()

    phone.click(".app-sign--menu")
    assert links.first.is_visible()
    phone.keyboard.press("Escape")
    assert not links.first.is_visible()
