"""Lighthouse, as on a phone, finds nothing to improve: 100 in every category on every kind of page.

Only `make lighthouse` asks it, which takes every kind in all languages; with PAGES=sample, as in
CI, every kind in one language, the languages in turn. One Chromium and one process of Node serve
all addresses.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import CHROMIUM_NAMES
from tests.browser.site_pages import KINDS, LANGUAGES, NOTHING_THERE, address
from tests.wizard.assessment.stories import STORIES, check, result

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("LIGHTHOUSE" not in os.environ, reason="takes minutes: make lighthouse"),
]
FOLDER = Path(__file__).parent / "lighthouse"
WIZARD: dict[str, Callable[[str], str]] = {
    "wizard question": lambda language: check("state/", language=language),
    "wizard goods": lambda language: check("goods/", {"state": "used"}, language),
    **{
        f"wizard {name}": lambda language, name=name: result(STORIES[name], language)
        for name in STORIES
    },
}
# Not to be found by search engines, on purpose: what is nothing, an answer to one reader, or one
# of endless addresses. Lighthouse calls that a fault; nothing else is forgiven them.
NOT_INDEXED = {
    "link as a QR code", "search", "something found", "nothing found", "thanks",
    "message", "message sent", "proposal", "proposal sent",
    "wizard question", "wizard goods", *(f"wizard {name}" for name in STORIES),
}  # fmt: skip
FORGIVEN = {
    **{kind: {"is-crawlable"} for kind in NOT_INDEXED},
    # Says by its status that there is nothing, which the browser writes into its console.
    NOTHING_THERE: {"is-crawlable", "http-status-code", "errors-in-console"},
}
EVERY = [(kind, language) for kind in (*KINDS, *WIZARD) for language in LANGUAGES]
SAMPLE = [
    (kind, LANGUAGES[number % len(LANGUAGES)]) for number, kind in enumerate((*KINDS, *WIZARD))
]


# What Lighthouse says of a recording that went wrong, which is no fault of the page.
SAYS_AGAIN = "Please run Lighthouse again"


@pytest.fixture(scope="module")
def audit() -> Iterator[Callable[[str], dict[str, Any]]]:
    """Asks Lighthouse about an address."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    node = shutil.which("node")
    if not (chromium and node and (FOLDER / "node_modules").exists()):
        pytest.fail("needs Chromium, Node and Lighthouse: make lighthouse")
    process = subprocess.Popen(
        [str(node), "audit.js"],
        cwd=FOLDER,
        env={**os.environ, "CHROMIUM": str(chromium)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    entry, exit_ = process.stdin, process.stdout

    def ask(url: str) -> dict[str, Any]:
        entry.write(f"{url}\n")
        entry.flush()
        return dict(json.loads(exit_.readline()))

    def asked(url: str) -> dict[str, Any]:
        found = ask(url)
        return ask(url) if SAYS_AGAIN in (found.get("error") or "") else found

    yield asked
    entry.close()
    process.wait(timeout=60)


# Speed is computed from what this machine measures, which a busy one spoils by a point; results are
# the longest pages, and measured 99 on a quiet one.
QUICK, QUICK_RESULT = 99, 97


@pytest.mark.parametrize(
    ("kind", "language"), EVERY if os.environ.get("LIGHTHOUSE") == "all" else SAMPLE
)
def test_a_page(
    audit: Callable[[str], dict[str, Any]], site_url: str, kind: str, language: str
) -> None:
    path = WIZARD[kind](language) if kind in WIZARD else address(kind, language)

    found = audit(site_url + path)

    faults = {
        name
        for category in ("accessibility", "best-practices", "seo")
        for name, _value in found["below"][category]
    }
    assert not found.get("error"), found
    assert faults == FORGIVEN.get(kind, set()), found
    least = QUICK_RESULT if kind.removeprefix("wizard ") in STORIES else QUICK
    assert found["scores"]["performance"] >= least, found
