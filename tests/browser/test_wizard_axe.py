"""Nothing on a page of the self-assessment stands in anybody's way, as far as axe can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.wizard.assessment.stories import LANGUAGES, PERMITTED, STORIES, check, result, ways

pytestmark = pytest.mark.browser
WAYS = ways()
TWO_LINES = "line=Laptop;;2;state=new&line=Laptop&line=Laptop"
PAGES = {
    "start": check(language="vi"),
    "rules": check("rules/", language="fr"),
    "change log": check("rules/changes/", language="fr"),
    "something was left out": check("", {"state": "stolen"}),
    "a result made earlier": result(PERMITTED, "fr", on="2026-06-30"),
    "two languages": result(PERMITTED, "en", both="1"),
    "papers": result(PERMITTED, "vi").replace("/result/", "/papers/"),
    "several items": check("consignment/", language="vi"),
    "lines with a question": check(
        "consignment/?step=ask&line=Laptop;;2&line=Laptop;;3", language="fr"
    ),
    "a consignment judged": check(
        "consignment/?line=Laptop;;2;state=new&line=Laptop", language="en"
    ),
    "report": result(PERMITTED, "vi").replace("/result/", "/report/"),
}
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def tab(browser: Any, site_url: str) -> Iterator[Any]:
    """One tab for all pages."""
    context = browser.new_context(base_url=site_url, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def faults(tab: Any) -> list[str]:
    """What axe finds on the page, in the light and in the dark."""
    found = []
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)
        violations = Axe().run(tab).response["violations"]
        found += [
            f"{scheme}: {item['id']} ({item['impact']}): {node['html'][:160]}"
            for item in violations
            for node in item["nodes"][:3]
        ]
    return found


@pytest.mark.parametrize("question", WAYS)
def test_a_question(tab: Any, question: str) -> None:
    tab.goto(check(f"{question}/", WAYS[question], "vi"))

    assert faults(tab) == []


@pytest.mark.parametrize(
    ("outcome", "language"),
    [(outcome, LANGUAGES[number % len(LANGUAGES)]) for number, outcome in enumerate(STORIES)],
)
def test_a_result(tab: Any, outcome: str, language: str) -> None:
    tab.goto(result(STORIES[outcome], language))
    # What is folded away must hold as well.
    tab.evaluate("document.querySelectorAll('details').forEach((item) => (item.open = true))")

    assert faults(tab) == []


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_around_the_questions(tab: Any, address: str) -> None:
    tab.goto(address)

    assert faults(tab) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_papers_opened_with_an_error(tab: Any, language: str) -> None:
    tab.goto(result(PERMITTED, language).replace("/result/", "/papers/"))
    tab.evaluate("document.querySelectorAll('details').forEach((item) => (item.open = true))")
    tab.fill("#id_tax_code", "12")

    with tab.expect_navigation():
        tab.press("#id_company_name", "Enter")

    assert tab.is_visible("#error-summary")
    tab.evaluate("document.querySelectorAll('details').forEach((item) => (item.open = true))")
    assert faults(tab) == []


@pytest.mark.parametrize("text", ["", "84711", "card", "xyzzy"])
def test_the_goods_question_with_an_error(tab: Any, text: str) -> None:
    tab.goto(check("goods/", {"state": "used"}, "fr"))
    tab.fill("#id_text", text)

    # What the box suggests lies over the button.
    with tab.expect_navigation():
        tab.press("#id_text", "Enter")

    assert tab.is_visible("#error-summary")
    assert faults(tab) == []


def test_a_choice_question_with_an_error(tab: Any) -> None:
    tab.goto(check("state/"))

    with tab.expect_navigation():
        tab.click("main form button[type=submit]")

    assert tab.is_visible("#error-summary")
    assert faults(tab) == []
