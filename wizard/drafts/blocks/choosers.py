"""Menus in place of typed keys: what may be chosen is read from the form as it stands.

What is stored and sent stays a key, or one key a line; static/wizard/choosers.js draws the rest.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from wizard.rules import assessments, registry


class KeyWidget(forms.TextInput):
    """One key: a menu of those that a section of the form has, or a box to write a new one."""

    def __init__(self, offers: str = "") -> None:
        """Say which section has the keys; none for the key of the entry itself."""
        super().__init__()
        self.offers = offers


class KeysWidget(forms.Textarea):
    """Several keys: boxes to tick, with the words that each key stands for."""

    def __init__(self, offers: str = "") -> None:
        """Say which section of the form has the keys."""
        super().__init__(attrs={"rows": 2})
        self.offers = offers


class AnswersWidget(forms.Textarea):
    """The answers of a situation: question and answer in words, a row each."""


def _strings() -> dict[str, str]:
    """Give the words of the menus in the editor's language."""
    return {
        "pick": _("Choose …"),
        "none": _("Nothing to choose from yet."),
        "noQuestion": _("Choose the question first."),
        "missing": _("does not exist"),
        "remove": _("Remove"),
        "filter": _("Filter"),
        "dontKnow": _("I don’t know"),
        "question": _("Question"),
        "answer": _("Answer"),
        "addAnswer": _("Add an answer"),
        "paste": _("Or paste the address of a result here"),
        "goods": _("An HS code such as 8471, or a product from the list"),
    }


class ChooserAdapter(WidgetAdapter):
    """Hands the browser what is offered, and the words around it."""

    def __init__(self, constructor: str) -> None:
        """Name what draws the widget."""
        self.js_constructor = constructor

    @property
    def media(self) -> forms.Media:
        """The collapsed entries keep the keys that the menus offer."""
        return forms.Media(js=["wizard/collapsed.js", "wizard/choosers.js", "wizard/answers.js"])

    def js_args(self, widget: Any) -> list[Any]:
        """Which keys, in which words."""
        return [getattr(widget, "offers", ""), _strings()]


class AnswersAdapter(ChooserAdapter):
    """Hands the browser the products by name as well."""

    def js_args(self, widget: Any) -> list[Any]:
        """Every product of the lists in force, by key."""
        language, today = str(get_language()), registry.today()
        names = {
            key: product.name.get(language, key)
            for ruleset in assessments.offered()
            if ruleset.goods_list
            for key, product in registry.goods_list(ruleset, today).products.items()
        }
        return [*super().js_args(widget), names]


register(ChooserAdapter("wizard.widgets.Key"), KeyWidget)
register(ChooserAdapter("wizard.widgets.Keys"), KeysWidget)
register(AnswersAdapter("wizard.widgets.Answers"), AnswersWidget)
