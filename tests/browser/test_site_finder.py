"""The finder suggests places while a name is typed."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("vi", "tinh binh phuoc", "Bình Phước → Thành phố Đồng Nai"),
        ("en", "Ba Ria", "Bà Rịa - Vũng Tàu → Ho Chi Minh City"),
        ("fr", "Hanoï", "Hanoï"),
    ],
)
def test_a_name_typed_offers_its_place(page: Any, language: str, typed: str, expected: str) -> None:
    page.goto(f"/{language}/")
    finder = page.locator("input[data-suggest]").first

    finder.fill(typed)

    link = page.locator(".app-suggestions a", has_text=expected).first
    link.wait_for()
    link.click()
    assert page.locator("h1").inner_text() in expected
