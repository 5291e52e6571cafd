"""What the editors' lists show and ask for: days and answers as people write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from guidance.text.days import day, moment
from guidance.text.languages import language_name

YES_OR_NO = {True: _("Yes"), False: _("No")}


def shown(field: str) -> Callable[[Any], Any]:
    """A model's `get_<field>_display`, which Wagtail's lists and inspections show of a field.

    A day, or a day with the time in Viet Nam, in the words of the reader's language; yes or no; a
    language by its name.
    """

    def display(instance: Any) -> Any:
        value: date | bool | str | None = getattr(instance, field)
        if isinstance(value, str):
            return capfirst(language_name(value))
        if isinstance(value, bool):
            return YES_OR_NO[value]
        return moment(value) if isinstance(value, datetime) else day(value)

    return display


class YesNoFilter(django_filters.ChoiceFilter):
    """Asks for yes or no, and says so above the list, where a `BooleanFilter` says "False".

    The address has the values of a `BooleanFilter`: "true" and "false".
    """

    def __init__(self, **kwargs: Any) -> None:
        """Offer both, and all."""
        choices = [(str(value).lower(), label) for value, label in YES_OR_NO.items()]
        more = {"choices": choices, "empty_label": _("All"), "widget": forms.RadioSelect}
        super().__init__(**{**more, **kwargs})

    def filter(self, queryset: Any, value: str) -> Any:
        """Keep those that are so."""
        wanted = {str(known).lower(): known for known in YES_OR_NO}
        return super().filter(queryset, wanted.get(value, value))


class LanguageFilterSet(WagtailFilterSet):
    """What readers left in one language; further filters are added by whoever extends it."""

    language = django_filters.ChoiceFilter(
        label=capfirst(_("language")), choices=settings.LANGUAGES
    )
