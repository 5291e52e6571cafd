"""The preview beside the form of a department: Wagtail's own, of the own locality alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.side_panels import PreviewSidePanel
from wagtail.admin.views.generic.preview import PreviewOnEdit

from guidance.accounts.roles import own_locality
from guidance.localities.departments.forms import LocalityForms
from guidance.models import Locality


class LocalityPreview(PreviewOnEdit):
    """The locality as readers will see it once the form is saved."""

    model = Locality
    # Whoever has a locality may look at it; the right to change any is of other editors.
    permission_required = None
    # What is typed here is no form of the record's own editor.
    parent_object_id = "our-locality"

    def get_object(self) -> Locality:
        """The locality of whoever asks; the address names none."""
        return own_locality(self.request.user)

    def get_form(self, query_dict: Any) -> LocalityForms:
        """All forms of the locality, with what was typed last."""
        return LocalityForms(self.object, query_dict or None)


def side_panels(request: HttpRequest, locality: Locality) -> list[PreviewSidePanel]:
    """What can be opened beside the form."""
    address = reverse("guidance_departments:preview")
    return [PreviewSidePanel(locality, request, preview_url=address)]
