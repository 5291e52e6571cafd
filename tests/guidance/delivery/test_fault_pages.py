"""Which error is told as what; how the content version acts while the cache is away."""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest
from django.test import RequestFactory

from guidance.delivery import content_version, unavailable
from guidance.delivery.misread import is_misread
from guidance.text.languages import in_language


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
    assert (
        next(filter(None, map(unavailable.classify, unavailable.exception_chain(error))), "")
        == told
    )


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("reason", [unavailable.GONE, unavailable.SLOW, unavailable.FULL])
def test_the_page_says_what_became_of_what_was_sent(reason: str) -> None:
    sent = unavailable.unavailable(RequestFactory().post("/en/feedback/"), reason)
    asked = unavailable.unavailable(RequestFactory().get("/en/"), reason)

    assert sent.status_code == asked.status_code == 503
    assert ("was not saved" in sent.content.decode()) is True
    assert ("was not saved" in asked.content.decode()) is False


def raised_by(call: Callable[[], object]) -> Exception:
    """The error of a call, with the way it took."""
    try:
        call()
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error
    raise AssertionError(call)


ASKED, SENT = RequestFactory().get("/admin/a/"), RequestFactory().post("/admin/a/")
THEIRS, OURS = partial(int, "x"), partial(in_language, None, "vi")


@pytest.mark.parametrize(
    ("request_made", "call", "is_so"),
    [
        (SENT, THEIRS, True),
        (RequestFactory().get("/admin/a/", {"id": "x"}), THEIRS, True),
        # Nothing was sent that could be wrong.
        (ASKED, THEIRS, False),
        # Readers get no package's view.
        (RequestFactory().post("/vi/feedback/"), THEIRS, False),
        # Nothing that is read fails like that.
        (SENT, partial(sum, ["a"]), False),
        (SENT, OURS, False),
    ],
)
def test_a_fault_is_no_bad_request(
    request_made: HttpRequest, call: Callable[[], object], is_so: bool
) -> None:
    assert is_misread(request_made, raised_by(call)) is is_so


class Cache:
    """Redis, which may be away; django-redis then answers as if it knew nothing."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.is_away = False

    def get(self, key: str) -> Any:
        return None if self.is_away else self.kept.get(key)

    def get_many(self, keys: list[str]) -> dict[str, Any]:
        return {} if self.is_away else {key: self.kept[key] for key in keys if key in self.kept}

    def add(self, key: str, value: Any, timeout: None) -> None:
        if key not in self.kept:
            self.set(key, value, timeout)

    def set(self, key: str, value: Any, _timeout: None) -> None:
        if not self.is_away:
            self.kept[key] = value


def test_a_change_made_while_the_cache_was_away_is_told_once_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache = Cache()
    monkeypatch.setattr(content_version, "cache", cache)
    monkeypatch.setattr(content_version, "SHARED_FOR", 0.0)
    one, another = content_version.CacheVersion(), content_version.CacheVersion()
    one.write(content_version.DONE, 1)
    before = one.read()
    assert another.read() == before

    cache.is_away = True
    one.write(content_version.DONE, 2)
    assert one.read() != before
    assert another.read() == before
    cache.is_away = False

    assert one.read() == another.read() != before
