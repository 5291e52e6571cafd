"""Whether an error of the editors' side only says that a package could not read what was sent.

Wagtail's own pages send what its views read. A request made by hand, cut off on its way or sent
again after an update may lack a field or hold a word where a number belongs, which some views take
for granted (Wagtail 8: copying a page, choosers, the admin's API). That is a bad request, no fault
of the server; yet whoever runs the site must hear of it, since only they can tell the one from the
other. So the traceback is logged as an error, as for any fault.
"""

from __future__ import annotations

import logging
import traceback

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError
from django.http import HttpRequest
from django.urls import NoReverseMatch

logger = logging.getLogger(__name__)

# What reading a missing or wrong value raises; AttributeError where no form is made of it.
MISREAD = (
    AttributeError, DataError, LookupError, NoReverseMatch, ObjectDoesNotExist, OverflowError,
    ValueError,
)  # fmt: skip
OWN = ("guidance.", "wizard.")
# Of our own, what only hands a request on.
HANDS_ON = "guidance.delivery."


def is_misread(request: HttpRequest, error: BaseException | None) -> bool:
    """Whether something was sent to a package's view, which failed in reading it; it is logged.

    Not where nothing was sent, nor where code of ours took part: those are faults.
    """
    was_sent = request.method not in ("GET", "HEAD") or request.META.get("QUERY_STRING")
    if (
        not was_sent
        or not request.path_info.startswith(f"/{settings.ADMIN_PATH}")
        or not isinstance(error, MISREAD)
        or is_ours(error)
    ):
        return False
    logger.error("Not read by a package: %s", request.path_info, exc_info=error)
    return True


def is_ours(error: BaseException) -> bool:
    """Whether an error was raised by code of ours, or on a way that leads through it."""
    frames = traceback.walk_tb(error.__traceback__)
    *way, end = [str(frame.f_globals.get("__name__", "")) for frame, _line in frames]
    return end.startswith(OWN) or any(
        name.startswith(OWN) and not name.startswith(HANDS_ON) for name in way
    )
