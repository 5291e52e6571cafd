"""In Chromium: a ninth opening, from an empty entry to visitors who find it in three languages.

Everything is put in through the form: an act with its provision, a document, and a case of two
conditions. Nothing in it is law, and it says so.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, NAMES
from tests.browser.conftest import WATCHED
from tests.browser.signed_in import sign_in
from wizard.rules import registry

pytestmark = pytest.mark.browser
RULES = "/admin/snippets/wizard/rulesetdocument"
PATIENCE = 30_000
LANGUAGES = ("vi", "en", "fr")
ACT = {"vi": "Văn bản thử", "en": "Test act", "fr": "Texte d’essai"}
PROVISION = {"vi": "Điều thử", "en": "Test article", "fr": "Article d’essai"}
PAPER = {"vi": "Giấy tờ thử", "en": "Test document", "fr": "Document d’essai"}
OPENING = {"vi": "Lối mở thử", "en": "Test opening", "fr": "Ouverture d’essai"}
FILLED = {"vi": "Chỉ để thử.", "en": "Only a test.", "fr": "Seulement un essai."}
CONDITIONS = {"purpose": "other", "research-activity": "yes"}
OLD = "state=used&goods=8471&purpose=other"


@pytest.fixture
def window(new_page: Callable[..., Any], own_site: str, own_folder: Path) -> Callable[..., Any]:
    """Opens a window for a visitor, or for somebody in a role."""

    def opened(role: str = "", **options: Any) -> Any:
        cookies = [sign_in(own_folder, own_site, role, NAMES[role])] if role else []
        options = {"base_url": own_site, "reduced_motion": "reduce", **options}
        return new_page(patience=PATIENCE, cookies=cookies, **options)

    return opened


def add(page: Any, tab: str, section: str) -> tuple[Any, str]:
    """Add an entry at the end of a section; give it with the beginning of its fields' names."""
    page.get_by_role("tab", name=tab).click()
    entries = page.locator(f"[name={section}-count] + * > [data-streamfield-child]")
    number = entries.count()
    page.locator(f"[name={section}-count] + * button.c-sf-add-button").last.click()
    entry = entries.nth(number)
    entry.locator("textarea").first.wait_for()
    return entry, f"{section}-{number}-value"


def write(page: Any, field: str, texts: dict[str, str]) -> None:
    """Fill a text in every language, and leave the last box."""
    for language in LANGUAGES:
        page.fill(f"[name={field}-{language}]", texts[language])
    page.keyboard.press("Tab")


def choose(page: Any, field: str, words: str) -> None:
    """Open what may be chosen, and tick it."""
    page.click(f"#{field}-pick")
    page.locator(f"details:has(> #{field}-pick) label", has_text=words).check()


def add_the_act(page: Any) -> None:
    entry, name = add(page, "Sources and authorities", "source")
    page.fill(f"[name={name}-number]", "00/0000")
    write(page, f"{name}-title", ACT)
    write(page, f"{name}-issuer", FILLED)
    page.select_option(f"[name={name}-evidence]", "official")
    entry.locator("[data-contentpath=provision] button.c-sf-add-button").click()
    provision = f"{name}-provision-0-value"
    write(page, f"{provision}-label", PROVISION)
    # A part that was added to an open entry gets its key, too.
    assert page.input_value(f"[name={provision}-key]") == "test-article"
    page.select_option(f"[name={provision}-evidence]", "official")
    write(page, f"{provision}-wording", FILLED)


def add_the_document(page: Any) -> None:
    _entry, name = add(page, "Documents and procedures", "document")
    write(page, f"{name}-name", PAPER)
    page.select_option(f"[name={name}-form]", "original")
    for field in ("says", "issuer", "copies", "lead_time"):
        write(page, f"{name}-{field}", FILLED)
    choose(page, f"{name}-basis", PROVISION["en"])


