"""In Chromium: an editor brings in the list of goods of another year, as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.wizard.editor.goods_2026 import ADDED, REMOVED, changed_rows, made_up_rows
from wizard.goods.sheet import columns
from wizard.goods.sheet_files import read_sheet, write_csv, write_xlsx

pytestmark = pytest.mark.browser
LISTS = "/admin/snippets/wizard/goodslistdocument/"
SHEET = "input[type=file]"
OURS = ".goods-sheet"
WIDTHS = (1280, 400)
FAULTY_ROW = 6


@pytest.fixture
def sheets(tmp_path: Path) -> Callable[..., str]:
    """Writes a sheet as a file, of the kind that its name says."""

    def written(name: str, rows: Sequence[Any]) -> str:
        write = write_csv if name.endswith(".csv") else write_xlsx
        (tmp_path / name).write_bytes(write(columns(), rows))
        return str(tmp_path / name)

    return written


def fits(tab: Any) -> bool:
    """Whether nothing is cut off, nor axe finds anything, on wide and narrow screens."""
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        found = Axe().run(tab, context=OURS).response["violations"]
        assert [node["html"][:160] for item in found for node in item["nodes"]] == []
    tab.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return True


def send(tab: Any, file: str) -> str:
    """Choose a sheet and ask what it would change."""
    tab.set_input_files(SHEET, file)
    with tab.expect_navigation():
        tab.click("text=Show what would change")
    return str(tab.inner_text(OURS))


def begin(tab: Any) -> None:
    """From the list in force to the draft of the next one, on the page that takes a sheet."""
    tab.goto(LISTS)
    tab.click("main a:has-text('11/2018')")
    tab.wait_for_load_state("load")
    tab.click("a:has-text('Make the next version')")
    tab.wait_for_url("**/copy/*/")
    tab.fill("[name=in_force_from]", "2026-12-31")
    tab.keyboard.press("Tab")
    with tab.expect_navigation():
        tab.click("button.action-save:visible")
    with tab.expect_navigation():
        tab.click("main >> text='Upload a sheet'")


def test_a_list_comes_in_as_a_sheet(
    enter: Callable[..., Any], sheets: Callable[..., str], tmp_path: Path
) -> None:
    tab = enter("editor")
    begin(tab)
    assert fits(tab)

    # Faults are named by row and column, and nothing is taken over.
    faulty = sheets("faulty.xlsx", changed_rows(FAULTY_ROW, code="101", name_fr=""))
    said = send(tab, faulty)
    assert f"Row {FAULTY_ROW}, column B (code)" in said
    assert f"Row {FAULTY_ROW}, column G (name-fr)" in said
    assert "Nothing was taken over" in said
    assert "Take over into the draft" not in said
    assert fits(tab)

    # The dry run says what would change, in lines and in verdicts.
    for name in ("list.csv", "list.xlsx"):
        said = send(tab, sheets(name, made_up_rows()))
        for part in ("Added", "Removed", "Changed", ADDED["name-en"], "Corrected for a test"):
            assert part in said
        for code in (REMOVED, ADDED["code"]):
            assert code in said
        assert "combinations of the other answers" in said
        if name == "list.csv":
            assert fits(tab)
            tab.click("text=Upload another sheet")

    with tab.expect_navigation():
        tab.click("text=Take over into the draft")
    assert tab.is_visible("text=The list was taken over into the draft.")
    with tab.expect_download() as got:
        tab.click("text=Download as XLSX")
    got.value.save_as(tmp_path / "back.xlsx")
    rows = [
        cells for _number, cells in read_sheet((tmp_path / "back.xlsx").read_bytes(), columns())
    ]
    assert {row["code"] for row in rows} >= {ADDED["code"]}
    assert REMOVED not in {row["code"] for row in rows if row["kind"] == "line"}

    tab.goto(LISTS)
    assert tab.locator("main a:has-text('11/2018')").count() == 2
