"""Fields for a part of an address: of a Vietnamese title, typed or pasted, with any browser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from wagtail.admin import widgets
from wagtail.admin.forms.models import register_form_field_override

from guidance.text.slugs import browser_table, slug

SlugInput: Any = widgets.SlugInput


class FoldingSlugInput(SlugInput):
    """Wagtail's field, with a table of letters that includes the Vietnamese ones."""

    def __init__(self, attrs: Any = None, formatters: Any = None, locale: Any = None) -> None:
        """Hand the table to the browser."""
        super().__init__(attrs, [*browser_table(), *(formatters or ())], locale)


class FoldingSlugField(forms.SlugField):
    """Takes words in any letters, for whoever's browser folds none."""

    def to_python(self, value: Any) -> str:
        """What is a slug stays as it is."""
        text = str(super().to_python(value) or "")
        is_slug = text.isascii() and text.replace("_", "").replace("-", "").isalnum()
        return text if is_slug else slug(text)


def install() -> None:
    """Use them wherever a model has a slug, and where a page is copied."""
    override = {"form_class": FoldingSlugField, "widget": FoldingSlugInput}
    register_form_field_override(models.SlugField, override=override)
    widgets.SlugInput = FoldingSlugInput
