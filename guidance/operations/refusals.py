"""Log lines about requests that were refused: one line each, with nothing of what was sent.

Whoever sends nonsense gets 400, and there is no fault to look for. Django writes a traceback, and
the words of the error, which hold the header, the host or the field that was wrong.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

SECURITY = "django.security."


class ShortRefusals(logging.Filter):
    """Take traceback and visitor's words from the record of a request that was refused."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, those of refusals without what the visitor wrote."""
        status = getattr(record, "status_code", None)
        is_suspicious = record.name.startswith(SECURITY)
        if is_suspicious or (isinstance(status, int) and status < HTTPStatus.INTERNAL_SERVER_ERROR):
            if is_suspicious or record.exc_info:
                kind = record.name.removeprefix(SECURITY) if is_suspicious else "request"
                record.msg, record.args = f"Refused: {kind} (status {status})", ()
            record.exc_info = record.exc_text = record.stack_info = None
        return True
