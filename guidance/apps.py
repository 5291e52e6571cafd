"""The guidance site as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """The site's pages, legal sources and localities."""

    name = "guidance"
    verbose_name = "Guidance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to Wagtail's events."""
        from guidance import signals

        signals.connect()
