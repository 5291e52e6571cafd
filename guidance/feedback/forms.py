"""What a reader may send us."""

from __future__ import annotations

from django import forms
from wagtail.models import Page

from guidance.delivery.visitor_input import BoundedNumberField

LONGEST_COMMENT = 1000


class FeedbackForm(forms.Form):
    """An answer to "Was this page useful?", stamped with the page and its revision."""

    is_useful = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    page = forms.ModelChoiceField(queryset=Page.objects.live())
    revision = BoundedNumberField(required=False, min_value=1)
    path = forms.RegexField(regex=r"^/[^\s\\]*$", max_length=500)
    comment = forms.CharField(required=False, max_length=LONGEST_COMMENT)
    # Hidden from people; programs fill it in.
    website = forms.CharField(required=False)
