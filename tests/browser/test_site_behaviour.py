"""The site in Chromium: language switch, finder, feedback, and nothing sent behind one's back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.utils.translation import gettext, override

from guidance.text.folding import fold
from tests.browser.site_pages import KINDS, LANGUAGES, NOTHING_THERE, PLACES, address, page_address
from tests.wizard.assessment.pages import plain

pytestmark = pytest.mark.browser
languages = pytest.mark.parametrize("language", LANGUAGES)
PHONE = {"width": 360, "height": 640}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SWITCH = "links => Object.fromEntries(links.map((a) => [a.hreflang, a.getAttribute('href')]))"
STORED = "localStorage.length + sessionStorage.length"
# What Chromium itself says of a page that is not there; the page means to say so.
EXPECTED = "the server responded with a status of 404"

STAYS = [kind for kind in KINDS if kind != NOTHING_THERE]


class Visit(NamedTuple):
    """What a page did when it was opened."""

    status: int
    language: str
    heading: str
    sideways: int
    stored: int
    complaints: list[str]
    foreign: list[str]
    switch: dict[str, str]


@pytest.fixture(scope="module")
def context(browser: Any, site_url: str) -> Iterator[Any]:
    """A phone for all visits, so that a cookie set anywhere would be found at the end."""
    context = browser.new_context(base_url=site_url, viewport=PHONE, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture(scope="module")
def visits(context: Any, site_url: str) -> dict[tuple[str, str], Visit]:
    """One visit to each kind of page in each language."""
    tab = context.new_page()
    complaints: list[str] = []
    requested: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("request", lambda request: requested.append(request.url))
    found = {}
    for place in PLACES:
        complaints.clear()
        requested.clear()
        response = tab.goto(address(*place))
        found[place] = Visit(
            response.status,
            tab.get_attribute("html", "lang"),
            tab.inner_text("h1"),
            tab.evaluate(SIDEWAYS),
            tab.evaluate(STORED),
            [text for text in complaints if EXPECTED not in text],
            [url for url in requested if not url.startswith((site_url, "data:"))],
            tab.locator(".app-languages a").evaluate_all(SWITCH),
        )
    tab.close()
    return found


def test_every_page_answers_in_its_language(visits: dict[tuple[str, str], Visit]) -> None:
    for (kind, language), visit in visits.items():
        assert visit.status == (404 if kind == NOTHING_THERE else 200), kind
        assert visit.language == language, kind


def test_no_page_complains(visits: dict[tuple[str, str], Visit]) -> None:
    # A breach of the content policy is reported on the console too.
    assert not {place: visit.complaints for place, visit in visits.items() if visit.complaints}


def test_no_page_asks_another_site(visits: dict[tuple[str, str], Visit]) -> None:
    assert not {place: visit.foreign for place, visit in visits.items() if visit.foreign}


def test_no_page_keeps_anything_on_the_device(
    visits: dict[tuple[str, str], Visit], context: Any
) -> None:
    assert context.cookies() == []
    assert not [place for place, visit in visits.items() if visit.stored]


def test_no_page_scrolls_sideways_on_a_phone(visits: dict[tuple[str, str], Visit]) -> None:
    assert not {place: visit.sideways for place, visit in visits.items() if visit.sideways > 0}


@languages
def test_a_missing_page_says_so_in_the_language_of_the_visitor(
    visits: dict[tuple[str, str], Visit], language: str
) -> None:
    with override(language):
        assert plain(visits[NOTHING_THERE, language].heading) == gettext("Page not found")


@pytest.mark.parametrize("preferred", LANGUAGES)
def test_an_address_without_a_language_goes_by_the_browser(
    browser: Any, site_url: str, preferred: str
) -> None:
    context = browser.new_context(base_url=site_url, locale=preferred)
    tab = context.new_page()

    tab.goto("/xyzzy/")

    with override(preferred):
        assert plain(tab.inner_text("h1")) == gettext("Page not found")
    context.close()


@pytest.mark.parametrize("kind", STAYS)
def test_the_language_switch_leads_to_the_same_page(
    visits: dict[tuple[str, str], Visit], kind: str
) -> None:
    same = {language: address(kind, language) for language in LANGUAGES}

    assert {visits[kind, language].switch == same for language in LANGUAGES} == {True}


@pytest.mark.parametrize("kind", ["guidance", "locality", "something found", "wizard rules"])
def test_the_language_switch_stays_on_the_page(page: Any, kind: str) -> None:
    page.goto(address(kind, "vi"))
    for language in ("en", "fr", "vi"):
        with page.expect_navigation():
            page.click(f".app-languages a[hreflang={language}]")

        assert page.url.endswith(address(kind, language))
        assert page.get_attribute("html", "lang") == language


@languages
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_form_of_the_finder_leads_to_the_place(
    browser: Any, site_url: str, language: str, script: bool
) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=script)
    tab = context.new_page()
    tab.goto(page_address("localities", language))

    tab.fill("main input[name=name]", "tinh binh phuoc")
    with tab.expect_navigation():
        tab.press("main input[name=name]", "Enter")

    assert tab.url.endswith(f"{page_address('localities', language)}binh-phuoc/")
    assert "dong nai" in fold(tab.inner_text("h1"))
    context.close()


@languages
@pytest.mark.parametrize("typed", ["binh phuoc", "Bình Phước", "tinh binh phuoc"])
def test_typing_narrows_the_list_of_places(page: Any, language: str, typed: str) -> None:
    page.goto(page_address("localities", language))
    rows = page.locator("#localities tr:visible")
    assert rows.count() == 34

    page.fill("#localities-filter", typed)

    assert rows.count() == 1
    assert "dong nai" in fold(rows.inner_text())
    page.locator(".app-filter [role=status]", has_text="1").wait_for()


def test_without_script_the_filter_is_not_offered(browser: Any, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    tab = context.new_page()

    tab.goto(page_address("localities", "vi"))

    assert not tab.is_visible("#localities-filter")
    assert tab.locator("#localities tr:visible").count() == 34
    context.close()


@languages
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_answer_to_was_this_useful_is_thanked_and_leads_back(
    browser: Any, site_url: str, language: str, script: bool
) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=script)
    tab = context.new_page()
    start = page_address("co-fee", language)
    tab.goto(start)
    tab.click(".app-feedback summary")
    tab.fill("#feedback-comment", "Where do I pay?")

    with tab.expect_navigation():
        tab.click(".app-feedback button[value=no]")

    with override(language):
        assert plain(tab.inner_text("h1")) == gettext("Thank you")
    assert context.cookies() == []
    with tab.expect_navigation():
        tab.click(f"main a[href='{start}']")
    assert tab.url.endswith(start)
    context.close()
