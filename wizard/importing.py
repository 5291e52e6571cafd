"""Takes a rule set from a file over as a document: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .models import RuleSetDocument


def keep(mapping: Mapping[str, Any], *, publish: bool = False) -> RuleSetDocument:
    """Make or replace the draft of a version; raise ValidationError if it is published."""
    key, version = mapping["key"], mapping["version"]
    with transaction.atomic():
        document = RuleSetDocument.objects.filter(key=key, version=version).first()
        if document is None:
            document = RuleSetDocument(key=key, version=version)
        if document.live:
            raise ValidationError(_("A published version never changes."), code="published")
        document.fill(mapping)
        document.save()
        revision = document.save_revision(log_action=True)
        if publish:
            revision.publish()
            document.refresh_from_db()
    return document
