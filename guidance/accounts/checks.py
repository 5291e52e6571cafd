"""A deployment check: demo accounts have no place where they are not meant to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from guidance.models import DemoAccount


@register(Tags.database)
def no_demo_accounts(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Stop `migrate`, `prepare` and `check --database` in production while there is one."""
    if settings.DEMO_ACCOUNTS or not databases:
        return []
    try:
        names = sorted(DemoAccount.objects.values_list("user__username", flat=True))
    except DatabaseError:
        # Not migrated yet.
        return []
    if not names:
        return []
    hint = "Remove them: manage.py demo_accounts --remove"
    return [Error(f"Demo accounts exist: {', '.join(names)}.", hint=hint, id="guidance.E001")]
