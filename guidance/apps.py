"""The guidance site as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    """The site's pages, legal sources and localities."""

    name = "guidance"
    verbose_name = _("Guidance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to Wagtail's events."""
        from guidance import signals
        from guidance.accounts import checks as checks

        signals.connect()
