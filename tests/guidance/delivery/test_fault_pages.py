"""Which error is told as what; how the page cache and the version act while a part is away."""

from __future__ import annotations

import errno
import threading
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import RequestFactory

from guidance.delivery import content_version, unavailable
from guidance.delivery.page_cache import STALE
from tests.guidance.operations.pretended import Site, Version, Visitor


class LockNotGiven(Exception):  # noqa: N818 - named as in psycopg
    sqlstate = "55P03"


def caused(error: Exception, by: Exception) -> Exception:
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("connection refused"), unavailable.GONE),
        (InterfaceError("connection already closed"), unavailable.GONE),
        (OperationalError("database or disk is full"), unavailable.FULL),
        (OSError(errno.ENOSPC, "No space left on device"), unavailable.FULL),
        (OperationalError("database is locked"), unavailable.SLOW),
        (caused(OperationalError("canceling"), LockNotGiven()), unavailable.SLOW),
        (caused(ValueError("wrapped"), OperationalError("gone")), unavailable.GONE),
        (ProgrammingError("syntax error"), ""),
        (FileNotFoundError(errno.ENOENT, "No such file"), ""),
    ],
)
def test_an_error_is_told_as_what_it_is(error: Exception, told: str) -> None:
    assert next(filter(None, map(unavailable.fault, unavailable.causes(error))), "") == told


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("reason", [unavailable.GONE, unavailable.SLOW, unavailable.FULL])
def test_the_page_says_what_became_of_what_was_sent(reason: str) -> None:
    sent = unavailable.unavailable(RequestFactory().post("/en/feedback/"), reason)
    asked = unavailable.unavailable(RequestFactory().get("/en/"), reason)

    assert sent.status_code == asked.status_code == 503
    assert ("was not saved" in sent.content.decode()) is True
    assert ("was not saved" in asked.content.decode()) is False


class SlowSite(Site):
    """Answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()
        self.may_answer.set()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        answer = super().__call__(environ, start_response)
        self.may_answer.wait(5)
        return answer


def other(visitor: Visitor) -> Visitor:
    """Another visitor of the same cache."""
    found = Visitor.__new__(Visitor)
    found.cache = visitor.cache
    return found


def test_a_changed_page_is_made_once_for_all_who_ask_meanwhile() -> None:
    site, version = SlowSite(), Version()
    first = Visitor(site, version)
    others = [other(first) for _each in range(5)]
    site.may_answer.clear()
    threads = [threading.Thread(target=visitor.get) for visitor in (first, *others)]
    for thread in threads:
        thread.start()

    site.may_answer.set()
    for thread in threads:
        thread.join()

    assert site.asked == 1
    assert {visitor.status for visitor in others} == {200}


def test_who_waits_for_long_is_sent_the_page_as_it_was_and_told_so() -> None:
    site, version = SlowSite(), Version()
    first = Visitor(site, version).get()
    second = other(first)
    version.value = 1
    site.may_answer.clear()
    thread = threading.Thread(target=first.get)
    thread.start()
    try:
        second.get()
    finally:
        site.may_answer.set()
        thread.join()

    assert second.headers["cache-status"] == STALE
    assert second.headers["cache-control"] == "no-cache"
    assert first.headers["cache-status"] == "guidance; fwd=miss; stored"


class Cache:
    """Redis, which may be away."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.is_away = False

    def get(self, key: str) -> Any:
        return None if self.is_away else self.kept.get(key)

    def set(self, key: str, value: Any, _timeout: None) -> None:
        if not self.is_away:
            self.kept[key] = value

    def get_or_set(self, key: str, default: Any, _timeout: None) -> Any:
        if self.is_away:
            return None
        return self.kept.setdefault(key, default())


def test_a_change_made_while_the_cache_was_away_is_told_once_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache = Cache()
    monkeypatch.setattr(content_version, "cache", cache)
    monkeypatch.setattr(content_version, "SHARED_FOR", 0.0)
    one, another = content_version.SharedStamp(), content_version.SharedStamp()
    before = one.read()
    assert another.read() == before

    cache.is_away = True
    one.change()
    assert one.read() != before
    assert another.read() == before
    cache.is_away = False

    assert one.read() == another.read() != before
