"""Our own screens on the editors' side stand in nobody's way, as far as axe can tell.

Looked at is what is ours: the table of a report, a panel of the home screen, the form of a
locality, the proof and the comparison of a rule set. The frame around them is Wagtail's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
RULES = "/admin/snippets/wizard/rulesetdocument/"
SCREENS = {
    "what awaits an editor": ("/admin/", ".guidance-panel"),
    "pages and languages": ("/admin/reports/guidance/languages/", "#listing-results"),
    "pages to review": ("/admin/reports/guidance/reviews/", "#listing-results"),
    "broken links": ("/admin/reports/guidance/links/", "#listing-results"),
    "localities to confirm": ("/admin/reports/guidance/confirmations/", "#listing-results"),
    "proof of a rule set": (f"{RULES}edit/1/", ".ruleset-proof"),
    "comparison of a rule set": (f"{RULES}difference/1/", ".ruleset-difference"),
}
ACCOUNTS = {
    "set up a second factor": ("/admin/second-factor/set-up/", "main"),
    "reset somebody's": ("/admin/second-factor/reset/1/", "main"),
    "roles of a user": ("/admin/users/edit/1/", "main form"),
    "a new bundle": ("/admin/bundles/new/", "main form"),
}
OWN = {
    "the own locality": ("/admin/", ".guidance-panel"),
    "its form": ("/admin/our-locality/", ".guidance-form"),
    "its links": ("/admin/our-locality/links/", ".guidance-form"),
}


@pytest.fixture(scope="module")
def password(site_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The password of the demo accounts of the served site."""
    (file,) = tmp_path_factory.getbasetemp().glob("site[0-9]*/demo-password")
    return file.read_text(encoding="utf-8").strip()


def signed_in(browser: Any, site_url: str, name: str, password: str) -> Any:
    """A tab in which a demo account works."""
    tab = browser.new_context(base_url=site_url, reduced_motion="reduce").new_page()
    tab.goto("/admin/login/")
    tab.fill("input[name=username]", name)
    tab.fill("input[name=password]", password)
    with tab.expect_navigation():
        tab.click("button[type=submit]")
    return tab


@pytest.fixture(scope="module")
def administrator(browser: Any, site_url: str, password: str) -> Iterator[Any]:
    """The tab of an administrator."""
    tab = signed_in(browser, site_url, "demo-administrator", password)
    yield tab
    tab.context.close()


@pytest.fixture(scope="module")
def officer(browser: Any, site_url: str, password: str) -> Iterator[Any]:
    """The tab of a provincial editor."""
    tab = signed_in(browser, site_url, "demo-provincial-editor", password)
    yield tab
    tab.context.close()


def faults(tab: Any, address: str, ours: str) -> list[str]:
    """What axe finds in the part of a screen that is ours."""
    tab.goto(address)
    tab.wait_for_selector(ours, state="attached")
    return [
        f"{item['id']} ({item['impact']}): {node['html'][:160]}"
        for item in Axe().run(tab, context=ours).response["violations"]
        for node in item["nodes"][:3]
    ]


@pytest.mark.parametrize(("address", "ours"), SCREENS.values(), ids=SCREENS)
def test_a_screen_of_editors(administrator: Any, address: str, ours: str) -> None:
    assert faults(administrator, address, ours) == []


@pytest.mark.parametrize(("address", "ours"), ACCOUNTS.values(), ids=ACCOUNTS)
def test_a_screen_of_accounts_also_on_a_telephone(
    administrator: Any, address: str, ours: str
) -> None:
    administrator.set_viewport_size({"width": 360, "height": 740})

    assert faults(administrator, address, ours) == []
    assert administrator.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/"])
def test_a_screen_before_signing_in(page: Any, address: str) -> None:
    assert faults(page, address, "main") == []


@pytest.mark.parametrize(("address", "ours"), OWN.values(), ids=OWN)
def test_a_screen_of_a_department(officer: Any, address: str, ours: str) -> None:
    assert faults(officer, address, ours) == []


def test_a_department_confirms_by_keyboard_alone(officer: Any) -> None:
    officer.goto("/admin/")
    officer.focus(".guidance-actions button")

    with officer.expect_navigation():
        officer.keyboard.press("Enter")

    assert officer.is_visible(".messages .success")