def add_the_opening(page: Any) -> None:
    """The case with its row of two conditions; what it rests on is forgotten."""
    entry, name = add(page, "Cases", "case")
    write(page, f"{name}-title", OPENING)
    write(page, f"{name}-summary", FILLED)
    page.select_option(f"[name={name}-stage]", label="opening")
    page.select_option(f"[name={name}-outcome]", label="permission required")
    when = entry.locator("[data-contentpath=when]").first
    when.locator("button.c-sf-add-button").click()
    for number, (question, answer) in enumerate(CONDITIONS.items()):
        if number:
            # Of the list of rows, of the row, and then one below each condition.
            when.locator("button.c-sf-add-button").nth(number + 1).click()
        condition = when.locator(".ruleset-condition").nth(number)
        condition.locator("select").focus()
        condition.locator("select").select_option(question)
        condition.locator(f"[type=checkbox][value={answer}]").check()
    choose(page, f"{name}-documents", PAPER["en"])
    choose(page, f"{name}-procedures", "import")


def ready(page: Any) -> None:
    """Wait for the entries of a form, and for Wagtail to see what is typed from now on."""
    page.wait_for_selector("#filter-case", state="attached")
    page.wait_for_selector(f"[{WATCHED}]")


def save(page: Any) -> None:
    """Save once the draft was saved by itself: two savings at once are a conflict to Wagtail."""
    page.keyboard.press("Tab")
    page.get_by_text("Saved", exact=True).wait_for()
    page.get_by_text("Saving…").wait_for(state="hidden")
    with page.expect_navigation():
        page.click("button.action-save:visible")
    ready(page)


def the_editor_adds_it_and_mends_what_is_found(page: Any) -> str:
    page.goto(f"{RULES}/copy/1/")
    ready(page)
    write(page, "wording-0-value-change_note", FILLED)
    add_the_act(page)
    add_the_document(page)
    add_the_opening(page)
    save(page)

    finding = page.locator(".ruleset-findings li")
    assert "No provision is named" in finding.inner_text()
    finding.locator("a").click()
    pick = page.locator("summary:focus")
    pick.wait_for()
    choose(page, str(pick.get_attribute("id")).removesuffix("-pick"), PROVISION["en"])
    save(page)
    assert page.locator(".ruleset-proof .help-info").is_visible()
    edit = str(page.url)

    page.click("a:has-text('What changes')")
    told = page.inner_text(".ruleset-difference")
    assert "prohibited → permission required" in told
    assert f"{OPENING['en']} › Title › Français" in told
    page.goto(edit)
    page.click("footer [data-w-dropdown-target=toggle]")
    with page.expect_navigation():
        page.click("button[name=action-submit]")
    return edit


def the_reviewer_approves(page: Any) -> None:
    page.goto("/admin/")
    page.click("a:has-text('circular-26-2025 2')")
    page.click("footer [data-w-dropdown-target=toggle]")
    with page.expect_navigation():
        page.click("button[data-workflow-action-name=approve]:not([data-launch-modal])")


def visitors_find_it(page: Any, language: str) -> None:
    """By the question that is asked now, from an old result, and on to the new one."""
    today = registry.today().isoformat()
    page.goto(f"/{language}/check/result/?{OLD}&v=1&on={today}")
    assert FILLED[language] in page.inner_text("section[aria-labelledby=recheck-title]")
    page.locator("input[type=radio][value=yes]").check()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()

    assert "v=2" in page.url
    told = page.inner_text("main")
    assert OPENING[language] in told
    assert PAPER[language] in told
    for place in ("rules/", "rules/changes/"):
        page.goto(f"/{language}/check/{place}")
        assert OPENING[language] in page.inner_text("main")


def test_an_opening_is_added_by_the_form_and_found_in_three_languages(window: Any) -> None:
    editor = window(EDITOR, viewport={"width": 1360, "height": 1000})
    the_editor_adds_it_and_mends_what_is_found(editor)
    the_reviewer_approves(window(LEGAL_REVIEWER))

    for language in LANGUAGES:
        # Without a script in one of them.
        visitors_find_it(window(java_script_enabled=language != "fr"), language)
