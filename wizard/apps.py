"""The self-assessment as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WizardConfig(AppConfig):
    """The questions, the verdict and its proof."""

    name = "wizard"
    verbose_name = _("Self-assessment")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the registry where published rules are; nothing is read before it is asked."""
        from wizard.drafts.models.documents import published
        from wizard.rules import law, places, registry

        registry.source = published
        law.source = law.from_database
        places.source = places.from_database
