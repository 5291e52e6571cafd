"""What a reader may send us."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from guidance.delivery.visitor_input import BoundedNumberField

LONGEST_COMMENT = 1000
LONGEST_MESSAGE = 4000


class FeedbackForm(forms.Form):
    """An answer to "Was this page useful?", stamped with the page and its revision."""

    is_useful = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    page = forms.ModelChoiceField(queryset=Page.objects.live())
    revision = BoundedNumberField(required=False, min_value=1)
    path = forms.RegexField(regex=r"^/[^\s\\]*$", max_length=500)
    comment = forms.CharField(required=False, max_length=LONGEST_COMMENT)
    # Hidden from people; programs fill it in.
    website = forms.CharField(required=False)


class LinesField(forms.CharField):
    """Several lines, counted as browsers count them: a line break is one letter."""

    def to_python(self, value: Any) -> str:
        """The text with plain line breaks; browsers send two letters for each."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class MessageForm(forms.Form):
    """A message to the editors, with an address if an answer is wanted."""

    message = LinesField(
        label=_("Your message"),
        help_text=_("Name the page and the sentence it is about. Leave out what nobody needs."),
        max_length=LONGEST_MESSAGE,
        error_messages={
            "required": _("Write your message."),
            "max_length": _(
                "Shorten your message to %(limit_value)d letters; it has %(show_value)d."
            ),
        },
    )
    email = forms.EmailField(
        label=_("E-mail (optional)"),
        help_text=_("Only if you want an answer."),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("Write the address like name@example.org, or leave it empty."),
            "max_length": _("This address is too long: at most %(limit_value)d letters."),
        },
    )
    # Hidden from people; programs fill it in.
    website = forms.CharField(required=False)
