"""Nothing on a page of the site stands in anybody's way, as far as axe can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.site_pages import KINDS, LANGUAGES, address

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}
# One language each: the structure, colours and widths of a template are the same in all of them.
# Lighthouse, whose rules are those of axe, looks at every type in all languages.
EACH = [(kind, LANGUAGES[number % len(LANGUAGES)]) for number, kind in enumerate(KINDS)]
SAMPLE = (
    *("home", "guidance", "wide tables", "fees", "steps", "announcements", "localities"),
    *("locality", "source", "glossary", "links", "something found", "nothing there"),
)
DARK = [(kind, LANGUAGES[(number + 1) % len(LANGUAGES)]) for number, kind in enumerate(SAMPLE)]
UNFOLD = "document.querySelectorAll('details').forEach((item) => (item.open = true))"


@pytest.fixture(scope="module")
def tab(browser: Any, site_url: str) -> Iterator[Any]:
    """One tab for all pages."""
    context = browser.new_context(base_url=site_url, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def phone(browser: Any, site_url: str) -> Iterator[Any]:
    """The same on a small screen, in the dark."""
    context = browser.new_context(
        base_url=site_url, reduced_motion="reduce", color_scheme="dark", viewport=PHONE
    )
    yield context.new_page()
    context.close()


def faults(tab: Any) -> list[str]:
    """What axe finds on the page; what is folded away must hold as well."""
    tab.evaluate(UNFOLD)
    return [
        f"{item['id']} ({item['impact']}): {node['html'][:160]}"
        for item in Axe().run(tab).response["violations"]
        for node in item["nodes"][:3]
    ]


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_a_page(tab: Any, kind: str, language: str) -> None:
    tab.goto(address(kind, language))

    assert faults(tab) == []


@pytest.mark.parametrize(("kind", "language"), DARK)
def test_a_page_in_the_dark_on_a_phone(phone: Any, kind: str, language: str) -> None:
    phone.goto(address(kind, language))

    assert faults(phone) == []
