"""The smallest parts of the form: a text in every language, a key, a list of keys."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from .choosers import AnswersWidget, KeysWidget, KeyWidget

KEY = r"[a-z0-9]+(-[a-z0-9]+)*"
NAME = r"[a-z0-9]+([_-][a-z0-9]+)*"
CITATION = rf"{KEY}:{KEY}"


class TextsWidget(forms.Widget):
    """One box a language; drawn in the browser by static/wizard/texts.js."""

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> dict[str, str]:
        """Collect the boxes."""
        return {code: data.get(f"{name}-{code}", "") for code, _name in settings.LANGUAGES}

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:
        """Say whether no box was sent."""
        return not any(f"{name}-{code}" in data for code, _name in settings.LANGUAGES)

    def format_value(self, value: Any) -> dict[str, str]:
        """Hand the texts to the browser as they are."""
        return dict(value or {})


class TextsAdapter(WidgetAdapter):
    """Tells the browser which languages there are."""

    js_constructor = "wizard.widgets.Texts"

    class Media:
        """What draws the boxes."""

        js = ["wizard/texts.js"]

    def js_args(self, _widget: TextsWidget) -> list[Any]:
        """Each language by its code and its own name."""
        return [[list(language) for language in settings.LANGUAGES]]


register(TextsAdapter(), TextsWidget)


class TextsField(forms.Field):
    """A text in every language; which may stay empty, the proof says, not the form."""

    widget = TextsWidget

    def clean(self, value: Any) -> dict[str, str]:
        """Drop spaces around, and languages without text."""
        texts = {code: str(text).strip() for code, text in (value or {}).items()}
        return {code: text for code, text in texts.items() if text}


class TextsBlock(blocks.FieldBlock):
    """One wording in every language of the site, side by side."""

    def __init__(self, help_text: Any = None, **kwargs: Any) -> None:
        """Make one field of all languages: a rule set has a thousand texts."""
        self.field = TextsField(required=False, help_text=help_text)
        super().__init__(**kwargs)

    def get_default(self) -> dict[str, str]:
        """Begin without any text."""
        return {}

    class Meta:
        """A globe for what every language has."""

        icon = "globe"


class KeyBlock(blocks.CharBlock):
    """The name by which the rules know a thing: never shown to visitors, never changed."""

    def __init__(
        self, required: bool = True, offers: str = "", pattern: str = KEY, **kwargs: Any
    ) -> None:
        """Take kebab-case only; offer the keys of a section where it names another entry."""
        said = _("Small letters and digits without accents, joined by hyphens.")
        validator = RegexValidator(rf"^{pattern}$", said)
        super().__init__(required=required, max_length=80, validators=[validator], **kwargs)
        self.field.widget = KeyWidget(offers)


class LinesField(forms.CharField):
    """A list edited as lines of text, each of one pattern."""

    def __init__(self, *args: Any, pattern: str, **kwargs: Any) -> None:
        """Keep the pattern of a line."""
        super().__init__(*args, **kwargs)
        self.pattern = pattern

    def prepare_value(self, value: Any) -> str:
        """Write one item a line."""
        return value if isinstance(value, str) else "\n".join(value or ())

    def clean(self, value: Any) -> list[str]:
        """Read the lines; blank ones and spaces around do not count."""
        items = str(super().clean(self.prepare_value(value))).split()
        wrong = [item for item in items if not re.fullmatch(self.pattern, item)]
        if wrong:
            message = _("No key: %(item)s. Write one a line, as it stands in its own form.")
            raise ValidationError(message, params={"item": wrong[0][:80]})
        return items


class KeysBlock(blocks.FieldBlock):
    """Several keys of one kind, one a line; the form offers those that there are."""

    pattern = KEY

    def __init__(
        self,
        required: bool = True,
        help_text: Any = None,
        offers: str = "",
        **kwargs: Any,
    ) -> None:
        """Say of which section of the form the keys are offered."""
        self.field_options = {"required": required, "help_text": help_text}
        self.offers = offers
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> LinesField:
        """Make the form field once it is needed."""
        widget = KeysWidget(self.offers)
        return LinesField(widget=widget, pattern=self.pattern, **self.field_options)

    def get_default(self) -> list[str]:
        """Begin with no key."""
        return []

    def value_from_form(self, value: Any) -> list[str]:
        """Keep a list, whichever way the value came."""
        return value if isinstance(value, list) else str(value or "").split()


class NamesBlock(KeysBlock):
    """Fields of the papers, one a line, written as in the braces of a text."""

    pattern = NAME


class CitationsBlock(KeysBlock):
    """Provisions of sources, one a line, written source:provision."""

    pattern = CITATION


class CountriesBlock(KeysBlock):
    """Countries by the two letters of ISO 3166-1, one a line."""

    pattern = "[A-Z]{2}"


class AnswersBlock(blocks.TextBlock):
    """The answers of one situation, as the address of a result holds them."""

    @cached_property
    def field(self) -> forms.CharField:
        """Make the form field once it is needed."""
        return forms.CharField(widget=AnswersWidget(), **self.field_options)
