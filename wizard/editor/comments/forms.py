"""What somebody writes: a text, and for the first comment of a thread its place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wizard.editor.comments.models import LONGEST_COMMENT

from .subjects import CommentablePlaces

NO_PLACE = _(
    "This version has no such entry. If you have just added it, save the draft first; if somebody "
    "has deleted it, choose another place."
)


class LinesField(forms.CharField):
    """A text of several lines, counted as the browser counts them."""

    def to_python(self, value: Any) -> str:
        """Take each end of a line for one character."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class ReplyForm(forms.Form):
    """A text alone."""

    text = LinesField(
        max_length=LONGEST_COMMENT,
        error_messages={
            "required": _("Write something first."),
            "max_length": _(
                "A comment has at most %(limit_value)d characters; this one has %(show_value)d."
            ),
        },
    )


class CommentForm(ReplyForm):
    """A text and the place that it is about."""

    place = forms.CharField(required=False, max_length=120, error_messages={"max_length": NO_PLACE})

    def __init__(self, data: Any, places: CommentablePlaces) -> None:
        """Know the places that there are."""
        super().__init__(data)
        self.places = places

    def clean_place(self) -> str:
        """Refuse a place that is not there."""
        place: str = self.cleaned_data["place"]
        if place not in self.places:
            raise ValidationError(NO_PLACE)
        return place
