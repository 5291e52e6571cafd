"""The self-assessment in Chromium: three languages, with and without JavaScript, by keyboard."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import gettext, override

from tests.checking import MAIN
from tests.wizard.assessment.pages import plain
from tests.wizard.assessment.stories import (
    LANGUAGES,
    PERMITTED,
    STORIES,
    asked,
    check,
    result,
    ways,
)
from tests.wizard.consignment.packing import pasted, rules
from wizard.consignment.tables import read_file
from wizard.papers import draft
from wizard.rules import registry

pytestmark = pytest.mark.browser
RULESET = registry.in_force(MAIN, registry.today())
languages = pytest.mark.parametrize("language", LANGUAGES)
PATIENCE = 10_000
PHONE = {"width": 360, "height": 640}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUS = "document.activeElement.id"


@pytest.fixture(scope="module", params=[True, False], ids=["script", "no script"])
def visitor(request: pytest.FixtureRequest, browser: Any, site_url: str) -> Iterator[Any]:
    """A browser window with JavaScript, and one without; it must never complain."""
    context = browser.new_context(base_url=site_url, java_script_enabled=request.param)
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    assert not [text for text in complaints if not text.startswith("info")]
    assert context.cookies() == []
    context.close()


@pytest.fixture
def tab(visitor: Any) -> Iterator[Any]:
    """A tab in that window."""
    page = visitor.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


def follow(tab: Any, selector: str) -> None:
    """Click what leads to another page, and wait for it."""
    with tab.expect_navigation():
        tab.click(selector)


def enter(tab: Any) -> None:
    """Press Enter where that leads to another page."""
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def answer(tab: Any, step: str, value: str) -> None:
    """Answer the question on show and go on."""
    if step != "goods":
        tab.check(f"input[name=answer][value={value}]", force=True)
    elif value.isdigit():
        tab.fill("#id_text", value)
    else:
        # The list is folded away; opening it needs no JavaScript.
        tab.click(f"details:has(input[name=pick][value={value}]) summary")
        tab.check(f"input[name=pick][value={value}]", force=True)
    follow(tab, "main form button[type=submit]:not([name])")


def walk(tab: Any, answers: dict[str, str], language: str) -> None:
    """Go from the start page to the result."""
    tab.goto(check(language=language))
    follow(tab, "main a.app-button")
    for _ in range(20):
        step, _given = asked(tab.url)
        if step == "result":
            return
        answer(tab, step, answers[step])
    pytest.fail("The questions never end.")


def sentence(outcome: str, language: str) -> str:
    """The label of a verdict in a language."""
    return plain(RULESET.outcomes[outcome].label[language])


@pytest.mark.parametrize(
    ("outcome", "language"),
    [(outcome, LANGUAGES[number % len(LANGUAGES)]) for number, outcome in enumerate(STORIES)],
)
def test_from_the_start_to_the_verdict(tab: Any, outcome: str, language: str) -> None:
    walk(tab, STORIES[outcome], language)

    assert sentence(outcome, language) in plain(tab.inner_text(".app-verdict__sign"))
    assert tab.get_attribute("html", "lang") == language


def test_back_shows_the_answer_given_and_can_be_changed(tab: Any) -> None:
    tab.goto(check("purpose/", {"state": "used", "goods": "8471"}))
    follow(tab, ".govuk-back-link")
    assert tab.input_value("#id_text") == "8471"
    follow(tab, ".govuk-back-link")
    assert tab.is_checked("input[value=used]")

    answer(tab, "state", "new")

    assert asked(tab.url)[0] == "result"


def test_the_back_button_of_the_browser_works(tab: Any) -> None:
    walk(tab, PERMITTED, "en")

    tab.go_back()
    assert asked(tab.url)[0] == "line-role"
    answer(tab, "line-role", "no")
    # It is in none of the cases yet: whether it is in another one is asked.
    assert asked(tab.url) == ("other-case", {**PERMITTED, "line-role": "no"})
    answer(tab, "other-case", "none")

    assert sentence("prohibited", "en") in tab.inner_text(".app-verdict__sign")


def test_a_result_can_be_loaded_again(tab: Any) -> None:
    walk(tab, PERMITTED, "fr")
    address = tab.url

    tab.reload()

    assert tab.url == address
    assert sentence("permit-required", "fr") in plain(tab.inner_text(".app-verdict__sign"))


def test_two_tabs_do_not_disturb_each_other(visitor: Any) -> None:
    first, second = visitor.new_page(), visitor.new_page()
    first.goto(check("purpose/", {"state": "used", "goods": "8471"}))
    second.goto(check("purpose/", {"state": "used", "goods": "laptop"}))

    answer(first, "purpose", "warranty")
    answer(second, "purpose", "other")

    assert sentence("ask-authority", "en") in first.inner_text(".app-verdict__sign")
    assert sentence("prohibited", "en") in second.inner_text(".app-verdict__sign")
    first.close()
    second.close()


def test_switching_language_stays_on_the_question_and_on_the_result(tab: Any) -> None:
    tab.goto(check("line-role/", {**PERMITTED, "line-role": "unknown"}, "vi"))
    follow(tab, ".app-languages a[hreflang=fr]")
    assert asked(tab.url) == ("line-role", {**PERMITTED, "line-role": "unknown"})
    assert tab.is_checked("input[value=unknown]")
    answer(tab, "line-role", "yes")

    follow(tab, ".app-languages a[hreflang=en]")

    assert asked(tab.url)[0] == "result"
    assert sentence("permit-required", "en") in tab.inner_text(".app-verdict__sign")


def test_the_keyboard_alone_is_enough(tab: Any) -> None:
    tab.goto(check("state/"))
    tab.focus("input[value=new]")
    # New, opened, used.
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Space")
    tab.keyboard.press("Tab")
    enter(tab)
    assert asked(tab.url) == ("goods", {"state": "used"})

    tab.focus("#id_text")
    tab.keyboard.type("8471")
    enter(tab)
    assert asked(tab.url) == ("purpose", {"state": "used", "goods": "8471"})

    # Several purposes may be chosen: each box is a stop of its own.
    tab.focus("input[value=other]")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    assert tab.is_checked("input[value=unknown]")
    enter(tab)

    step, given = asked(tab.url)
    assert (step, given["purpose"]) == ("result", "unknown")
    assert sentence("more-information", "en") in tab.inner_text(".app-verdict__sign")


def test_the_first_tab_stop_skips_to_the_question(tab: Any) -> None:
    tab.goto(check("state/"))

    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    seen = []
    for _ in range(3):
        tab.keyboard.press("Tab")
        seen.append(tab.evaluate("document.activeElement.name || document.activeElement.className"))

    assert "govuk-back-link" in seen[0]
    assert "answer" in seen


@languages
def test_an_error_takes_the_focus_and_leads_to_the_field(tab: Any, language: str) -> None:
    tab.goto(check("state/", language=language))
    follow(tab, "main form button[type=submit]")
    with override(language):
        assert plain(tab.title()).startswith(plain(gettext("Error:")))
    assert tab.evaluate(FOCUS) == "error-summary"

    tab.click("#error-summary a")

    assert tab.is_visible(".govuk-error-message")
    assert tab.url.endswith("#id_answer_0") or tab.evaluate(FOCUS) == "id_answer_0"


@languages
def test_the_papers_from_a_result_to_a_file(tab: Any, language: str) -> None:
    tab.goto(result(PERMITTED, language))
    follow(tab, "a[href*='/papers/']")
    tab.fill("#id_company_name", "Công ty Phượng Hoàng")
    tab.fill("#id_tax_code", "12")
    # One topic is unfolded; adding a line keeps that one so.
    assert tab.locator("details[data-topic][open]").count() == 1
    tab.click("summary:has(#title-goods)")
    follow(tab, "button[value=add-goods]")
    tab.fill("#id_goods-2-desc", "Máy chủ đã qua sử dụng")

    # Enter makes the papers; what looks wrong is said first, in the topic it is in.
    tab.focus("#id_goods-2-qty")
    enter(tab)
    assert tab.input_value("#id_goods-2-desc") == "Máy chủ đã qua sử dụng"
    tab.fill("#id_tax_code", "0312345678")
    with tab.expect_download() as download:
        tab.click("main form button[value=make]:visible >> nth=-1")

    with zipfile.ZipFile(download.value.path()) as package:
        assert "nop/1-don-de-nghi.pdf" in package.namelist()


BROKER = """() => {
  const sent = document.querySelector("input[name=lines]").value;
  return JSON.parse(sent).length;
}"""


def test_a_broker_with_forty_lines_on_a_phone(page: Any) -> None:
    page.set_viewport_size(PHONE)
    page.goto(check(language="vi"))
    follow(page, "main a[href*='/consignment/']")
    page.fill("#id_pasted", pasted())
    follow(page, "button[value=read]")
    assert page.evaluate(BROKER) == 40
    follow(page, "button[value=check]")

    # Siemens: yes. Laptops for resale: none of these. Bags: not known. The unclear ones are new.
    for _ in range(8):
        if page.is_visible("#id_text"):
            page.check("#for-all")
            follow(page, "button[name=unknown]")
        elif not page.is_visible("main fieldset"):
            break
        else:
            page.check("#for-all")
            wanted = "[name=answer][value=yes], [name=answer][value=none], [name=answer][value=new]"
            page.locator(wanted).first.check()
            follow(page, "button[value^=answer]:visible >> nth=-1")

    assert page.evaluate(SIDEWAYS) <= 0
    assert page.locator(".app-sums li").count() >= 2
    with page.expect_download() as download:
        page.click("button[value=xlsx]")
    assert len(read_file(download.value.path().read_bytes(), rules()).lines) == 40
    follow(page, "button[form^=papers]")
    assert page.input_value("#id_goods-1-hs") == "8471.50.90"
    assert page.input_value("#id_goods-8-qty") == "2"


def test_nothing_scrolls_sideways_on_a_phone(page: Any) -> None:
    page.set_viewport_size(PHONE)
    addresses = [check(f"{step}/", given, "vi") for step, given in ways().items()]
    addresses += [
        result(answers, language) for answers in STORIES.values() for language in LANGUAGES
    ]
    addresses += [result(PERMITTED, "fr").replace("/result/", "/papers/")]
    addresses += [check(f"consignment/{query}") for query in ("", "?line=Laptop;8471;2 kg")]
    for address in [*addresses, check(language="fr"), check("rules/", language="fr")]:
        page.goto(address)

        assert page.evaluate(SIDEWAYS) <= 0, address


def test_typing_narrows_the_list_of_goods(page: Any) -> None:
    page.goto(check("goods/", {"state": "used"}, "vi"))
    page.click("main form details summary")

    page.fill("#id_pick-list-filter", "may in laser")

    shown = page.locator("#id_pick-list input:visible")
    assert 1 <= shown.count() <= 3
    assert page.locator("#id_pick-list input[value=laser-printer]").is_visible()


def test_a_file_that_is_too_large_is_refused_at_its_field(
    browser: Any, site_url: str, tmp_path: Any
) -> None:
    large = tmp_path / "draft.json"
    large.write_bytes(b"x" * (draft.LARGEST + 1))
    context = browser.new_context(base_url=site_url, viewport=PHONE)
    tab = context.new_page()
    tab.goto(result(PERMITTED, "en").replace("/result/", "/papers/"))
    tab.fill("[name=company_name]", "Sao Mai")
    tab.locator("details:has(#id_draft) summary").click()
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.method))
    tab.set_input_files("#id_draft", str(large))
    tab.locator("button[value=load]").click()

    assert "larger than 1.0" in tab.inner_text("#id_draft-too-large")
    assert tab.get_attribute("#id_draft", "aria-invalid") == "true"
    assert "id_draft-too-large" in tab.get_attribute("#id_draft", "aria-describedby")
    # One that fits is sent: the server has a word on it.
    tab.set_input_files("#id_draft", {"name": "d.json", "mimeType": "a/b", "buffer": b"x"})
    assert tab.locator("#id_draft-too-large").count() == 0
    assert sent == []
    with tab.expect_navigation():
        tab.locator("button[value=load]").click()
    assert tab.input_value("[name=company_name]") == "Sao Mai"
    context.close()
