"""Our own screens on the editors' side stand in nobody's way, as far as axe can tell.

Looked at is what is ours: the table of a report, a panel of the home screen, the form of a
locality, the proof and the comparison of a rule set. The frame around them is Wagtail's.
"""

from __future__ import annotations

from collections.abc import Callable
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
    "a link for a department": (
        "/admin/snippets/guidance/locality/link/1/",
        ".guidance-form",
    ),
    "proof of a rule set": (f"{RULES}edit/1/", ".ruleset-proof"),
    "comparison of a rule set": (f"{RULES}difference/1/", ".ruleset-difference"),
    "comments on a rule set": (f"{RULES}comments/1/", "main"),
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
def administrator(enter: Callable[..., Any]) -> Any:
    """The tab of an administrator."""
    return enter("administrator")


@pytest.fixture(scope="module")
def officer(enter: Callable[..., Any]) -> Any:
    """The tab of a provincial editor."""
    return enter("provincial-editor")


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
