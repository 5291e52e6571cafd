"""The forms of records, where nobody undoes unknowingly what somebody else has just saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.snippets.views.snippets import EditView

from guidance.models.concurrent_edits import OPENED, changed_since, hidden_field, opened_with


class CarefulEditMixin:
    """Shows the form again, as it was typed, when the record has changed since it was opened."""

    object: Any
    request: HttpRequest
    produced_error_code: str
    produced_error_message: str

    def get_form(self, *args: Any) -> Any:
        """Wagtail's own, with a mark of what is stored."""
        form = super().get_form(*args)  # type: ignore[misc]
        form.fields[OPENED] = hidden_field(self.object)
        return form

    def is_valid(self, form: Any) -> bool:
        """Refuse once; the form shown then has the mark of what is stored by now."""
        valid: bool = super().is_valid(form)  # type: ignore[misc]
        told = changed_since(self.object, self.request.POST.get(OPENED, ""))
        if told:
            form.data = form.data.copy()
            form.data[OPENED] = opened_with(self.object)
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = told
        return valid and not told


class CarefulEditView(CarefulEditMixin, EditView):
    """A record without revisions."""
