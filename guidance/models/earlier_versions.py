"""Earlier versions of pages and records, looked at in order to take them up again."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.utils.timestamps import render_timestamp


class EarlierVersionMixin:
    """Of a view that shows an earlier version in the form; Wagtail would call nobody "None"."""

    revision: Any

    def get_warning_message(self) -> SafeString:
        """Whose version it is, and of when; what was loaded from a file is nobody's."""
        # As the views of pages call it, and those of records.
        revision = getattr(self, "previous_revision", None) or self.revision
        if revision.user is not None:
            said: SafeString = super().get_warning_message()  # type: ignore[misc]
            return said
        text = _("You are looking at an earlier version, of %(time)s. It bears nobody’s name.")
        return format_html("{}", text % {"time": render_timestamp(revision.created_at)})
