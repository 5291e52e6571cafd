"""What to do and which days to keep: counted from the rules' data, shown, and as a calendar."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils.html import escape

from guidance.text.languages import LANGUAGES
from tests.wizard.assessment.stories import PERMITTED, STORIES, check
from wizard.assessment.results import Result
from wizard.assessment.situation import read
from wizard.assessment.timeline import Timeline
from wizard.rules import registry

TODAY = date(2026, 11, 30)
PROPERTY = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)", re.DOTALL)
Properties = dict[str, str]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "today", lambda: TODAY)


def timeline(answers: dict[str, str], key: str = "circular-26-2025") -> Timeline:
    """The dates of a situation."""
    return Timeline(Result(read([(name, [value]) for name, value in answers.items()], key)))


def days(answers: dict[str, str], key: str = "circular-26-2025") -> dict[str, str]:
    """Every task that a result shows, with its day."""
    return {item.task.key: str(item.day) for item in timeline(answers, key).all}


def test_the_days_of_a_licence_follow_from_the_day_of_the_file() -> None:
    found = days({**PERMITTED, "filed": "2026-12-07", "declared": "2026-12-21"})

    assert found == {
        "ask-unit": "2026-11-30",
        "file-import": "2026-12-07",
        "reply-due": "2026-12-10",
        "decision-due": "2026-12-14",
        "ship": "2026-12-14",
        "yearly-report": "2026-12-31",
        # 21 December 2028 is a Thursday.
        "stay-ends": "2028-12-21",
        "ask-longer": "None",
    }


@pytest.mark.parametrize(
    ("filed", "decision"),
    [
        ("2026-12-04", "2026-12-11"),  # over a weekend
        ("2026-12-29", "2027-01-06"),  # over New Year
        ("2027-02-01", "2027-02-15"),  # over Tết
    ],
)
def test_a_decision_is_due_after_working_days(filed: str, decision: str) -> None:
    assert days({**PERMITTED, "filed": filed})["decision-due"] == decision


def test_a_file_before_5_september_2026_has_the_days_of_its_time() -> None:
    found = days({**PERMITTED, "filed": "2026-09-03"})

    assert found["reply-due-before"] == "2026-09-08"
    assert "decision-due" not in found


def test_what_has_no_day_is_told_in_words() -> None:
    # Who did not say when the goods are declared has no end of the stay to keep.
    stay = {item.task.key: item for item in timeline(PERMITTED).dates}["stay-ends"]

    assert stay.day is None
    assert stay.task.moment


def test_a_day_behind_a_holiday_not_announced_says_so() -> None:
    assert not timeline({**PERMITTED, "filed": "2026-12-07"}).is_provisional
    assert timeline({**PERMITTED, "filed": "2026-12-28"}).is_provisional


def test_the_bar_counts_as_the_dates_do() -> None:
    # Over Tết: 4, 5 and 8 to 10 February 2027 are off, not announced yet.
    drawn = timeline({**PERMITTED, "filed": "2027-02-01"}).file_days

    assert [item.day.day for item in drawn] == [*range(1, 16)]
    assert [item.number for item in drawn] == [0, 1, 2, *[0] * 7, 3, 4, 0, 0, 5]
    assert [item.day.day for item in drawn if item.is_holiday] == [4, 5, 8, 9, 10]
    due = {entry.task.key: item.number for item in drawn for entry in item.entries}
    assert due == {"file-import": 0, "reply-due": 3, "decision-due": 5, "ship": 5}
    assert all(item.is_unsure for item in drawn if item.day.weekday() < 5)


def test_a_result_without_a_file_has_no_bar() -> None:
    assert not any(timeline(STORIES[key]).file_days for key in ("not-covered", "prohibited"))


@pytest.mark.parametrize("outcome", STORIES)
def test_every_outcome_says_what_to_do(outcome: str) -> None:
    found = timeline(STORIES[outcome]).todo

    assert 2 <= len(found) <= 3
    assert all(item.day or item.task.moment or item.task.starts == "asked" for item in found)


@pytest.mark.django_db
def test_a_certificate_of_origin_has_its_own_days() -> None:
    answers = {"market": "JP", "request": "not-shipped", "registered": "hai-duong"}
    answers |= {"before": "never", "also": "none"}

    found = timeline(answers, "co-issuer")

    assert [item.task.key for item in found.todo] == [
        "ask-department",
        "register-profile",
        "file-application",
    ]
    owed = {item.task.key: item.day for item in found.all}["hand-in-owed"]
    assert owed == date(2026, 12, 21)


# --- The calendar file ------------------------------------------------------------------------


def parsed(body: bytes) -> list[tuple[str, Properties]]:
    """Read a calendar as RFC 5545 says: its components with their properties, in order."""
    text = body.decode()
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert not any("\n" in line or "\r" in line for line in lines)
    assert max(len(line.encode()) for line in lines) <= 75
    found: list[tuple[str, Properties]] = []
    opened: list[int] = []
    for line in "\r\n".join(lines).replace("\r\n ", "").split("\r\n"):
        match = PROPERTY.fullmatch(line)
        assert match, line
        name, _parameters, value = match.groups()
        if name == "BEGIN":
            opened.append(len(found))
            found.append((value, {}))
        elif name == "END":
            assert found[opened.pop()][0] == value
        else:
            value = re.sub(r"\\([\\;,nN])", lambda sign: {"n": "\n"}.get(sign[1], sign[1]), value)
            assert name not in found[opened[-1]][1], name
            found[opened[-1]][1][name] = value
    assert not opened
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_holds_each_day_with_its_source_and_address(
    client: Client, language: str
) -> None:
    answers = {**PERMITTED, "filed": "2026-12-07", "declared": "2026-12-21"}

    response = client.get(check("result.ics", answers, language))

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    components = parsed(response.content)
    events = [properties for kind, properties in components if kind == "VEVENT"]
    assert components[0][1]["VERSION"] == "2.0"
    assert [event["UID"].partition(".")[0] for event in events] == [
        "ask-unit",
        "file-import",
        "reply-due",
        "decision-due",
        "yearly-report",
        "stay-ends",
        "review",
    ]
    assert [event["DTSTART"] for event in events] == [
        "20261130",
        "20261207",
        "20261210",
        "20261214",
        "20261231",
        "20281221",
        "20261230",
    ]
    assert len({event["UID"] for event in events}) == len(events)
    assert [event["UID"][:6] for event in events if "RRULE" in event] == ["yearly"]
    assert all(event["DTSTAMP"] == "20261130T000000Z" for event in events)
    address = check("result/", answers, language)
    assert all(address in event["DESCRIPTION"] for event in events)
    assert "292/2026" in events[3]["DESCRIPTION"]


def test_another_day_of_filing_moves_an_entry_and_adds_none(client: Client) -> None:
    first, second = (
        parsed(client.get(check("result.ics", {**PERMITTED, "filed": filed})).content)
        for filed in ("2026-12-07", "2026-12-08")
    )

    names = [[item["UID"] for kind, item in found if kind == "VEVENT"] for found in (first, second)]
    assert names[0] == names[1]
    assert first != second


@pytest.mark.parametrize("filed", ["9999-12-31", "2026-02-30", "x"])
def test_no_day_in_an_address_breaks_the_calendar(client: Client, filed: str) -> None:
    response = client.get(check("result.ics", {**PERMITTED, "filed": filed}))

    assert response.status_code == 200
    assert parsed(response.content)


def test_an_open_situation_has_no_calendar(client: Client) -> None:
    assert client.get(check("result.ics", {"state": "used"})).status_code == 302


@pytest.mark.parametrize("outcome", STORIES)
@pytest.mark.django_db
def test_page_calendar_and_data_say_the_same_days(client: Client, outcome: str) -> None:
    answers = {**STORIES[outcome], "filed": "2026-12-28", "declared": "2027-01-11"}
    page = client.get(check("result/", answers, "vi"), follow=True).content.decode()
    data = client.get(check("result.json", answers, "vi")).json()["tasks"]
    events = parsed(client.get(check("result.ics", answers, "vi")).content)

    verdict = page[page.index('class="ticket ') : page.index("app-result__below")]
    shown = re.findall(r'<time datetime="([\d-]+)">', verdict)
    assert data
    assert sorted(task["day"] for task in data if task["day"]) == sorted(shown)
    assert verdict.count("<abbr") == sum(task["provisional"] for task in data)
    assert all(escape(task["text"]) in verdict for task in data)
    kept = {task["text"]: task["day"].replace("-", "") for task in data if task["calendar"]}
    told = {item["SUMMARY"]: item["DTSTART"] for name, item in events if name == "VEVENT"}
    assert kept.items() <= told.items()
    # The calendar has one more: to look at the result again.
    assert len(told) == len(kept) + 1
