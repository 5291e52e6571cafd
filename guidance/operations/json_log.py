"""One JSON object a line for each event, for programs that collect them."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from urllib.parse import urlsplit


class JSONFormatter(logging.Formatter):
    """When, how grave, who says it, what, on which path, with which traceback.

    No visitor's address, no header and no query string: those may say what somebody searched for
    or imports. A path alone names one of our pages, or nothing.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The event as one line."""
        event: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_query(record.getMessage()),
        }
        request = getattr(record, "request", None)
        if request is not None:
            event["method"] = getattr(request, "method", None)
            event["path"] = getattr(request, "path", None)
        if hasattr(record, "status_code"):
            event["status"] = record.status_code
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False, default=str)


def without_query(message: str) -> str:
    """The message with the query string of every address in it left out."""
    words = message.split(" ")
    return " ".join(
        urlsplit(word)._replace(query="", fragment="").geturl()
        if word.startswith(("/", "http")) and "?" in word
        else word
        for word in words
    )
