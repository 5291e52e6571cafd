"""In Chromium: an editor changes a table of a page as a table, whole columns at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WATCHED
from tests.browser.rules_form import settle

pytestmark = pytest.mark.browser
PASTE = """
(area, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  area.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}
"""
VALUES = "areas => areas.map(area => area.value)"


def opened(tab: Any, page: int) -> Any:
    """The first table in the form of a page."""
    tab.goto(f"/admin/pages/{page}/edit/")
    tab.wait_for_selector(f"[{WATCHED}]")
    return tab.locator(".guidance-table").first


def test_a_table_is_changed_by_columns_and_filled_from_a_spreadsheet(
    enter: Callable[..., Any],
) -> None:
    tab = enter("editor")
    found = tab.request.get("/admin/api/main/pages/?slug=ai-can-doc").json()
    page = found["items"][0]["id"]
    table = opened(tab, page)
    heading = table.locator("[data-contentpath=header]")
    headings = heading.locator("input[type=text]:visible")
    cells = table.locator("[data-contentpath=rows] textarea:visible")
    before, width = cells.evaluate_all(VALUES), headings.count()
    height = len(before) // width
    assert len(before) == width * height > 0

    # Behind the first heading: there is a cell for it in each row, and it goes with its heading.
    heading.locator("[data-streamfield-list-add]").nth(1).click()
    expect(cells).to_have_count((width + 1) * height)
    assert cells.evaluate_all(VALUES)[: width + 2] == [
        before[0],
        "",
        *before[1:width],
        before[width],
    ]
    heading.locator("[data-streamfield-action=DELETE]").nth(1).click()
    expect(cells).to_have_count(width * height)
    assert cells.evaluate_all(VALUES) == before

    # A column is moved with its heading, and back.
    for button in ("MOVE_DOWN", "MOVE_UP"):
        at = int(button == "MOVE_UP")
        heading.locator(f"[data-streamfield-action={button}]:visible").nth(at).click()
        expect(cells.first).to_have_value(before[1 - at])
    assert cells.evaluate_all(VALUES) == before

    # Two rows of two cells, the last of which is beyond the table.
    cells.last.evaluate(PASTE, 'Một\tHai\n"Ba ""dòng""\nhai"\tBốn')
    expect(cells).to_have_count((width + 1) * (height + 1))
    headings.last.fill("Mới")

    # Into a heading: the first row are headings, the others fill the rows from the first.
    headings.first.evaluate(PASTE, "A\tB\n1\t2\n3\t4")
    expect(headings.nth(1)).to_have_value("B")
    assert headings.first.input_value() == "A"
    filled = cells.evaluate_all(VALUES)
    assert filled[:2] == ["1", "2"]
    assert filled[width + 1 : width + 3] == ["3", "4"]
    settle(tab)
    with tab.expect_navigation():
        tab.click("button.action-save:visible")
    table = opened(tab, page)
    cells = table.locator("[data-contentpath=rows] textarea:visible")
    after = cells.evaluate_all(VALUES)
    assert after[-2:] == ['Ba "dòng"\nhai', "Bốn"]
    assert after[-2 - width - 1 : -width - 1] == ["Một", "Hai"]
