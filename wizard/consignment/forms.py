"""One line typed by hand: its texts, and an answer to each question with a column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.assessment.flow import FORMS
from wizard.assessment.forms import localized
from wizard.assessment.situation import ticked
from wizard.assessment.storage import FIELD
from wizard.decision.ruleset import Question
from wizard.goods.codes import CodeError, read_code

from .lines import LONGEST, Line, LineRules, one_line
from .quantities import read_quantity
from .tables import titles

TOO_LONG = gettext_lazy("Enter at most %(limit_value)d characters.")


class LineForm(forms.Form):
    """A line of a consignment; what is left open is asked about afterwards."""

    name = forms.CharField(required=False, error_messages={"max_length": TOO_LONG})
    code = forms.CharField(required=False, error_messages={"max_length": TOO_LONG})
    quantity = forms.CharField(required=False, error_messages={"max_length": TOO_LONG})

    def __init__(self, *args: Any, rules: LineRules, line: Line | None = None, **kwargs: Any):
        """Ask for a new line, or show one to be changed."""
        if line:
            kwargs["initial"] = _shown(line, rules)
        super().__init__(*args, **kwargs)
        self.rules = rules
        named = titles(rules)
        for key, most in LONGEST.items():
            own = self.fields[key] = forms.CharField(
                required=False,
                label=named[key],
                max_length=most,
                error_messages={"max_length": TOO_LONG},
            )
            own.help_text = _HINTS[key]
        for item in rules.columns:
            if item.kind in ("choice", "choices"):
                self.fields[item.key] = _field(item)

    def clean(self) -> dict[str, Any]:
        """Take what can be read; name what cannot."""
        cleaned = super().clean() or {}
        for key in LONGEST:
            cleaned[key] = one_line(cleaned.get(key) or "")
        if not cleaned["name"] and not cleaned["code"] and not self.errors:
            self.add_error("name", _("Enter a name or model, or an HS code."))
        if cleaned["code"] and "code" not in self.errors:
            self._look_at_code(cleaned["code"])
        if cleaned["quantity"] and read_quantity(cleaned["quantity"]) is None:
            self.add_error("quantity", NO_QUANTITY)
        for item in self.rules.columns:
            if cleaned.get(item.key):
                self._answer(item, cleaned)
        return cleaned

    def _look_at_code(self, text: str) -> None:
        try:
            found = read_code(text)
        except CodeError:
            found = None
        if found is None:
            message = _("An HS code has 4, 6 or 8 digits, for example 8471 or 8443.31.19.")
            self.add_error("code", message)

    def _answer(self, question: Question, cleaned: dict[str, Any]) -> None:
        """Judge an answer as the page of the question does."""
        form = FORMS[question.kind]({FIELD: cleaned[question.key]}, question=question)
        if form.is_valid():
            cleaned[question.key] = form.cleaned_data[FIELD]
        else:
            self.add_error(question.key, form.errors[FIELD].as_data())

    @property
    def asked(self) -> list[BoundField]:
        """The fields of the questions."""
        return [self[item.key] for item in self.rules.columns if item.key in self.fields]

    def line(self, before: Line | None = None) -> Line:
        """The line as typed; of the one before, the answers to other questions are kept."""
        texts = {key: self.cleaned_data[key] for key in LONGEST}
        given = dict(before.given) if before else {}
        wrote = dict(before.wrote) if before else {}
        if before and any(texts[key] != getattr(before, key) for key in ("name", "code")):
            given.pop(self.rules.goods.key, None)
        for field in self.asked:
            answer = self.cleaned_data.get(field.name)
            given.pop(field.name, None)
            if answer:
                given[field.name] = answer
                wrote.pop(field.name, None)
        return self.rules.settled(Line(**texts, given=given, wrote=wrote))


NO_QUANTITY = gettext_lazy(
    "Write the quantity as a number, with its unit if you like: 12 or 12 kg. Leave out separators"
    " between thousands."
)
_HINTS: Mapping[str, Any] = {
    "name": gettext_lazy("As on the packing list. A usual name such as “laptop” is recognised."),
    "code": gettext_lazy("4, 6 or 8 digits, if you know it."),
    "quantity": gettext_lazy("For example 12, or 12 kg"),
}


def _field(question: Question) -> forms.Field:
    """The field of a question; it may stay empty, and the question is then asked afterwards."""
    own = FORMS[question.kind](question=question).fields[FIELD]
    label, invalid = localized(question.label), own.error_messages
    if question.kind == "choices":
        return forms.MultipleChoiceField(
            required=False,
            label=label,
            choices=own.choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages=invalid,
        )
    choices = [("", _("Not said")), *own.choices]
    return forms.ChoiceField(required=False, label=label, choices=choices, error_messages=invalid)


def _shown(line: Line, rules: LineRules) -> dict[str, Any]:
    found: dict[str, Any] = {key: getattr(line, key) for key in LONGEST}
    for item in rules.columns:
        if value := line.given.get(item.key):
            found[item.key] = ticked(item, value) if item.kind == "choices" else value
    return found
