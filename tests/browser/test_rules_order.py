"""In Chromium: entries of a rule set are put in another order, with the mouse and by keyboard.

The order counts: visitors are asked the questions, offered the answers and shown the cases in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect

from tests.browser.rules_form import RULES, entries, ready, save, settle, show

pytestmark = pytest.mark.browser
PATIENCE = 120_000
QUESTION = 0


@pytest.fixture(scope="module")
def form(enter: Callable[..., Any]) -> Any:
    """The form of a draft, as an editor begins it from the published version."""
    tab = enter("editor")
    tab.set_default_timeout(PATIENCE)
    tab.goto(f"{RULES}/copy/1/")
    ready(tab)
    save(tab)
    return tab


def stored(tab: Any) -> tuple[list[str], list[str]]:
    """The cases, and the answers of the first question, in the order that the draft has."""
    answer = tab.request.get(tab.url.replace("/edit/", "/toml/"))
    rules = tomllib.loads(answer.text())
    answers = [choice["key"] for choice in rules["question"][QUESTION]["choice"]]
    return [case["key"] for case in rules["case"]], answers


def drag(tab: Any, entry: Any, below: Any) -> None:
    """Take an entry by its dots and let it go in the lower half of another."""
    # A form that is still being laid out moves away under the hand.
    settle(tab)
    handle = entry.locator("[data-streamfield-action=DRAG]").first
    handle.scroll_into_view_if_needed()
    handle.hover()
    tab.mouse.down()
    place = below.locator(".w-panel__header").first.bounding_box()
    across = place["x"] + place["width"] / 2
    tab.mouse.move(across, place["y"], steps=8)
    tab.mouse.move(across, place["y"] + place["height"] - 2, steps=8)
    tab.mouse.up()


def press(entry: Any, name: str) -> None:
    """Press a button of an entry by keyboard."""
    entry.get_by_role("button", name=name, exact=True).first.focus()
    entry.page.keyboard.press("Enter")


def previewed(tab: Any, mode: str) -> Any:
    """The real wizard judging by the form, in the panel beside it."""
    panel = tab.locator("[data-side-panel=preview]")
    if not panel.is_visible():
        tab.click("[data-side-panel-toggle=preview]")
    frame = tab.frame_locator("#w-preview-iframe")
    for last in (False, False, False, True):
        # What is chosen while the panel is still at work is dropped, so it is chosen again.
        frame.locator("main").wait_for()
        try:
            with tab.expect_response(
                lambda answer: f"mode={quote(mode, safe='')}" in answer.url, timeout=20_000
            ):
                tab.select_option("#id_preview_mode", mode)
            break
        except NotInTime:
            if last:
                raise
    frame.locator("main").wait_for()
    return frame


def before(frame: Any, first: str, second: str) -> bool:
    """Whether one of two elements stands before the other."""
    return bool(
        frame.locator(first).first.evaluate(
            "(one, other) => !!(one.compareDocumentPosition("
            "document.querySelector(other)) & Node.DOCUMENT_POSITION_FOLLOWING)",
            second,
        )
    )


def test_a_case_is_dragged_to_another_place(form: Any) -> None:
    cases, _answers = stored(form)
    show(form, "Cases")

    drag(form, entries(form, "case").nth(0), entries(form, "case").nth(2))
    save(form)

    first, second, third, *rest = cases
    assert stored(form)[0] == [second, third, first, *rest]
    frame = previewed(form, "rules:en")
    assert before(frame, f"#case-{third}", f"#case-{first}")


def test_a_case_is_moved_by_keyboard_and_keeps_the_focus(form: Any) -> None:
    cases, _answers = stored(form)
    show(form, "Cases")
    entry = entries(form, "case").nth(2)

    press(entry, "Move up")
    # The entry is now the second, and its button has the focus still.
    button = entries(form, "case").nth(1).get_by_role("button", name="Move up", exact=True)
    expect(button.first).to_be_focused()
    form.keyboard.press("Enter")
    save(form)

    first, second, third, *rest = cases
    assert stored(form)[0] == [third, first, second, *rest]


def test_an_answer_is_dragged_and_moved_by_keyboard(form: Any) -> None:
    _cases, answers = stored(form)
    show(form, "Questions")
    entries(form, "question").nth(QUESTION).locator("[data-panel-toggle]").first.click()
    choices = entries(form, f"question-{QUESTION}-value-choice")
    choices.nth(1).wait_for()

    drag(form, choices.nth(0), choices.nth(1))
    save(form)

    first, second, *rest = answers
    assert stored(form)[1] == [second, first, *rest]
    frame = previewed(form, "question:en")
    assert before(frame, f"input[value={second}]", f"input[value={first}]")

    show(form, "Questions")
    entries(form, "question").nth(QUESTION).locator("[data-panel-toggle]").first.click()
    choices.nth(1).wait_for()
    press(choices.nth(1), "Move up")
    save(form)

    assert stored(form)[1] == answers


def test_the_buttons_of_an_entry_have_names(form: Any) -> None:
    show(form, "Cases")

    found = Axe().run(form, context="[name='case-count'] + *").response["violations"]

    assert [node["html"][:160] for item in found for node in item["nodes"]] == []
