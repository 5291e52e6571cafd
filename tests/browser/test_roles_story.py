"""In Chromium: what each role does on one site, from signing in on; what it may not do is closed.

The rules are told in `test_rules_story`, comments in `test_rules_comments`, goods in
`test_goods_upload`; here are pages, localities and accounts.
"""

from __future__ import annotations

import re
from base64 import b32decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django_otp.oath import totp

from guidance.accounts.roles import LEGAL_REVIEWER, NAMES
from tests.browser.conftest import WATCHED
from tests.browser.signed_in import manage
from tests.checking import MAIN, version_of
from tests.checking import RULES as RULES_IN_FORCE

pytestmark = pytest.mark.browser
RULES = "/admin/snippets/wizard/rulesetdocument/"
PATIENCE = 120_000
NEWCOMER, PASSWORD = "new-reviewer", "Right-horse-battery-7"
CHANGED = "Về trang này, đã sửa"
NUMBERS = """
from wagtail.models import Page
for language in ("vi", "fr"):
    home = Page.objects.get(depth=2, locale__language_code=language)
    children = home.get_children().live().order_by("path")
    # Not the same page twice: who changes the original lets its translation fall behind.
    page = children.last() if language == "vi" else children.first()
    print(page.pk, page.get_url_parts()[2])
"""


@pytest.fixture(scope="module")
def pages(own_site: str, own_folder: Path) -> dict[str, tuple[str, str]]:
    """A page in each language that somebody works in: its number and its address."""
    said = manage(own_folder, "shell", "--no-imports", "-v", "0", "-c", NUMBERS).split()
    return {"vi": (said[-4], said[-3]), "fr": (said[-2], said[-1])}


@pytest.fixture
def enter_as(new_page: Callable[..., Any], own_site: str, own_folder: Path) -> Callable[..., Any]:
    """Signs somebody in with the password; demo accounts all have the same."""

    def entered(name: str, password: str = "") -> Any:
        tab = new_page(patience=PATIENCE, base_url=own_site, locale="en", reduced_motion="reduce")
        tab.goto("/admin/login/")
        tab.fill("[name=username]", name)
        demo = (own_folder / "demo-password").read_text(encoding="utf-8").strip()
        tab.fill("[name=password]", password or demo)
        press(tab, "button[type=submit]")
        return tab

    return entered


def press(tab: Any, button: str) -> None:
    """Press what leads to another page, by keyboard: a calendar may lie over it."""
    with tab.expect_navigation():
        tab.locator(button).first.press("Enter")


def is_closed(tab: Any, address: str) -> bool:
    """Whether an address of the editors' side leads back to the home screen, or nowhere."""
    response = tab.request.get(address)
    return response.status in (403, 404) or response.url.endswith("/admin/")


def change_title(tab: Any, number: str, title: str) -> None:
    """Open a page, change its title, and have it saved as a draft."""
    tab.goto(f"/admin/pages/{number}/edit/")
    tab.wait_for_selector(f"[{WATCHED}]")
    assert not tab.locator("[name=action-publish]").count()
    tab.fill("[name=title]", title)
    tab.keyboard.press("Tab")
    # Wagtail saves by itself; to submit meanwhile would be a conflict.
    tab.get_by_text("Saved", exact=True).wait_for()
    tab.click("footer [data-w-dropdown-target=toggle]")
    press(tab, "[name=action-submit]")
    assert title in tab.inner_text(".messages")


def test_an_editor_submits_a_page_and_a_legal_reviewer_approves_it(
    enter_as: Callable[..., Any], pages: dict[str, tuple[str, str]]
) -> None:
    change_title(enter_as("demo-editor"), pages["vi"][0], CHANGED)

    reviewer = enter_as("demo-legal-reviewer")
    press(reviewer, f"main a:has-text('{CHANGED}')")
    reviewer.click("footer [data-w-dropdown-target=toggle]")
    press(reviewer, "[data-workflow-action-name=approve]:not([data-launch-modal])")

    assert CHANGED in reviewer.inner_text(".messages")
    reviewer.goto(pages["vi"][1])
    assert CHANGED in reviewer.inner_text("h1")


def test_a_translator_submits_a_page_of_the_own_language_and_sees_no_rules(
    enter_as: Callable[..., Any], pages: dict[str, tuple[str, str]]
) -> None:
    tab = enter_as("demo-translator-fr")
    assert not tab.get_by_role("link", name="Rules of the check").count()

    tab.goto(f"/admin/pages/{pages['fr'][0]}/edit/")
    tab.get_by_text("Every text is translated.").wait_for()
    assert not tab.get_by_role("button", name="Approve and publish").count()
    press(tab, "button[name=action][value=submit]")
    assert "Submitted" in tab.inner_text(".messages")

    assert is_closed(tab, RULES)
    assert is_closed(tab, f"/admin/pages/{pages['vi'][0]}/edit/")


def test_a_provincial_editor_confirms_a_step_of_the_own_locality_alone(
    enter_as: Callable[..., Any], pages: dict[str, tuple[str, str]]
) -> None:
    tab = enter_as("demo-provincial-editor")
    name = tab.locator("#guidance-locality h2, [id*=guidance-locality] h2").first.inner_text()
    press(tab, "a:has-text('Something has changed')")
    step = tab.locator("fieldset").first
    step.locator("select[name$=-status]").select_option("confirmed")
    step.locator("input[name$=-date]").fill("")
    step.locator("select[name$=-source]").select_option("")
    press(tab, "button:has-text('Save and confirm today')")
    assert "Say since when this is confirmed." in step.inner_text()
    assert "Name the document that confirms it." in step.inner_text()

    step.locator("input[name$=-date]").fill("2026-07-01")
    step.locator("select[name$=-source]").select_option(index=1)
    press(tab, "button:has-text('Save and confirm today')")

    assert tab.is_visible(".messages .success")
    assert name.strip() in tab.inner_text("main")
    for address in (RULES, "/admin/snippets/guidance/locality/", f"/admin/pages/{pages['vi'][0]}/"):
        assert is_closed(tab, address), address


def test_an_administrator_makes_an_account_that_enters_with_a_second_factor(
    enter_as: Callable[..., Any],
) -> None:
    tab = enter_as("demo-administrator")
    tab.goto("/admin/users/")
    press(tab, "a:has-text('Add a user')")
    fields = {"username": NEWCOMER, "email": "new@example.org", "first_name": "New"}
    fields |= {"last_name": "Reviewer", "password1": PASSWORD, "password2": PASSWORD}
    for field, value in fields.items():
        tab.fill(f"[name={field}]", value)
    tab.get_by_role("tab", name="Roles").first.click()
    tab.get_by_label(NAMES[LEGAL_REVIEWER]).check()
    press(tab, "main form button[type=submit]:visible")
    assert NEWCOMER in tab.inner_text(".messages")

    newcomer = enter_as(NEWCOMER, PASSWORD)
    assert "/second-factor/set-up/" in newcomer.url
    newcomer.goto(RULES)
    assert "/second-factor/set-up/" in newcomer.url
    key = re.search(r"[A-Z2-7]{16,}", newcomer.inner_text("main code"))
    assert key
    newcomer.fill("[name=code]", f"{totp(b32decode(key[0])):06d}")
    press(newcomer, "main form button[type=submit]")
    newcomer.goto(RULES)

    assert newcomer.locator(
        f"main a:has-text('{version_of(MAIN, RULES_IN_FORCE.version)}')"
    ).count()
