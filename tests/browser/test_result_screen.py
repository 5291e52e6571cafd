"""A result on a phone: the answer on one screen, and marks on papers that stay in the browser."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from tests.wizard.assessment.stories import PERMITTED, STORIES, check
from wizard.rules import assessments

pytestmark = pytest.mark.browser
ORIGIN = {
    "one form": "market=US&request=not-shipped&registered=bac-giang&before=same-product&also=none",
    "several forms": "market=JP&request=shipped-year&registered=hai-duong&before=never&also=none",
    # The most days.
    "first C/O": "market=JP&request=not-shipped&registered=khanh-hoa&before=never&also=none",
    "not yet": "market=JP&request=not-shipped&registered=not-yet",
}
LONGEST = {
    **STORIES,
    "a part": {"state": "used", "goods": "computer-part", "part": "yes", "purpose": "other"},
}
FIRST_BLOCKS, AS_IT_OPENS = 1600, 6000
"""Pixels at 360 wide: verdict, how sure, things to do and buttons; the page as it opens."""


def origin(name: str, language: str) -> str:
    """The address of a result on who issues a C/O."""
    return f"/{language}/check/{assessments.slug_of('co-issuer', language)}/result/?{ORIGIN[name]}"


PLACES = {
    **{name: check("result/", answers, "vi") for name, answers in LONGEST.items()},
    **{name: origin(name, "vi") for name in ORIGIN},
    # The longest words.
    **{f"{name}, in French": origin(name, "fr") for name in ("several forms", "first C/O")},
}


@pytest.fixture
def phone(browser: Any, site_url: str) -> Any:
    """A page as wide as a small phone."""
    context = browser.new_context(base_url=site_url, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PLACES)
def test_the_answer_comes_first_and_the_rest_is_folded(phone: Any, name: str) -> None:
    phone.goto(PLACES[name])

    bottom, height, width = phone.evaluate(
        """() => [
          document.querySelector(".ticket__buttons").getBoundingClientRect().bottom,
          document.documentElement.scrollHeight,
          document.documentElement.scrollWidth,
        ]"""
    )
    assert bottom <= FIRST_BLOCKS
    assert height <= AS_IT_OPENS
    assert width == 360


MOST_SHEETS = 4


@pytest.mark.parametrize("name", ["permit-required", "several forms", "not yet"])
def test_a_whole_result_is_printed_on_few_sheets(phone: Any, name: str) -> None:
    phone.goto(PLACES[name])
    body = phone.pdf(format="A4")

    sheets = PdfReader(io.BytesIO(body)).pages
    text = " ".join(page.extract_text() for page in sheets)
    assert len(sheets) <= MOST_SHEETS
    # What is folded on the screen is there: the last of the papers.
    phone.locator("#papers").click()
    last = phone.locator("[data-paper] legend").last.inner_text().split()
    assert " ".join(last) in " ".join(text.split())


def test_marks_stay_in_this_browser_until_they_are_cleared(phone: Any) -> None:
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.method))
    phone.goto(check("result/", PERMITTED))
    phone.locator("#papers").click()
    first, second = (phone.locator("[data-paper]").nth(number) for number in range(2))
    tally = phone.locator("[data-checklist-tally]")

    first.get_by_label("Have", exact=True).check()
    second.get_by_label("Cannot get").focus()
    phone.keyboard.press("Space")

    assert tally.text_content() == "1 of 7 in hand, 1 not to be had"
    assert set(sent) == {"GET"}
    phone.reload()
    phone.locator("#papers").click()
    assert first.get_by_label("Have", exact=True).is_checked()
    assert second.get_by_label("Cannot get").is_checked()
    phone.locator("[data-checklist-clear]").click()
    assert tally.text_content() == "0 of 7 in hand, 0 not to be had"
    assert phone.evaluate("localStorage.length") == 0
    phone.reload()
    assert not first.get_by_label("Have", exact=True).is_checked()


def test_a_link_into_a_fold_opens_it(phone: Any) -> None:
    phone.goto(check("result/", STORIES["prohibited"]))

    phone.locator(".ticket__buttons a[href='#ask']").click()

    assert phone.locator("#ask").evaluate("(title) => title.closest('details').open")


def test_another_day_of_filing_moves_the_days_without_a_script(browser: Any, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto(check("result/", PERMITTED))
    before = page.locator(".ticket time").all_text_contents()

    page.get_by_label("I file on").fill("2099-12-07")
    with page.expect_navigation():
        page.get_by_role("button", name="Move the days").click()

    assert "filed=2099-12-07" in page.url
    after = page.locator(".ticket time").all_text_contents()
    assert len(after) == len(before)
    assert after != before
    context.close()
