"""Suggestions while somebody types: places, goods, acts and tasks, by keyboard and by pointer."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import gettext, override

from tests.browser.site_pages import page_address
from tests.checking import MAIN, check_at

pytestmark = pytest.mark.browser
OPTION = ".app-suggestions:visible [role=option]"


def offered(page: Any, selector: str, typed: str) -> list[str]:
    """Type into a box, and give what is suggested."""
    box = page.locator(selector).first
    with page.expect_response(lambda response: "suggest" in response.url):
        box.focus()
    page.locator(f"{selector}[role=combobox]").first.wait_for()
    box.fill(typed)
    page.locator(OPTION).first.wait_for()
    return [text.splitlines()[0] for text in page.locator(OPTION).all_inner_texts()]


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("vi", "tinh binh phuoc", "Bình Phước → Thành phố Đồng Nai"),
        ("vi", "bình ph", "Bình Phước → Thành phố Đồng Nai"),
        ("vi", "binh p", "Bình Phước → Thành phố Đồng Nai"),
        ("vi", "hcm", "Thành phố Hồ Chí Minh"),
        ("en", "sai gon", "Ho Chi Minh City"),
        ("en", "Ba Ria", "Bà Rịa - Vũng Tàu → Ho Chi Minh City"),
        ("fr", "Hanoï", "Hanoï"),
    ],
)
def test_a_name_typed_offers_its_place_first(
    page: Any, language: str, typed: str, expected: str
) -> None:
    page.goto(page_address("localities", language))

    assert offered(page, "input[name=name]", typed)[0] == expected

    page.locator(OPTION).first.click()
    page.wait_for_url("**/*-*/")
    assert page.locator("h1").inner_text() in expected


@pytest.mark.parametrize(
    ("typed", "first", "leads_to"),
    [
        ("lap", "Laptop", "goods=laptop"),
        ("26/2025", "Circular 26/2025/TT-BKHCN", "/circular-26-2025-tt-bkhcn/"),
        ("phone num", "Whom to ask, and how to reach us", "/contact/"),
        ("may chu", "Server", "goods=server"),
    ],
)
def test_the_search_box_suggests_and_the_keyboard_chooses(
    page: Any, typed: str, first: str, leads_to: str
) -> None:
    page.goto("/en/")
    assert offered(page, "#site-search", typed)[0] == first
    box = page.locator("#site-search")

    page.keyboard.press("ArrowDown")

    option = page.locator(OPTION).first
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert option.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{leads_to}**")


def test_the_list_closes_and_what_is_typed_stays_and_can_be_sent(page: Any) -> None:
    page.goto("/en/")
    offered(page, "#site-search", "lap")
    box = page.locator("#site-search")
    status = page.locator(".app-search [role=status]")
    with override("en"):
        said = gettext("{n} suggestions; choose with the arrow keys.").split("{n}")[1]
    page.wait_for_function(
        "([status, said]) => status.textContent.endsWith(said)",
        arg=[status.element_handle(), said],
    )

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")

    assert not page.locator(OPTION).count()
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "lap"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=lap")


def test_goods_are_suggested_and_the_one_chosen_fills_the_box(page: Any) -> None:
    page.goto(check_at("en", "goods/?state=used"))
    assert "Laptop" in offered(page, "#id_text", "lapt")

    page.locator(OPTION, has_text="Laptop").first.click()

    assert page.locator("#id_text").input_value() == "Laptop"
    page.keyboard.press("Enter")
    page.wait_for_url("**goods=laptop**")


def test_the_field_of_the_home_page_suggests_goods_alone(page: Any) -> None:
    page.goto("/en/")

    assert offered(page, f"#begin-{MAIN}", "ha") == offered_kinds(page, "Goods")


def offered_kinds(page: Any, kind: str) -> list[str]:
    """The suggestions on show that are of a kind."""
    texts = [text.splitlines() for text in page.locator(OPTION).all_inner_texts()]
    return [name for name, of in texts if of == kind]
