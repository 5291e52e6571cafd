"""Addresses of the pages of a provincial editor."""

from __future__ import annotations

from django.urls import path

from guidance.localities.departments import previews, views

app_name = "guidance_departments"
urlpatterns = [
    path("", views.edit, name="edit"),
    path("preview/", previews.LocalityPreview.as_view(), name="preview"),
    path("confirm/", views.confirm, name="confirm"),
    path("links/", views.partner_links, name="links"),
]
