"""Registers the site's records with the editors' side."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.models import register_snippet

from guidance.viewsets import GuidanceViewSetGroup, ReadersViewSetGroup

register_snippet(GuidanceViewSetGroup)


@hooks.register("register_admin_viewset")
def register_readers() -> ViewSetGroup:
    """Feedback, and searches without a result."""
    return ReadersViewSetGroup()
