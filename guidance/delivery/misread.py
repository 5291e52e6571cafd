"""Whether an error of the editors' side only says that a package could not read what was sent.

Wagtail's own pages send what its views read. A request made by hand, cut off on its way or sent
again after an update may lack a field or hold a word where a number belongs, which some views take
for granted (Wagtail 8: copying a page, choosers, the admin's API). That is a bad request, no fault
of the server; yet whoever runs the site must hear of it, since only they can tell the one from the
other. So the traceback is logged as an error, as for any fault.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError
from django.http import HttpRequest
from django.urls import NoReverseMatch

logger = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])

# What reading a missing or wrong value raises: AttributeError where no form, or another kind of
# JSON, is made of it; RecursionError where it is nested too deeply.
UNREAD = (ArithmeticError, AttributeError, LookupError, RecursionError, ValueError)
MISREAD = (*UNREAD, DataError, NoReverseMatch, ObjectDoesNotExist)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
PLAIN_KEY = re.compile("[0-9]{1,18}")
OWN = ("guidance.", "wizard.")
# Of our own, what only hands a request on.
HANDS_ON = "guidance.delivery."
DOORS: set[CodeType] = set()


def hands_on(view: View) -> View:
    """Mark a function of ours that a package's view stands behind: what that misreads is its own.

    Stands below all other decorators.
    """
    DOORS.add(view.__code__)
    return view


def is_misread(request: HttpRequest, error: BaseException | None) -> bool:
    """Whether something was sent to a package's view, which failed in reading it; it is logged.

    Not where nothing was sent, nor where code of ours took part: those are faults.
    """
    asks = request.method in ("GET", "HEAD")
    was_sent = not asks or request.META.get("QUERY_STRING") or is_named_by_a_word(request)
    # A form is all texts; what else is sent may be of another type at any place.
    is_form = asks or (request.method == "POST" and request.content_type in FORMS)
    if (
        not was_sent
        or not request.path_info.startswith(f"/{settings.ADMIN_PATH}")
        or not isinstance(error, MISREAD if is_form else (*MISREAD, TypeError))
        or is_ours(error)
    ):
        return False
    logger.error("Not read by a package: %s", request.path_info, exc_info=error)
    return True


def is_named_by_a_word(request: HttpRequest) -> bool:
    """Whether the address names a record by what no key of a table is."""
    match = request.resolver_match
    keys = [text for name, text in match.kwargs.items() if is_key(name)] if match else []
    return any(isinstance(text, str) and not PLAIN_KEY.fullmatch(text) for text in keys)


def is_key(name: str) -> bool:
    """Whether an argument of an address is the key of a record."""
    return name == "pk" or name.endswith(("_pk", "_id"))


def is_ours(error: BaseException) -> bool:
    """Whether an error was raised by code of ours, or on a way that leads through it."""
    *way, end = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    return _module(end).startswith(OWN) or any(
        _module(frame).startswith(OWN)
        and not _module(frame).startswith(HANDS_ON)
        and frame.f_code not in DOORS
        for frame in way
    )


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))
