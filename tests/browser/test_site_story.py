"""A newcomer with a keyboard and nothing else finds what the site promises to tell."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from guidance.text.folding import fold
from tests.browser.site_pages import LANGUAGES, page_address
from tests.wizard.assessment.pages import plain

pytestmark = pytest.mark.browser
TABLE = Path(__file__).with_name("site_questions.toml")
QUESTIONS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["question"]
languages = pytest.mark.parametrize("language", LANGUAGES)
# Each in one language: tests/guidance/search/test_questions.py asks them in all, without a browser.
questions = pytest.mark.parametrize(
    ("question", "language"),
    [(question, LANGUAGES[number % len(LANGUAGES)]) for number, question in enumerate(QUESTIONS)],
    ids=[question["name"] for question in QUESTIONS],
)
# How often a newcomer presses Tab on one page before giving up, and how many hits are read.
STOPS = 60
HITS = 3
FOCUSED = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  return {
    tag: element.tagName, name: element.name ?? "", path: element.pathname ?? "",
    text: element.textContent, size: Math.min(box.width, box.height),
    inSight: box.bottom > 0 && box.top < innerHeight,
  };
}"""

Focus = dict[str, Any]


@pytest.fixture(scope="module", params=[True, False], ids=["script", "no script"])
def context(request: pytest.FixtureRequest, browser: Any, site_url: str) -> Iterator[Any]:
    """A browser window with JavaScript, and one without."""
    context = browser.new_context(
        base_url=site_url, java_script_enabled=request.param, reduced_motion="reduce"
    )
    yield context
    assert context.cookies() == []
    context.close()


@pytest.fixture
def tab(context: Any) -> Iterator[Any]:
    """A tab in that window."""
    tab = context.new_page()
    yield tab
    tab.close()


def go(tab: Any, wanted: Callable[[Focus], bool]) -> None:
    """Press Tab until what is wanted has the focus; it must then be in sight."""
    for _ in range(STOPS):
        tab.keyboard.press("Tab")
        focus = tab.evaluate(FOCUSED)
        if wanted(focus):
            assert focus["inSight"], focus
            assert focus["size"] > 1, focus
            return
    pytest.fail("Tab never gets there.")


def enter(tab: Any) -> None:
    """Press Enter, which leads to another page."""
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def has_text(words: str) -> Callable[[Focus], bool]:
    """A link that says so."""
    return lambda focus: focus["tag"] == "A" and words in plain(focus["text"])


def leads_to(address: str) -> Callable[[Focus], bool]:
    """A link to an address."""
    return lambda focus: focus["path"] == address


def is_field(name: str) -> Callable[[Focus], bool]:
    """The input of that name."""
    return lambda focus: focus["tag"] == "INPUT" and focus["name"] == name


def unanswered(tab: Any, question: dict[str, Any], language: str) -> list[str]:
    """What the page on show should say and does not."""
    text = plain(tab.inner_text("main"))
    return [words for words in question[language]["answer"] if words not in text]


@questions
def test_one_link_from_the_home_page_leads_to_the_answer(
    tab: Any, question: dict[str, Any], language: str
) -> None:
    tab.goto(f"/{language}/")

    go(tab, has_text(question[language]["link"]))
    enter(tab)

    assert tab.url.endswith(page_address(question["page"], language))
    assert unanswered(tab, question, language) == []


@questions
def test_one_search_leads_to_the_answer(tab: Any, question: dict[str, Any], language: str) -> None:
    page = page_address(question["page"], language)
    tab.goto(f"/{language}/")

    go(tab, is_field("q"))
    tab.keyboard.type(question[language]["search"])
    enter(tab)
    hits = tab.locator(".app-results a").evaluate_all("links => links.map((a) => a.pathname)")
    assert page in hits[:HITS]
    go(tab, leads_to(page))
    enter(tab)

    assert unanswered(tab, question, language) == []


@languages
def test_a_former_name_leads_to_the_place_and_on_to_who_issues_what(
    tab: Any, language: str
) -> None:
    question = next(item for item in QUESTIONS if item["page"] == "co-which-body-which-form")
    tab.goto(f"/{language}/")

    go(tab, leads_to(page_address("localities", language)))
    enter(tab)
    go(tab, is_field("name"))
    tab.keyboard.type("tinh binh phuoc")
    enter(tab)
    assert "dong nai" in fold(tab.inner_text("h1"))
    go(tab, leads_to(page_address(question["page"], language)))
    enter(tab)

    assert unanswered(tab, question, language) == []


@languages
def test_the_first_stop_skips_to_the_text(tab: Any, language: str) -> None:
    tab.goto(page_address("c26-faq", language))
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")

    tab.keyboard.press("Tab")

    assert tab.evaluate("document.activeElement.closest('main') !== null")
