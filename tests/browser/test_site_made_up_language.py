"""axe finds nothing on the pages of a language that has ten texts (tests/guidance/text/made_up)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.test_site_axe import faults
from tests.guidance.text.made_up import visited
from tests.prepared import ROOT

pytestmark = pytest.mark.browser
SITE = "http://made-up.test"
PLACES = ("home", "guidance", "another locality", "source", "question", "result", "search")


ADDRESSES = {name.replace(" ", "-"): name for name in PLACES}


@pytest.fixture(scope="module")
def tab(browser: Any) -> Iterator[Any]:
    """A tab whose site is what the process with the language answered, with the style sheet."""
    answers = visited()

    def serve(route: Any) -> None:
        """Answer from what was visited, or a static file from its source."""
        name = route.request.url.removeprefix(f"{SITE}/").partition("?")[0]
        file = ROOT / "guidance" / name
        if name in ADDRESSES:
            html = answers[ADDRESSES[name]][1]
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif name.startswith("static/") and file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404, body="")

    context = browser.new_context(reduced_motion="reduce")
    context.route(f"{SITE}/**", serve)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page(tab: Any, address: str) -> None:
    tab.goto(f"{SITE}/{address}")

    assert tab.evaluate("getComputedStyle(document.body).margin") == "0px"
    for width in (1280, 360):
        tab.set_viewport_size({"width": width, "height": 640})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(tab) == []
