"""What the site does when Wagtail says that something happened."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published

from guidance.models import BasePage
from guidance.models.base import remember_passages


def published(instance: Any, **_event: object) -> None:
    """Note which Vietnamese text the page, or each translation of it, now agrees with."""
    if isinstance(instance, BasePage):
        remember_passages(instance)


def connect() -> None:
    """Listen to Wagtail."""
    page_published.connect(published, dispatch_uid="guidance.published")
