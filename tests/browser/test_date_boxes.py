"""In Chromium: a day is typed as it is written here, and no box makes another day of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WATCHED

pytestmark = pytest.mark.browser
WRITTEN = {"vi": "ngày/tháng/năm", "en": "dd/mm/yyyy", "fr": "jj/mm/aaaa"}
CALENDAR = ".xdsoft_datetimepicker:visible"


def typed(box: Any, day: str) -> str:
    """What stands in a box once a day was typed and the box is left."""
    box.click()
    box.fill("")
    box.press_sequentially(day)
    box.press("Tab")
    return str(box.input_value())


def save(tab: Any) -> None:
    """Save the form, which comes again if anything in it is refused."""
    with tab.expect_navigation():
        tab.click("button.action-save:visible")


@pytest.mark.parametrize("language", WRITTEN)
def test_a_box_keeps_what_is_typed_and_the_form_reads_or_refuses_it(
    enter: Callable[..., Any], language: str
) -> None:
    tab = enter("administrator", language)
    tab.goto("/admin/snippets/guidance/legalsource/?q=26/2025")
    tab.locator("td.title a").first.click()
    tab.wait_for_selector(f"[{WATCHED}]")
    expect(tab.locator("#id_issued")).to_have_value("14/06/2025")
    end = tab.locator("#id_in_force_until")
    expect(end).to_have_attribute("placeholder", WRITTEN[language])
    end.click()
    sunday = {"vi": "Chủ nhật", "en": "Sun", "fr": "dim"}[language]
    expect(tab.locator(f"{CALENDAR} th").last).to_have_text(sunday)
    days = ("31/02/2030", "05092027", "2030-09-15", "15/09/2030")
    assert tuple(typed(end, day) for day in days) == days

    address = tab.url
    save(tab)
    for day in ("31/02/2030", ""):
        tab.goto(address)
        expect(end).to_have_value("15/09/2030")
        typed(end, day)
        save(tab)
        if day:
            expect(end).to_have_value(day)
            expect(end).to_have_attribute("aria-invalid", "true")


def test_blocks_and_publishing_and_filters_and_departments_have_the_same_box(
    enter: Callable[..., Any],
) -> None:
    tab = enter("administrator")
    found = tab.request.get("/admin/api/main/pages/?slug=nop-ho-so-va-thoi-han").json()
    tab.goto(f"/admin/pages/{found['items'][0]['id']}/edit/")
    tab.wait_for_selector(f"[{WATCHED}]")
    shown = tab.locator("[name$='-value-from']").first
    expect(shown).to_have_attribute("placeholder", "dd/mm/yyyy")
    assert typed(shown, "15/09/2025") == "15/09/2025"
    live = tab.locator("[name=go_live_at]")
    expect(live).to_have_attribute("placeholder", "dd/mm/yyyy hh:mm")
    live.evaluate("box => { box.value = '15/09/2030 08:30'; $(box).trigger('blur'); }")
    expect(live).to_have_value("15/09/2030 08:30")

    tab.goto("/admin/reports/site-history/")
    since = tab.locator("[name=timestamp_from], [name=timestamp_after]").first
    expect(since).to_have_attribute("placeholder", "Date from (dd/mm/yyyy)")

    clerk = enter("provincial-editor")
    clerk.goto("/admin/our-locality/")
    day = clerk.locator("input[name$='-date']").first
    expect(day).to_have_attribute("placeholder", "dd/mm/yyyy")
    assert typed(day, "15/09/2025") == "15/09/2025"
