"""The day follows the clock, forward and back, whatever is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.checking import check_at

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 11, 29, 12, tzinfo=HERE)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock of this process."""
    now = [NOON]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])
    monkeypatch.setattr("guidance.delivery.content_version.time.time", lambda: now[0].timestamp())

    def put(moment: datetime) -> None:
        now[0] = moment

    return put


def day_of(client: Client) -> str:
    return str(client.get(check_at("en", "result.json?state=new")).json()["on"])


def test_a_clock_that_is_stepped_back_takes_the_day_with_it(
    client: Client, clock: Callable[[datetime], None]
) -> None:
    found = []
    for days in (0, 1, 0, 1, -1, 0):
        clock(NOON + timedelta(days=days))
        found.append(day_of(client))

    assert [day[-2:] for day in found] == ["29", "30", "29", "30", "28", "29"]


def test_who_has_the_page_of_another_day_is_sent_that_of_today(
    client: Client, clock: Callable[[datetime], None]
) -> None:
    clock(NOON + timedelta(days=1))
    later = client.get(check_at("en", "result.json?state=new"))
    clock(NOON)

    again = client.get(
        check_at("en", "result.json?state=new"), headers={"If-None-Match": later["ETag"]}
    )

    assert again.status_code == 200
    assert again.json()["on"] == "2026-11-29"


@pytest.mark.parametrize(
    ("moment", "most"),
    [(NOON, 300), (NOON.replace(hour=23, minute=59, second=30), 30)],
)
def test_no_browser_keeps_a_page_beyond_its_day(
    client: Client, clock: Callable[[datetime], None], moment: datetime, most: int
) -> None:
    clock(moment)
    made = client.get(check_at("en", "result.json?state=new"))
    kept = client.get(check_at("en", "result.json?state=new"))
    known: Any = client.get(
        check_at("en", "result.json?state=new"), headers={"If-None-Match": made["ETag"]}
    )

    assert known.status_code == 304
    for answer in (made, kept, known):
        assert f"max-age={most}," in answer["Cache-Control"] + ","
