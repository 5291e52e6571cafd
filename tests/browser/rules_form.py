"""What an editor does in the form of a rule set: wait, save, add, write, choose.

Wagtail saves a draft by itself while the form is worked on, and takes two savings at once for a
conflict. So each saving by hand waits for the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.browser.conftest import WATCHED
from tests.browser.signed_in import manage

RULES = "/admin/snippets/wizard/rulesetdocument"
LOOK_EVERY = 100
"""Milliseconds between two looks at the whole form, which is large."""

# What Wagtail saved last is what the form says now, and no saving is under way.
SAVED = """
() => {
  const form = wagtail.app.queryController("w-unsaved");
  const indicator = document.getElementById("w-autosave-indicator");
  const isSaving = indicator?.dataset.wAutosaveStateValue === "saving";
  return !isSaving && form.initialFormData === form.formData;
}
"""


# What is published cannot be changed by its own means.
EXPECT_NOTHING = """
from wagtail.models import Revision
from wizard.models import RuleSetDocument
document = RuleSetDocument.objects.get(key="circular-26-2025")
RuleSetDocument.objects.update(expected="[]")
for revision in document.revisions.all():
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"expected": "[]"})
"""


def expect_nothing(folder: Path) -> None:
    """Take away what is expected of the shipped rules, which a story's made-up law would break."""
    manage(folder, "shell", "--no-imports", "-v", "0", "-c", EXPECT_NOTHING)


def ready(page: Any) -> None:
    """Wait for the entries of a form, and for Wagtail to see what is typed from now on."""
    page.wait_for_selector("#filter-case", state="attached")
    page.wait_for_selector(f"[{WATCHED}]")


def settle(page: Any) -> None:
    """Leave the field, and wait until Wagtail has saved everything by itself."""
    page.keyboard.press("Tab")
    page.wait_for_function(SAVED, polling=LOOK_EVERY)


def save(page: Any) -> None:
    """Save the draft by the button; the form is then made anew, with its proof."""
    settle(page)
    with page.expect_navigation():
        page.click("button.action-save:visible")
    ready(page)


def proved(page: Any) -> Any:
    """The findings on the first tab, once every path was walked."""
    page.wait_for_selector("[data-ruleset-underway]", state="detached")
    return page.locator(".ruleset-issues li")


def show(page: Any, tab: str) -> None:
    """Turn to a tab of the form; behind its name Wagtail may say how many errors are on it."""
    # Not `\b`: to a browser a letter with accents is no part of a word.
    name = re.compile(rf"^\s*{re.escape(tab)}(?!\w)")
    page.get_by_role("tab").filter(has_text=name).click()


def entries(page: Any, path: str) -> Any:
    """The entries of a list that stands at a path of the form."""
    return page.locator(f"[name='{path}-count'] + * > [data-streamfield-child]")


def add(page: Any, path: str) -> tuple[Any, str]:
    """Add an entry at the end of a list; give it with the beginning of its fields' names."""
    number = entries(page, path).count()
    page.locator(f"[name='{path}-count'] + * button.c-sf-add-button").last.click()
    entry = entries(page, path).nth(number)
    entry.locator("textarea, input:not([type=hidden])").first.wait_for()
    return entry, f"{path}-{number}-value"


def write(page: Any, field: str, texts: Mapping[str, str]) -> None:
    """Fill a text in every language, and leave the last box."""
    for language, text in texts.items():
        page.fill(f"[name={field}-{language}]", text)
    page.keyboard.press("Tab")


def choose(page: Any, field: str, words: str) -> None:
    """Open what may be chosen, and tick it."""
    page.click(f"#{field}-pick")
    page.locator(f"details:has(> #{field}-pick) label", has_text=words).check()


def add_a_condition(condition: Any, question: str, answer: str) -> None:
    """Choose a question of a condition, and tick its answer."""
    condition.locator("select").focus()
    condition.locator("select").select_option(question)
    condition.locator(f"[type=checkbox][value={answer}]").check()


def submit(page: Any) -> None:
    """Hand the draft to the legal reviewer."""
    page.click("footer [data-w-dropdown-target=toggle]")
    with page.expect_navigation():
        page.click("button[name=action-submit]")


def approve(page: Any) -> None:
    """Approve what was handed in."""
    page.click("footer [data-w-dropdown-target=toggle]")
    with page.expect_navigation():
        page.click("button[data-workflow-action-name=approve]:not([data-launch-modal])")
