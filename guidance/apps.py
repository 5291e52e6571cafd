"""The guidance site as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidance.accounts import lazy_admin_labels


class GuidanceConfig(AppConfig):
    """The site's pages, legal sources and localities."""

    name = "guidance"
    verbose_name = _("Guidance")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the models; this application is the first, so Wagtail's are loaded with them."""
        with lazy_admin_labels.looked_up_later():
            super().import_models()

    def ready(self) -> None:
        """Listen to Wagtail's events, and let it name things in every language."""
        from guidance import signals
        from guidance.accounts import checks as account_checks  # noqa: F401 - registers them
        from guidance.editing import date_boxes, incomplete_forms, slug_fields, spreadsheet_exports
        from guidance.operations import checks as deployment_checks  # noqa: F401 - likewise

        signals.connect()
        spreadsheet_exports.install()
        incomplete_forms.install()
        slug_fields.install()
        date_boxes.install()
        lazy_admin_labels.load()
