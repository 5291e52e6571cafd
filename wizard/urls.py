"""Addresses of the self-assessment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "wizard"


def start(request: HttpRequest) -> HttpResponse:
    """The page before the first question."""
    return HttpResponse("", content_type="text/html; charset=utf-8")


urlpatterns = [path("", start, name="start")]
