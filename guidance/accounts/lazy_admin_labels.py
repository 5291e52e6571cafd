"""Texts of Wagtail that it looks up when a module is loaded, looked up when they are shown.

Otherwise everybody reads them in the language of whoever happened to come first, or of the
site: the names of image permissions, the columns of redirects, "Choose" in choosers. This is of
Wagtail 8.0; `tests/guidance/translation/test_admin_languages.py` finds what a later one adds.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_noop

TOO_EARLY = (
    "wagtail.admin.forms.collections",
    "wagtail.contrib.redirects.filters",
    "wagtail.contrib.redirects.views",
    "wagtail.documents.forms",
    "wagtail.images.forms",
)

PERMISSIONS = (
    gettext_noop("Can submit translations"),
    gettext_noop("Can lock list of goods"),
    gettext_noop("Can lock rule set"),
    gettext_noop("Can publish list of goods"),
    gettext_noop("Can publish rule set"),
    gettext_noop("Can unlock list of goods"),
    gettext_noop("Can unlock rule set"),
)
"""What the database calls permissions; Wagtail translates them when it shows a group."""


def later(text: str) -> Any:
    """What stands in for `gettext` while a module is loaded."""
    return translation.gettext_lazy(text)


@contextmanager
def looked_up_later() -> Iterator[None]:
    """What modules look up while they are loaded within is looked up whenever it is shown."""
    at_once = translation.gettext
    translation.gettext = later  # type: ignore[assignment]
    try:
        yield
    finally:
        translation.gettext = at_once
        # What they look up from now on is of the moment again.
        for module in [*sys.modules.values()]:
            for name, value in [*vars(module).items()]:
                if value is later and module.__name__ != __name__:
                    setattr(module, name, at_once)


def load() -> None:
    """Load the modules in question, before anybody else does."""
    with looked_up_later():
        for name in TOO_EARLY:
            importlib.import_module(name)
