"""Wagtail's history of the site, exported with what each entry says."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports.audit_logging import LogEntriesView


class HistoryView(LogEntriesView):
    """The kind of an action alone does not say which role was given."""

    list_export: ClassVar[list[str]] = [*LogEntriesView.list_export, "message", "comment"]
    export_headings: ClassVar[dict[str, object]] = {
        **LogEntriesView.export_headings,
        "message": _("What happened"),
        "comment": _("Comment given"),
    }
