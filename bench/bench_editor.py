"""Measure the form of the shipped rule set in Chromium: how long it takes to open and to save.

Serves an installation of its own; needs Chromium, and says so where there is none.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
RUNS = 3
DRAFT = """
from wizard.models import RuleSetDocument
draft = RuleSetDocument.objects.get(live=True).next_version()
draft.save()
draft.save_revision()
print(draft.pk)
"""
READY = "#filter-case"


def main() -> None:
    """Serve the site, open the form, change it, save it."""
    sys.path.insert(0, str(ROOT))
    names = [os.environ.get("CHROMIUM") or "", *CHROMIUM_NAMES]
    executable = next((path for name in names if name and (path := shutil.which(name))), None)
    if executable is None:
        print("The editors' form is not measured: no Chromium.")
        return
    from bench.figures import print_machine, print_summary
    from tests.served import free_port, serve_site

    print_machine()
    with tempfile.TemporaryDirectory() as folder, serve_site(Path(folder), free_port()) as site:
        in_chromium(executable, Path(folder), site)
    print_summary()


def in_chromium(executable: str, folder: Path, site: str) -> None:
    """Sign in and measure."""
    from playwright.sync_api import sync_playwright

    from tests.browser.signed_in import manage, sign_in

    draft = manage(folder, "shell", "--no-imports", "-v", "0", "-c", DRAFT).split()[-1]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        context = chromium.new_context()
        context.add_cookies([sign_in(folder, site, "bench")])
        measure(context.new_page(), f"{site}/admin/snippets/wizard/rulesetdocument/edit/{draft}/")
        chromium.close()


def measure(page: Any, address: str) -> None:
    """Take each figure several times, after one visit that fills caches."""
    from bench.figures import median, print_figure, print_title

    def report(name: str, took: float, limit: float) -> None:
        print_figure(name, f"{took:.2f} s", f"under {limit:g} s", met=took < limit)

    def show() -> None:
        page.goto(address)
        page.wait_for_selector(READY, state="attached")

    def unfold() -> None:
        page.evaluate(
            "[...wizardRules.entries('question')].sort((one, other) =>"
            " JSON.stringify(other.state).length - JSON.stringify(one.state).length)"
            "[0].entry.open()"
        )

    def save() -> None:
        page.evaluate("document.querySelector('[data-edit-form]').requestSubmit()")
        page.wait_for_event("load")
        page.wait_for_selector(READY, state="attached")

    show()
    fields = page.evaluate("document.querySelectorAll('input, select, textarea').length")
    print_title("The form of the shipped rule set, in Chromium")
    report("open, ready to edit", median(wall(show) for _run in range(RUNS)), 2)
    report("unfold the longest entry", wall(unfold), 1)
    report("save, until the form is back", median(wall(save) for _run in range(RUNS)), 3)
    print_figure("form fields of the page", str(fields))


def wall(work: Callable[[], object]) -> float:
    """Time one run by the clock on the wall, as the editor does."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
