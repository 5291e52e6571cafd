"""What a department sees first after signing in: its locality, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.middleware.csrf import get_token
from django.utils.timezone import localdate
from wagtail.admin.ui.components import Component

from guidance.models import Locality


class NoLocalityPanel(Component):
    """Tells a provincial editor to whom nobody gave a locality what is missing, and whom to ask."""

    name = "guidance_no_locality"
    template_name = "guidance/admin/home_no_locality.html"
    order = 10

    def __init__(self, is_alone: bool) -> None:
        """Keep whether the home screen has nothing else."""
        self.is_alone = is_alone

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Whether there is anything else to do."""
        return {"request": parent_context["request"], "is_alone": self.is_alone}


class LocalityPanel(Component):
    """The locality of a provincial editor: what stands there, what is missing, what to do."""

    name = "guidance_locality"
    template_name = "guidance/admin/home_locality.html"
    order = 10

    def __init__(self, locality: Locality) -> None:
        """Keep the locality."""
        self.locality = locality

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Everything about it; a component gets no token for its form by itself."""
        request = parent_context["request"]
        return {
            "request": request,
            "csrf_token": get_token(request),
            "locality": self.locality,
            "steps": self.locality.steps(),
            "missing": self.locality.missing(),
            "is_unconfirmed": self.locality.is_unconfirmed(localdate()),
        }
