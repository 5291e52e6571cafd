"""A letter that is sent while somebody waits for the page."""

from __future__ import annotations

import logging

from django.core.mail import EmailMessage, get_connection

SECONDS = 10
"""How long the mail server may take."""

logger = logging.getLogger(__name__)


def send(letter: EmailMessage) -> bool:
    """Send it, and say whether the mail server took it; nothing of a letter is logged."""
    letter.connection = get_connection(timeout=SECONDS)
    try:
        return bool(letter.send())
    except (OSError, ValueError) as error:
        logger.error("A letter was not sent: %s", type(error).__name__)  # noqa: TRY400 - the trace names addresses
        return False
