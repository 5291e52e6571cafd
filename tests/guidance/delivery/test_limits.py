"""One sender may ask only so often; others, and answers that cost nothing, are not counted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils.translation import gettext, override
from pytest_django.fixtures import Settings

from guidance.delivery import rate_limit
from guidance.settings import base
from guidance.text.languages import LANGUAGES
from tests.checking import SLUGS, check_at

pytestmark = pytest.mark.django_db
MOST = 3
NOW = 1_800_000_010
PAGES = ["/{}/search/?q=xyzzy", "/{}/check/{}/result.json?state=new", "/{}/check/{}/questions.json"]
APOLOGY = (
    "Too many requests came from your connection, which you may share with others. "
    "Please wait a minute, then reload this page."
)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[int]:
    """Few are allowed, and time stands still until it is moved."""
    settings.PER_MINUTE = dict.fromkeys(settings.PER_MINUTE, MOST)
    cache.clear()
    now = [NOW]
    monkeypatch.setattr("guidance.delivery.rate_limit.time.time", lambda: now[0])
    return now


def statuses(client: Client, address: str, number: int, **extra: Any) -> list[int]:
    """What somebody is answered who asks again and again."""
    return [client.get(address, **extra).status_code for _again in range(number)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_who_asks_too_often_is_told_when_to_come_back(
    client: Client, page: str, language: str
) -> None:
    address = page.format(language, SLUGS[language])
    assert statuses(client, address, MOST) == [200] * MOST

    response = client.get(address)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "50"
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    if ".json" in page:
        assert response.json() == {"error": "too-many-requests"}
    else:
        with override(language):
            assert gettext(APOLOGY) in response.content.decode()
        assert f'<html lang="{language}"' in response.content.decode()


def test_the_next_minute_is_a_new_one(client: Client, clock: list[int]) -> None:
    assert statuses(client, "/en/search/?q=printer", MOST + 1)[-1] == 429

    clock[0] += 50

    assert client.get("/en/search/?q=printer").status_code == 200


def test_people_are_not_turned_away() -> None:
    """An office of fifty behind one address, each with a new question every six seconds."""
    assert base.PER_MINUTE["search"] >= 50 * 10
    assert base.PER_MINUTE["data"] >= base.PER_MINUTE["search"]


def test_zero_is_without_limit(client: Client, settings: Settings) -> None:
    settings.PER_MINUTE = {"search": 0, "data": 0}

    assert set(statuses(client, "/en/search/?q=printer", MOST * 2)) == {200}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_each_sender_is_counted_alone(client: Client, one: str, other: str, is_same: bool) -> None:
    statuses(client, "/en/search/?q=printer", MOST, REMOTE_ADDR=one)

    [status] = statuses(client, "/en/search/?q=printer", 1, REMOTE_ADDR=other)

    assert status == (429 if is_same else 200)


def test_visitors_behind_our_front_server_are_told_apart(
    client: Client, settings: Settings
) -> None:
    settings.PROXY_COUNT = 1
    statuses(client, "/en/search/?q=printer", MOST + 1, headers={"x-forwarded-for": "192.0.2.1"})

    [other] = statuses(client, "/en/search/?q=printer", 1, headers={"x-forwarded-for": "192.0.2.2"})
    [liar] = statuses(
        client, "/en/search/?q=printer", 1, headers={"x-forwarded-for": "192.0.2.3, 192.0.2.1"}
    )

    assert (other, liar) == (200, 429)


def test_what_the_page_cache_answers_is_not_counted(client: Client, page_cache: None) -> None:
    assert statuses(client, check_at("en", "result.json?state=new"), MOST * 2) == [200] * MOST * 2


def test_the_address_is_kept_by_no_name_and_no_longer_than_the_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[tuple[str, int]] = []

    class Full:
        def add(self, key: str, _value: int, timeout: int) -> None:
            kept.append((key, timeout))

        def incr(self, _key: str) -> int:
            raise ValueError

    monkeypatch.setattr(rate_limit, "cache", Full())
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.77")

    # A cache without room turns nobody away.
    assert rate_limit.hit(request, "search", 0, rate_limit.MINUTE)

    [(key, timeout)] = kept
    assert "192.0.2.77" not in key
    assert timeout == rate_limit.MINUTE


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/en/feedback/", "guidance.feedback.views.FEEDBACK_PER_HOUR"),
        ("/en/message/", "guidance.feedback.views.MESSAGES_PER_HOUR"),
        ("/en/propose/", "guidance.feedback.proposals.PROPOSALS_PER_HOUR"),
        (check_at("en", "report/"), "wizard.assessment.views.REPORTS_PER_HOUR"),
    ],
)
def test_who_sends_too_much_is_told_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, most: str
) -> None:
    monkeypatch.setattr(most, 0)

    sent = dict.fromkeys(("message", "change", "source"), "Wrong")
    response = client.post(address, sent)

    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= rate_limit.HOUR
