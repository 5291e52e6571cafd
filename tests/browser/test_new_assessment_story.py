"""In Chromium: an administrator makes a third assessment from nothing, and visitors walk it.

Everything is put in through forms. Nothing in it is law, and it says so.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guidance.text.languages import LANGUAGES
from tests.browser.rules_form import RULES, proved
from tests.browser.signed_in import sign_in

pytestmark = pytest.mark.browser
PATIENCE = 120_000
KEY = "trial-label"
BASIS = "decree-31-2018-nd-cp:art-15-1"
TEXTS = {
    "title": (
        "Thử: hàng cần nhãn không?",
        "A trial: is a label needed?",
        "Essai : une étiquette ?",
    ),
    "slug": ("thu-nhan", "trial-label", "essai-etiquette"),
    "applies": ("Cần nhãn", "A label is needed", "Étiquette requise"),
    "question": ("Hàng có bao bì không?", "Are the goods packed?", "Marchandise emballée ?"),
    "help": ("Chỉ để thử.", "Only a trial.", "Seulement un essai."),
    "where": ("Trên thùng hàng.", "On the box.", "Sur le carton."),
    "case": ("Hàng đóng gói", "Packed goods", "Envoi sous emballage"),
}
SAID = {
    f"{name}_{language}": text
    for name, texts in TEXTS.items()
    for language, text in zip(("vi", "en", "fr"), texts, strict=True)
}


@pytest.fixture
def window(new_page: Callable[..., Any], own_site: str, own_folder: Path) -> Callable[..., Any]:
    """Opens a window for a visitor, or for the administrator."""

    def opened(*, is_signed_in: bool = False, **options: Any) -> Any:
        cookies = [sign_in(own_folder, own_site, "root")] if is_signed_in else []
        options = {"base_url": own_site, "reduced_motion": "reduce", **options}
        return new_page(patience=PATIENCE, cookies=cookies, **options)

    return opened


def begin(page: Any, key: str, said: dict[str, str]) -> str:
    """From the list to the form of the draft; give its address."""
    page.goto(f"{RULES}/")
    page.click("a:has-text('New assessment')")
    page.fill("[name=key]", key)
    for name, text in said.items():
        page.fill(f"[name={name}]", text)
    with page.expect_navigation(url="**/edit/**"):
        page.click("button:has-text('Make the draft')")
    return str(page.url)


def a_draft_of_nothing_but_a_title_names_its_gaps_and_is_deleted(page: Any) -> None:
    needed = [f"{name}_vi" for name in ("title", "question", "case")]
    begin(page, "thrown-away", {name: SAID[name] for name in needed})
    findings = proved(page)
    assert findings.filter(has_text="No provision is named").count() == 6
    assert findings.filter(has_text="English").count() > 0

    page.click("[aria-label='Actions'], button:has-text('Actions')")
    with page.expect_navigation():
        page.get_by_role("link", name="Delete", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("button", name="Yes, delete").click()
    assert "thrown-away" not in page.inner_text("main table")


def the_administrator_makes_and_tries_it(page: Any) -> str:
    page.goto(f"{RULES}/new/")
    page.select_option("[name=basis]", BASIS)
    assert page.locator("[name=languages]:checked").count() == len(LANGUAGES)
    page.fill("[name=key]", KEY)
    for name, text in SAID.items():
        page.fill(f"[name={name}]", text)
    with page.expect_navigation(url="**/edit/**"):
        page.click("button:has-text('Make the draft')")
    assert proved(page).count() == 0
    return str(page.url)


def the_administrator_publishes_it(page: Any) -> None:
    page.click("footer [data-w-dropdown-target=toggle]")
    with page.expect_navigation():
        page.click("button[name=action-publish]")
    assert "published" in page.inner_text(".messages")


def visitors_find_and_walk_it(page: Any, language: str) -> None:
    """From the list, the home page and search, through its question to its two results."""
    start = f"/{language}/check/{SAID[f'slug_{language}']}/"
    for place in (f"/{language}/check/", f"/{language}/"):
        page.goto(place)
        assert page.locator(f"main a[href^='{start}']").count() > 0, place
    page.goto(f"/{language}/search/?q={SAID[f'title_{language}']}")
    assert page.locator(f"main a[href^='{start}']").count() > 0

    for answer in ("yes", "no"):
        page.goto(start)
        page.locator("main .app-button--start").click()
        page.wait_for_url("**/are-the-goods-packed/**")
        assert SAID[f"question_{language}"] in page.inner_text("main")
        page.locator(f"input[type=radio][value={answer}]").check()
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/result/**")
        told = page.inner_text("main")
        assert (SAID[f"applies_{language}"] in told) == (answer == "yes")
        assert (SAID[f"case_{language}"] in told) == (answer == "yes")


def its_addresses_say_that_it_was_taken_away(page: Any, language: str) -> None:
    start = f"/{language}/check/{SAID[f'slug_{language}']}/"
    for place in ("", "are-the-goods-packed/", "result/?are-the-goods-packed=yes"):
        assert page.goto(f"{start}{place}").status == 410, place
    page.goto(f"/{language}/check/")
    assert page.locator(f"main a[href^='{start}']").count() == 0


def test_an_administrator_makes_an_assessment_that_visitors_walk_in_every_language(
    window: Any,
) -> None:
    editor = window(is_signed_in=True, viewport={"width": 1360, "height": 1000})
    a_draft_of_nothing_but_a_title_names_its_gaps_and_is_deleted(editor)
    edit = the_administrator_makes_and_tries_it(editor)
    visitor, plain = window(), window(java_script_enabled=False)
    assert visitor.goto(f"/en/check/{SAID['slug_en']}/").status == 404

    the_administrator_publishes_it(editor)
    for language in LANGUAGES:
        visitors_find_and_walk_it(visitor, language)
        visitors_find_and_walk_it(plain, language)

    editor.goto(edit)
    with editor.expect_navigation():
        editor.click("a:has-text('Take this assessment away')")
    with editor.expect_navigation():
        editor.click("main button:has-text('Take this assessment away')")
    # Who was there keeps a page for five minutes; anybody else asks for it.
    another = window()
    for language in LANGUAGES:
        its_addresses_say_that_it_was_taken_away(another, language)
