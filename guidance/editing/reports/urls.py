"""Addresses of the reports."""

from __future__ import annotations

from django.urls import path

from guidance.editing.reports.menu import REPORTS

app_name = "guidance_reports"

urlpatterns = [
    pattern
    for report, _query in REPORTS
    for pattern in (
        path(f"{report.name}/", report.as_view(), name=report.name),
        path(
            f"{report.name}/results/",
            report.as_view(results_only=True),
            name=f"{report.name}_results",
        ),
    )
]
