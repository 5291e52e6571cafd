"""How many comments are open, in the list of versions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from wizard.drafts.models.versions import DatedVersion

OPEN = Column("comments_open", label=_("Open comments"))


def counted(model: type[DatedVersion]) -> Any:
    """All versions, each with the number that the column shows."""
    is_open = Q(comments__thread=None, comments__resolved_at=None)
    return model._default_manager.annotate(comments_open=Count("comments", filter=is_open))
