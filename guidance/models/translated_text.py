"""One text in every language of the site: how it is kept, and how editors write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.text import capfirst
from wagtail.admin.compare import TextFieldComparison, register_comparison_class
from wagtail.admin.widgets import AdminAutoHeightTextInput

from guidance.text.languages import LANGUAGES, OFFICIAL, TranslatedText


class _WithoutOfficial:
    """Holds every value that says nothing in the official language: it counts as empty."""

    def __contains__(self, value: Any) -> bool:
        return not (value or {}).get(OFFICIAL)


def boxes_of(texts: Mapping[str, str] | None) -> list[str]:
    """The text of each language of the site."""
    return [TranslatedText(texts).get(code, "") for code in LANGUAGES]


class TranslatedTextInput(forms.MultiWidget):
    """A box for each language, side by side; what is missing says so."""

    template_name = "guidance/admin/translated_text.html"
    label = ""

    def __init__(self, box: type[forms.Widget], attrs: Any = None) -> None:
        """Name the boxes after their languages: `title_vi`."""
        super().__init__({code: box({"lang": code}) for code in LANGUAGES}, attrs)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """What the template needs: each box with its language, and whether it is to be filled."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        boxes = context["widget"]["subwidgets"]
        for (code, language), box in zip(settings.LANGUAGES, boxes, strict=True):
            if attrs and "id" in attrs:
                box["attrs"]["id"] = f"{attrs['id']}_{code}"
            if code != OFFICIAL:
                box["attrs"].pop("required", None)
            box["label"] = f"{self.label} ({code})" if self.label else language
            # A text that no language has is not a translation that is missing.
            box["is_missing"] = not box["value"] and any(boxes_of(value))
        return context

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """The text of each box."""
        return boxes_of(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was typed, by language."""
        return dict(zip(LANGUAGES, super().value_from_datadict(data, files, name), strict=True))


class TranslatedTextFormField(forms.Field):
    """A text in every language; only the official one can be asked for."""

    empty_values: Any = _WithoutOfficial()

    def __init__(self, *, max_length: int | None = None, **options: Any) -> None:
        """Keep the length that holds for each language."""
        self.max_length = max_length
        box = AdminAutoHeightTextInput if max_length is None else forms.TextInput
        super().__init__(**{"widget": TranslatedTextInput(box), **options})
        self.widget.label = capfirst(self.label or "")

    def to_python(self, value: Any) -> TranslatedText:
        """Each text as a text field reads it; what is wrong is told with its language."""
        texts, problems = {}, []
        field = forms.CharField(required=False, max_length=self.max_length)
        for (code, name), text in zip(settings.LANGUAGES, boxes_of(value), strict=True):
            try:
                texts[code] = field.clean(text)
            except ValidationError as error:
                problems += [f"{name}: {message}" for message in error.messages]
        if problems:
            raise ValidationError(problems)
        return TranslatedText(texts)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether a text of the form is another than before."""
        return not self.disabled and boxes_of(initial) != boxes_of(data)


class _TextsAttribute(DeferredAttribute):
    """Whatever a record is given as a text is one from then on."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class TranslatedTextField(models.JSONField):
    """One text as one JSON value by language: `{"vi": "…", "en": "…"}`.

    A language more or less changes no table. `max_length` holds for each language; the official
    text must be there unless the field may be blank.
    """

    descriptor_class = _TextsAttribute
    empty_values: Any = _WithoutOfficial()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """A record begins without any text."""
        super().__init__(*arguments, **{"default": dict, **options})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The texts of a row; what a query asks of one language stays as it is."""
        found = super().from_db_value(value, expression, connection)
        return TranslatedText(found) if isinstance(found, dict) else found

    def to_python(self, value: Any) -> TranslatedText:
        """The texts by language."""
        return TranslatedText(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse a text without its official wording, and one that is too long."""
        super().validate(value, model_instance)
        if self.max_length is not None:
            for text in value.values():
                forms.CharField(max_length=self.max_length).run_validators(text)

    def formfield(self, **options: Any) -> forms.Field:
        """A box for each language."""
        shared = {
            "form_class": TranslatedTextFormField,
            "max_length": self.max_length,
            "show_hidden_initial": False,
        }
        # JSONField would add its encoder.
        return models.Field.formfield(self, **{**shared, **options})  # type: ignore[return-value]

    def save_form_data(self, instance: models.Model, data: Mapping[str, str]) -> None:
        """Keep what stands in a language that the site does not show now."""
        before = getattr(instance, self.attname)
        others = {code: text for code, text in before.items() if code not in LANGUAGES}
        setattr(instance, self.attname, {**others, **data})

    def get_searchable_content(self, value: Mapping[str, str]) -> list[str]:
        """Every wording can be searched for."""
        return list(value.values())


class TranslatedTextComparison(TextFieldComparison):
    """What changed in a text, language by language."""

    def __init__(self, *arguments: Any) -> None:
        """A line for each language."""
        super().__init__(*arguments)
        self.val_a: Any = _lines(self.val_a)
        self.val_b: Any = _lines(self.val_b)


def _lines(texts: Mapping[str, str]) -> str:
    return "\n".join(f"{code}: {text}" for code, text in sorted(texts.items()))


register_comparison_class(TranslatedTextField, comparison_class=TranslatedTextComparison)
