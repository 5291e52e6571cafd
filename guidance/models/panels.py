"""Fields of the editors' forms, each with what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.panels import FieldPanel, Panel


def explained(helps: Mapping[str, Any]) -> list[Panel]:
    """A field for each name, with the help an editor reads below it."""
    return [FieldPanel(name, help_text=text) for name, text in helps.items()]
