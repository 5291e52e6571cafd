"""In Chromium: a reviewer comments on a case, the editor answers it beside a half-written draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.translation import gettext, override

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, NAMES
from tests.browser.signed_in import manage, sign_in

pytestmark = pytest.mark.browser
RULES = "/admin/snippets/wizard/rulesetdocument"
PANEL = "[data-side-panel=version-comments]"
TOGGLE = "[data-side-panel-toggle=version-comments]"
COUNTER = f"{TOGGLE} [data-side-panel-toggle-counter]"
CASE = "relocation"
PATIENCE = 120_000
AUTOSAVE = 3_000
WORDS = (
    "Comment on this entry",
    "Write something first.",
    "Your comment was added.",
    "Your reply was added.",
    "The comment is resolved; it is kept below.",
)
MAKE_DRAFT = """
from wizard.models import RuleSetDocument
draft = RuleSetDocument.objects.filter(live=True).earliest("pk").next_version()
draft.save()
draft.save_revision()
print(draft.pk)
"""


@pytest.fixture(scope="module")
def folder(site_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served site keeps its database."""
    (file,) = tmp_path_factory.getbasetemp().glob("site[0-9]*/demo-password")
    return file.parent


@pytest.fixture
def window(new_page: Callable[..., Any], site_url: str, folder: Path) -> Callable[..., Any]:
    """Opens a window for somebody in a role, in a language."""

    def opened(role: str, language: str, **options: Any) -> Any:
        name = f"{role}-{language}"
        cookie = sign_in(folder, site_url, name, NAMES[role], language=language)
        options = {"viewport": {"width": 1360, "height": 1000}, **options}
        options = {"base_url": site_url, "reduced_motion": "reduce", **options}
        return new_page(patience=PATIENCE, cookies=[cookie], **options)

    return opened


def heard(page: Any, words: str) -> None:
    """Wait until the live region says this."""
    page.wait_for_function(
        "words => document.querySelector('[data-comments-said]').textContent === words", arg=words
    )


def open_form(page: Any, number: str) -> None:
    """Open the form of a version, and wait for its entries."""
    page.goto(f"{RULES}/edit/{number}/")
    page.wait_for_selector("#filter-case", state="attached")


def button_of_the_case(page: Any) -> Any:
    """What begins a comment, in the row of the case."""
    tab = page.evaluate("document.querySelector('#filter-case').closest('[role=tabpanel]').id")
    page.click(f"[role=tab][aria-controls={tab}], [role=tab][href='#{tab}']")
    page.fill("#filter-case", CASE)
    rows = page.locator("[name=case-count] + * > [data-streamfield-child]:visible")
    return rows.filter(has_text=f"· {CASE} ·").first.locator("[data-comments-begin]")


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id"))


def faults(page: Any) -> list[str]:
    """What axe finds in the panel."""
    found = Axe().run(page, context=PANEL).response["violations"]
    return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]


def comment_by_keyboard(page: Any, words: dict[str, str]) -> None:
    """From the row of the case to the box, first with nothing in it, and on to the comment."""
    button = button_of_the_case(page)
    assert button.get_attribute("aria-label") == words["Comment on this entry"]
    button.focus()
    press(page, "Enter")
    page.wait_for_selector(f"{PANEL} #text-create:focus")
    press(page, "Tab", "Enter")
    heard(page, words["Write something first."])
    assert focused(page) == "text-create"
    page.keyboard.type("Which article?")
    press(page, "Tab", "Enter")
    heard(page, words["Your comment was added."])
    assert focused(page).startswith("comment-")
    assert button.inner_text().strip() == "1"
    assert page.inner_text(COUNTER).strip() == "1"
    assert faults(page) == []


def answer_beside_the_draft(page: Any, words: dict[str, str]) -> None:
    """Reply and resolve while something is half written in the form and in the panel."""
    note = page.locator("[name$=-value-change_note-en]")
    note.fill("Typed, not saved")
    page.click(TOGGLE)
    page.fill("#text-create", "Half written")
    thread = page.locator(f"{PANEL} article")
    assert "Which article?" in thread.inner_text()
    reply = thread.locator("details", has=page.locator("[id^=text-reply]"))
    reply.locator("summary").click()
    reply.locator("textarea").fill("Article 6.")
    assert faults(page) == []
    reply.locator("button").click()
    heard(page, words["Your reply was added."])
    assert "Article 6." in thread.inner_text()
    thread.locator("form[action$='/resolve/'] button").click()
    heard(page, words["The comment is resolved; it is kept below."])
    assert focused(page) == "discussion"
    assert page.locator(COUNTER).is_hidden()
    page.locator("[data-comments-kept] > summary").click()
    assert faults(page) == []
    # Wagtail saves the draft by itself meanwhile, and draws the other panels anew.
    page.wait_for_timeout(AUTOSAVE)
    assert note.input_value() == "Typed, not saved"
    assert page.input_value("#text-create") == "Half written"


def test_a_reviewer_comments_on_a_case_and_the_editor_answers_beside_the_draft(
    window: Any, folder: Path
) -> None:
    language = "vi"
    number = manage(folder, "shell", "--no-imports", "-v", "0", "-c", MAKE_DRAFT).split()[-1]
    with override(language):
        words = {text: gettext(text) for text in WORDS}

    reviewer = window(LEGAL_REVIEWER, language)
    open_form(reviewer, number)
    comment_by_keyboard(reviewer, words)

    editor = window(EDITOR, language)
    open_form(editor, number)
    assert editor.inner_text(COUNTER).strip() == "1"
    answer_beside_the_draft(editor, words)
    editor.fill("#text-create", "")

    # A letter leads to the comment, whose place leads to the case.
    editor.goto(f"{RULES}/edit/{number}/#discussion")
    editor.reload()
    editor.wait_for_selector(f"{PANEL} #discussion:focus")
    editor.locator("[data-comments-kept] > summary").click()
    editor.click(f"{PANEL} [data-ruleset-place]")
    editor.wait_for_selector("[data-streamfield-child] .ruleset-collapsed :focus")


def test_who_has_no_script_comments_on_a_page_of_its_own(window: Any, folder: Path) -> None:
    number = manage(folder, "shell", "--no-imports", "-v", "0", "-c", MAKE_DRAFT).split()[-1]
    page = window(EDITOR, "en", java_script_enabled=False)
    page.goto(f"{RULES}/comments/{number}/")

    page.select_option("#comment-place", "case")
    page.fill("#text-create", "Without a script")
    with page.expect_navigation():
        page.click(".ruleset-comments__new button")
    page.locator("article details summary").first.click()
    page.locator("[id^=text-edit]").fill("Changed without a script")
    with page.expect_navigation():
        page.locator("form[action$='/edit/'] button").click()
    with page.expect_navigation():
        page.locator("form[action$='/resolve/'] button").click()

    assert page.url.endswith(f"/comments/{number}/#discussion")
    page.locator("[data-comments-kept] > summary").click()
    assert page.locator("article p", has_text="Changed without a script").is_visible()
