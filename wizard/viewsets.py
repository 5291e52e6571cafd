"""How editors reach what visitors report about results."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from .models import ResultReport


class ResultReportViewSet(ModelViewSet):
    """Reports that a result is wrong: read, settle, remove."""

    model = ResultReport
    icon = "warning"
    menu_label = _("Wrong results")
    menu_order = 220
    add_to_admin_menu = True
    copy_view_enabled = False
    form_fields = ["is_settled"]
    list_display = ["created_at", "outcome", "message", "language", "is_settled"]
    list_filter = ["is_settled", "outcome", "language"]
    list_export = ["created_at", "query", "outcome", "ruleset_version", "language", "message"]
    inspect_view_enabled = True
