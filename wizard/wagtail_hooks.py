"""Registers the self-assessment with the editors' side."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from .viewsets import ResultReportViewSet


@hooks.register("register_admin_viewset")
def register_reports() -> ViewSet:
    """Reports of wrong results."""
    return ResultReportViewSet("result_reports", url_prefix="result-reports")
