"""What a reader may send us."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from guidance.delivery.visitor_input import BoundedNumberField
from guidance.models import Locality
from guidance.models.base import readable

LONGEST_COMMENT = 1000
LONGEST_MESSAGE = 4000
LONGEST_SOURCE = 1000


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


class AnswerableForm(forms.Form):
    """What anybody sends to the editors, with an address if an answer is wanted, and a trap."""

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


class MessageForm(AnswerableForm):
    """A message to the editors."""

    field_order = ["message", "email"]

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


class ProposalForm(AnswerableForm):
    """A correction that anybody proposes: what, and by which source."""

    field_order = ["change", "source", "email"]

    change = LinesField(
        label=_("What should be changed"),
        help_text=_("The sentence as it stands, and as it should read."),
        max_length=LONGEST_MESSAGE,
        error_messages={
            "required": _("Say what should be changed."),
            "max_length": _(
                "Shorten your proposal to %(limit_value)d letters; it has %(show_value)d."
            ),
        },
    )
    source = LinesField(
        label=_("Source"),
        help_text=_("Number and date of a document, or the address of a page that says so."),
        max_length=LONGEST_SOURCE,
        error_messages={
            "required": _("Name the source: without one, editors cannot check it."),
            "max_length": _(
                "Shorten the source to %(limit_value)d letters; it has %(show_value)d."
            ),
        },
    )
    page = forms.ModelChoiceField(queryset=Page.objects.none(), required=False)
    locality = forms.ModelChoiceField(
        queryset=Locality.objects.all(), to_field_name="slug", required=False
    )

    def __init__(self, *args: Any, about: str = "", **kwargs: Any) -> None:
        """Keep what it is about, in words."""
        super().__init__(*args, **{"auto_id": "propose_%s", **kwargs})
        field: Any = self.fields["page"]
        field.queryset = readable(Page.objects.all())
        self.about = about

    def clean(self) -> dict[str, Any]:
        """Take a proposal about a page that went away meanwhile for one about the site."""
        for name in ("page", "locality"):
            self.errors.pop(name, None)
            self.cleaned_data.setdefault(name, None)
        return self.cleaned_data
