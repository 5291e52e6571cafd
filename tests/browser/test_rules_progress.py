"""In Chromium: a form whose proof is not finished asks until it is, says so, then shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override

from wizard.decision.verify import Report
from wizard.drafts.validation import Validation

pytestmark = pytest.mark.browser
SITE = "http://rules.test"
RESULT = "wizard/admin/proof_result.html"


def underway(walked: int) -> str:
    proof = Validation((), walked=walked)
    context = {"proof": proof, "walked": walked, "progress_url": f"{SITE}/further"}
    return render_to_string(RESULT, context)


def finished() -> str:
    return render_to_string(RESULT, {"proof": Validation((), report=Report((), paths=4321))})


class Server:
    """Answers with one part of the story after the other, then with the last again."""

    def __init__(self, *parts: str | int) -> None:
        self.parts = list(parts)
        # Requests are answered elsewhere, where no language was chosen.
        self.first = underway(7)
        self.asked = 0

    def answer(self, route: Any) -> None:
        """Answer one request; a number is a failure."""
        address = route.request.url.removeprefix(SITE)
        if address == "/progress.js":
            file = finders.find("wizard/progress.js")
            assert file
            route.fulfill(body=Path(file).read_text(), content_type="text/javascript")
        elif address == "/further":
            self.asked += 1
            part = self.parts.pop(0)
            if isinstance(part, int):
                route.fulfill(status=part)
            else:
                route.fulfill(body=part, content_type="text/html")
        else:
            said = '<p role="status" data-ruleset-said></p>'
            script = f'<script type="module" src="{SITE}/progress.js"></script>'
            route.fulfill(body=f"<div>{said}{self.first}</div>{script}", content_type="text/html")


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    """Open the form on a server that tells a story."""
    page = browser.new_page()

    def follow(server: Server) -> Any:
        page.route("**/*", server.answer)
        page.goto(f"{SITE}/edit")
        return page

    with override("en"):
        yield follow
    page.close()


def test_the_figures_are_followed_until_the_result_is_there(opened: Any) -> None:
    server = Server(underway(20), 503, underway(30), finished())

    page = opened(server)
    page.get_by_text("4,321").wait_for()

    assert server.asked == 4
    assert page.get_by_role("status").inner_text().startswith("Finished.")
    assert "may be published" in page.get_by_role("status").inner_text()
    assert not page.locator("[data-ruleset-underway]").count()


def test_a_server_that_fails_is_not_asked_for_ever(opened: Any) -> None:
    server = Server(underway(20), *[503] * 4)

    page = opened(server)
    page.wait_for_timeout(5_000)

    assert server.asked == 5
    assert "20 situations walked so far" in page.locator("[data-ruleset-walked]").inner_text()
    assert page.get_by_role("link", name="See how far it is").is_visible()
