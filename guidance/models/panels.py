"""Fields of the editors' forms, each with what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.panels import FieldPanel, Panel

# What names a record in addresses. It is not saved without, but can be previewed before.
ADDRESSES = ("slug", "key")


def explained(helps: Mapping[str, Any]) -> list[Panel]:
    """A field for each name, with the help an editor reads below it."""
    return [
        FieldPanel(name, help_text=text, required_on_save=False if name in ADDRESSES else None)
        for name, text in helps.items()
    ]
