"""A change of the rules in Chromium, from the editor's first click to the visitor's old result.

One story in three chapters, each told once the one before it is over: the editor writes, the
legal reviewer approves, and on the set day visitors are judged by the new version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from guidance.accounts.roles import EDITOR, LEGAL_REVIEWER, NAMES
from tests.browser.rules_form import (
    RULES,
    add,
    approve,
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
from tests.checking import MAIN, check_at, version_of
from tests.served import free_port, serve_site
from wizard.rules import registry

pytestmark = pytest.mark.browser
PATIENCE = 120_000

TODAY: date = registry.today()
TOMORROW = TODAY + timedelta(days=1)
CURRENT = registry.in_force(MAIN, TODAY)
NEXT = CURRENT.version + 1
KEPT = "state=used&goods=8471&purpose=relocation&same-organisation=same-entity"
ANSWERS = f"{KEPT}&means-of-production=no&other-case=none"
OLD_RESULT = check_at("en", f"result/?{ANSWERS}&v={CURRENT.version}&on={TODAY.isoformat()}")
NOTES = {"vi": "Bỏ một điều kiện.", "en": "One condition less.", "fr": "Une condition en moins."}
# Put into a served process: its clock is a day ahead.
A_DAY_AHEAD = """
from datetime import timedelta
from django.utils import timezone
now = timezone.now
timezone.now = lambda: now() + timedelta(days=1)
"""


@dataclass
class Told:
    """What one chapter hands to the next."""

    folder: Path
    edit: str = ""
    people: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def told(own_folder: Path) -> Told:
    """An installation of this story's own."""
    return Told(own_folder)


@pytest.fixture
def window(new_page: Callable[..., Any], own_site: str, own_folder: Path) -> Callable[..., Any]:
    """Opens a window for a visitor, or for somebody in a role."""

    def opened(role: str = "") -> Any:
        cookies = [sign_in(own_folder, own_site, role, NAMES[role])] if role else []
        view = {"width": 1360, "height": 1000}
        return new_page(patience=PATIENCE, cookies=cookies, base_url=own_site, viewport=view)

    return opened


def faults(page: Any) -> list[str]:
    """What axe finds in the tab that is open."""
    found = Axe().run(page, context="[role=tabpanel]:not([hidden])").response["violations"]
    return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]


def drop_the_condition(page: Any) -> None:
    """Find the case by its words, open it, and take one condition out of its only row."""
    show(page, "Cases")
    page.fill("#filter-case", "relocation of means of production within")
    case = entries(page, "case").locator("visible=true")
    assert case.count() == 1
    case.locator("[data-panel-toggle]").first.click()
    conditions = case.locator("select[name$=-question]")
    conditions.last.wait_for()
    assert conditions.count() == 3
    last = case.locator(".ruleset-condition").last
    assert last.locator("select").input_value() == "means-of-production"
    assert last.get_by_role("checkbox", name="yes").is_checked()
    assert faults(page) == []
    panel = last.locator("xpath=ancestor::*[@data-streamfield-child][1]")
    panel.get_by_role("button", name="Delete").first.click()


def expect_the_situation(page: Any) -> None:
    """Write down in words what must hold: pasted from a result, then the verdict and its case."""
    show(page, "Expected situations")
    entry, name = add(page, "expected")
    page.fill(f"[name={name}-name]", "A server that is no means of production")
    # The facts that no longer count are not asked any more, so they are no part of the situation.
    page.fill(f"#{name}-answers-paste", OLD_RESULT.replace(ANSWERS, KEPT))
    page.press(f"#{name}-answers-paste", "Tab")
    assert entry.locator(".ruleset-answers select").last.input_value() == "same-entity"
    page.focus(f"[name={name}-outcome]")
    page.select_option(f"[name={name}-outcome]", "permit-required")
    page.click(f"#{name}-cases-pick")
    entry.locator("[data-contentpath=cases] input[type=checkbox][value=relocation]").check()
    assert faults(page) == []


def the_editor_changes_a_condition_and_mends_what_is_found(told: Told, window: Any) -> None:
    page = window(EDITOR)
    page.goto(f"{RULES}/")
    page.click(f"main a:has-text('{version_of(MAIN, CURRENT.version)}')")
    page.wait_for_url("**/edit/**")
    page.click("a:has-text('Make the next version')")
    page.wait_for_url("**/copy/**")
    ready(page)
    page.fill("[name=in_force_from]", TOMORROW.isoformat())
    drop_the_condition(page)
    expect_the_situation(page)
    save(page)
    told.edit = page.url

    # Follow a finding to its field, and fill what is missing.
    findings = proved(page)
    assert findings.count() == len(NOTES)
    assert page.locator(".ruleset-missing").count() == 0
    findings.locator("a").first.click()
    page.wait_for_selector("[data-contentpath=change_note] :focus")
    write(page, "wording-0-value-change_note", NOTES)
    save(page)
    assert proved(page).count() == 0
    assert page.locator(".ruleset-proof .help-info").is_visible()

    page.click("a:has-text('What changes')")
    page.get_by_text("prohibited → permission required").first.wait_for()
    assert "A server that is no means of production" in page.inner_text(".ruleset-difference")
    page.goto(told.edit)
    ready(page)
    submit(page)
    assert page.locator(f"text={version_of(MAIN, NEXT)}").first.is_visible()


def the_reviewer_approves_and_today_stays_as_it_is(told: Told, window: Any) -> None:
    page = window(LEGAL_REVIEWER)
    page.goto(told.edit)
    approve(page)
    page.goto(told.edit)
    # That is an editor's to make: who may not is not offered it.
    assert not page.locator("a:has-text('Make the next version')").count()

    visitor = window()
    visitor.goto(OLD_RESULT)

    label = CURRENT.outcomes["prohibited"].label["en"]
    assert label in visitor.inner_text("main")
    assert visitor.locator("#recheck-title").count() == 0


def on_the_set_day_the_old_result_says_what_changed(
    told: Told, browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(A_DAY_AHEAD, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with serve_site(told.folder, free_port()) as tomorrow:
        page = browser.new_context(base_url=tomorrow).new_page()
        page.goto(check_at("en", f"result/?{ANSWERS}"))
        assert f"v={NEXT}&on={TOMORROW.isoformat()}" in page.url

        page.goto(OLD_RESULT)
        banner = page.locator("section[aria-labelledby=recheck-title]")
        assert "it is now" in banner.inner_text()
        assert NOTES["en"] in banner.inner_text()
        banner.locator("a").click()
        assert page.url.endswith(f"#version-{NEXT}")
        assert NOTES["en"] in page.inner_text("main")
        page.context.close()


def test_a_change_of_the_rules_from_the_first_click_to_the_visitor_s_old_result(
    told: Told,
    window: Any,
    browser: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expect_nothing(told.folder)
    the_editor_changes_a_condition_and_mends_what_is_found(told, window)
    the_reviewer_approves_and_today_stays_as_it_is(told, window)
    on_the_set_day_the_old_result_says_what_changed(told, browser, tmp_path, monkeypatch)
