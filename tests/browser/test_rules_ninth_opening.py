"""In Chromium: a ninth opening, from an empty entry to visitors who find it in three languages.

Everything is put in through forms: an act with its provision among the legal sources, then in the
rules a document, a case of two conditions, and the case that said otherwise, narrowed.
Nothing in it is law, and it says so.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, NAMES
from guidance.text.languages import LANGUAGES
from tests.browser.rules_form import (
    RULES,
    add,
    add_a_condition,
    approve,
    choose,
    entries,
    expect_nothing,
    proved,
    ready,
    save,
    show,
    submit,
    write,
)
from tests.browser.signed_in import sign_in
from tests.browser.test_guide_followed import OPENING as OPENING_STEPS
from tests.browser.test_guide_followed import shown, steps
from tests.checking import MAIN, check_at, version_of
from wizard.rules import registry

pytestmark = pytest.mark.browser
SOURCES = "/admin/snippets/guidance/legalsource"
PATIENCE = 120_000
CURRENT = registry.in_force(MAIN, registry.today())
NEXT = CURRENT.version + 1
SLUG, KEY = "test-act", "test-article"
ACT = {"vi": "Văn bản thử", "en": "Test act", "fr": "Texte d’essai"}
PROVISION = {"vi": "Điều thử", "en": "Test article", "fr": "Article d’essai"}
PAPER = {"vi": "Giấy tờ thử", "en": "Test document", "fr": "Document d’essai"}
OPENING = {"vi": "Lối mở thử", "en": "Test opening", "fr": "Ouverture d’essai"}
FILLED = {"vi": "Chỉ để thử.", "en": "Only a test.", "fr": "Seulement un essai."}
DOUBTED, ASKED = "analysis-testing", "research-activity"
CONDITIONS = {"purpose": DOUBTED, ASKED: "yes"}
# The names in the steps of the editors' guide: documents, cases and the rest are found by them.
_BEGIN, _ACT, DOCUMENTS, CASES, RESTS_ON, SAVE = (
    step.names for step in steps("en") if step.heading == OPENING_STEPS
)
OLD = f"state=used&goods=8471&purpose={DOUBTED}"


@pytest.fixture
def window(new_page: Callable[..., Any], own_site: str, own_folder: Path) -> Callable[..., Any]:
    """Opens a window for a visitor, or for somebody in a role."""

    def opened(role: str = "", **options: Any) -> Any:
        cookies = [sign_in(own_folder, own_site, role, NAMES[role])] if role else []
        options = {"base_url": own_site, "reduced_motion": "reduce", **options}
        return new_page(patience=PATIENCE, cookies=cookies, **options)

    return opened


def add_the_act(page: Any) -> None:
    """Where the acts are kept; it counts as soon as it is saved."""
    page.goto(f"{SOURCES}/")
    page.click("a:has-text('Add legal source')")
    page.fill("[name=slug]", SLUG)
    page.fill("[name=number]", "00/0000")
    page.select_option("[name=kind]", "circular")
    page.select_option("[name=evidence]", "official")
    page.click("#id_provisions-ADD")
    page.fill("[name=provisions-0-key]", KEY)
    page.select_option("[name=provisions-0-evidence]", "official")
    for language in LANGUAGES:
        page.fill(f"[name=title_{language}]", ACT[language])
        page.fill(f"[name=issuer_{language}]", FILLED[language])
        page.fill(f"[name=provisions-0-label_{language}]", PROVISION[language])
        page.fill(f"[name=provisions-0-gist_{language}]", FILLED[language])
    with page.expect_navigation():
        page.click("button.action-save:visible")
    assert "00/0000" in page.inner_text(".messages")


def add_the_document(page: Any) -> None:
    tab, *named = DOCUMENTS
    show(page, tab)
    entry, name = add(page, "document")
    write(page, f"{name}-name", PAPER)
    page.select_option(f"[name={name}-form]", "original")
    for field in ("says", "issuer", "copies", "lead_time"):
        write(page, f"{name}-{field}", FILLED)
    assert all(shown(entry, name) for name in named)
    choose(page, f"{name}-basis", PROVISION["en"])


def add_the_opening(page: Any) -> None:
    """The case with its row of two conditions; what it rests on is forgotten."""
    tab, stage, outcome, when_it_applies = CASES
    show(page, tab)
    entry, name = add(page, "case")
    write(page, f"{name}-title", OPENING)
    write(page, f"{name}-summary", FILLED)
    page.select_option(f"[name={name}-stage]", label=stage)
    page.focus(f"[name={name}-outcome]")
    page.select_option(f"[name={name}-outcome]", "permit-required")
    chosen = page.locator(f"[name={name}-outcome] option:checked").inner_text()
    assert chosen.strip().casefold().startswith(outcome.casefold())
    assert shown(entry, when_it_applies)
    when = entry.locator("[data-contentpath=when]").first
    when.locator("button.c-sf-add-button").click()
    for number, (question, answer) in enumerate(CONDITIONS.items()):
        if number:
            # Of the list of rows, of the row, and then one below each condition.
            when.locator("button.c-sf-add-button").nth(number + 1).click()
        add_a_condition(when.locator(".ruleset-condition").nth(number), question, answer)
    choose(page, f"{name}-documents", PAPER["en"])
    rests_on, documents, kinds, first, second, ask = RESTS_ON
    assert all(shown(entry, name) for name in (rests_on, documents, kinds, ask))
    choose(page, f"{name}-procedures", first)
    assert page.locator(f"details:has(> #{name}-procedures-pick) label", has_text=second).count()


def a_part_gets_its_key(page: Any) -> None:
    """A part that is added to an open entry gets its key, too; it is taken back."""
    show(page, "Questions")
    entries(page, "question").nth(0).locator("[data-panel-toggle]").first.click()
    choice, name = add(page, "question-0-value-choice")
    write(page, f"{name}-text", PAPER)
    assert page.input_value(f"[name={name}-key]") == "test-document"
    # Another with the same words is told apart.
    twin, name = add(page, "question-0-value-choice")
    write(page, f"{name}-text", PAPER)
    assert page.input_value(f"[name={name}-key]") == "test-document-2"
    for added in (twin, choice):
        added.get_by_role("button", name="Delete").first.click()


def entry_of(finding: Any) -> Any:
    """Follow a finding to the entry that it is about."""
    finding.locator("a").click()
    entry = finding.page.locator("[data-streamfield-child]:has(:focus)").first
    entry.wait_for()
    return entry


def narrow_what_said_otherwise(page: Any, finding: Any) -> None:
    """The only row of the case gets a second condition."""
    when = entry_of(finding).locator("[data-contentpath=when]").first
    assert when.locator(".ruleset-condition").count() == 1
    when.locator("button.c-sf-add-button").nth(2).click()
    add_a_condition(when.locator(".ruleset-condition").nth(1), ASKED, "no")


def the_editor_adds_it_and_mends_what_is_found(page: Any) -> str:
    add_the_act(page)
    page.goto(f"{RULES}/copy/1/")
    ready(page)
    write(page, "wording-0-value-change_note", FILLED)
    add_the_document(page)
    add_the_opening(page)
    a_part_gets_its_key(page)
    assert shown(page.locator("footer"), SAVE[0])
    save(page)

    findings = proved(page)
    assert findings.count() == 2
    contradiction = page.locator(f"[data-ruleset-place='case[{DOUBTED}]']")
    narrow_what_said_otherwise(page, findings.filter(has=contradiction))
    show(page, "Proof and version")
    findings.filter(has_text="No provision is named").locator("a").click()
    pick = page.locator("summary:focus")
    pick.wait_for()
    choose(page, str(pick.get_attribute("id")).removesuffix("-pick"), PROVISION["en"])
    save(page)
    assert proved(page).count() == 0
    assert page.locator(".ruleset-proof .help-info").is_visible()
    edit = str(page.url)

    page.click("a:has-text('What changes')")
    page.get_by_text("ask the authority → permission required").first.wait_for()
    assert f"{OPENING['en']} › Title › Français" in page.inner_text(".ruleset-difference")
    page.goto(edit)
    ready(page)
    submit(page)
    return edit


def the_reviewer_approves(page: Any) -> None:
    page.goto("/admin/")
    page.click(f"a:has-text('{version_of(MAIN, NEXT)}')")
    approve(page)


def visitors_find_it(page: Any, language: str) -> None:
    """By the question that is asked now, from an old result, and on to the new one."""
    today = registry.today().isoformat()
    page.goto(check_at(language, f"result/?{OLD}&v={CURRENT.version}&on={today}"))
    assert FILLED[language] in page.inner_text("section[aria-labelledby=recheck-title]")
    page.locator("input[type=radio][value=yes]").check()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()

    assert f"v={NEXT}" in page.url
    told = page.inner_text("main")
    assert OPENING[language] in told
    assert PAPER[language] in told
    for place in ("rules/", "rules/changes/"):
        page.goto(check_at(language, f"{place}"))
        assert OPENING[language] in page.inner_text("main")


def test_an_opening_is_added_by_the_form_and_found_in_three_languages(
    window: Any, own_folder: Path
) -> None:
    expect_nothing(own_folder)
    editor = window(EDITOR, viewport={"width": 1360, "height": 1000})
    the_editor_adds_it_and_mends_what_is_found(editor)
    the_reviewer_approves(window(LEGAL_REVIEWER))

    for language in LANGUAGES:
        # Without a script in one of them.
        visitors_find_it(window(java_script_enabled=language != "fr"), language)
