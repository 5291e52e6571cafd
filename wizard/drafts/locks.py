"""Why a published version cannot be edited."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock


class PublishedLock(BaseLock):
    """Holds for everybody: visitors were told results by these very rules."""

    def for_user(self, *_user: Any) -> bool:
        """Lock out everybody."""
        return True

    def get_message(self, *_user: Any) -> str:
        """Say what to do instead."""
        return _("This version is published and never changes. Copy it to make the next version.")

    def get_locked_by(self, *_user: Any) -> str:
        """Name the reason where Wagtail names a person."""
        return _("Published")

    def get_description(self, *_user: Any) -> str:
        """Explain in one sentence."""
        return _("Results that visitors keep were made under this version.")
