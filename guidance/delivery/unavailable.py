"""What somebody is told when a part of the site is gone, in their language, with status 503.

Also a limit on how many requests may wait for a slow database, so that there are always threads
left for those who need none.
"""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterator
from threading import get_ident
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.defaults import server_error as django_server_error

from guidance.delivery.error_responses import UNREADABLE, reject
from guidance.delivery.misread import is_misread

GONE, SLOW, FULL = "gone", "slow", "full"
RETRY_AFTER = "10"
FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULL_SAID = ("disk is full", "No space left", "File too large")
# PostgreSQL: a statement took too long, a lock was not given; SQLite: the same in words.
SLOW_STATES = {"57014", "55P03"}
SLOW_SAID = "is locked"

MOST_WAITING = max(1, settings.THREADS - 4)
"""So many threads may wait for the database; the rest serve what needs none."""
LONGEST_WAIT = 1.0
"""Seconds after which a request is one that waits."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for an error nobody handled.

    503 if a part of the site is gone, 400 if a package could not read what an editor sent; else
    500. Whatever the request did in the database is undone by now.
    """
    error = sys.exception()
    reason = next(filter(None, map(classify, exception_chain(error))), "")
    if reason:
        return unavailable(request, reason)
    if is_misread(request, error):
        with override(editors_language(request)):
            return reject(request, UNREADABLE)
    return django_server_error(request)


def exception_chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that led to it (`__cause__`, else `__context__`), the last first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def classify(error: BaseException) -> str:
    """Which part of the site an error says is gone: GONE, SLOW or FULL; empty if none.

    Sources: errno of the operating system; SQLSTATE 57014 and 55P03 of PostgreSQL (appendix A);
    what SQLite says in words.
    """
    if isinstance(error, OSError) and error.errno in FULL_DISK:
        return FULL
    if not isinstance(error, OperationalError | InterfaceError):
        return ""
    said = str(error)
    if any(words in said for words in FULL_SAID):
        return FULL
    state = getattr(error.__cause__, "sqlstate", None)
    return SLOW if state in SLOW_STATES or SLOW_SAID in said else GONE


def unavailable(request: HttpRequest, reason: str) -> HttpResponse:
    """Answer 503 with Retry-After (seconds), which nobody keeps; `reason` is GONE, SLOW or FULL."""
    is_editor = request.path_info.startswith(f"/{settings.ADMIN_PATH}")
    context = {
        "reason": reason,
        "is_editor": is_editor,
        "was_sent": request.method not in ("GET", "HEAD"),
    }
    language = editors_language(request) if is_editor and reason == FULL else get_language()
    with override(language):
        response = render(request, "503.html", context, status=503)
    response.headers["Retry-After"] = RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language or settings.LANGUAGE_CODE
    return response


def editors_language(request: HttpRequest) -> str | None:
    """The language an editor chose, if it can be read."""
    try:
        profile = request.user.wagtail_userprofile  # type: ignore[union-attr]
        return str(profile.get_preferred_language())
    except (AttributeError, DatabaseError, ObjectDoesNotExist):
        return get_language()


class ConcurrencyLimitMiddleware:
    """Middleware: when too many requests wait for the database, the next one is told so at once.

    A view that asks no database says so by an attribute `needs_no_database`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Nobody waits yet."""
        self.get_response = get_response
        self.since: dict[int, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; however that ends, its thread waits no longer."""
        try:
            return self.get_response(request)
        finally:
            self.since.pop(get_ident(), None)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_arguments: object
    ) -> HttpResponse | None:
        """Let a request in, unless the database is slow and enough wait for it already."""
        if getattr(view, "needs_no_database", False):
            return None
        now = time.monotonic()
        waiting = list(self.since.values())
        if len(waiting) >= MOST_WAITING and now - min(waiting) > LONGEST_WAIT:
            return unavailable(request, SLOW)
        self.since[get_ident()] = now
        return None
