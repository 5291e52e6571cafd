"""Languages whose words are not there yet: what is said for them is Vietnamese, and wholly so.

Django and Wagtail have words, months and ways of writing days in languages that the site's own
catalogue lacks. Beside Vietnamese words they would stand unmarked in a page that says it is
Vietnamese, and in another direction. Until most words are there (`frame_language`), none of theirs
is used; what the site's own catalogue has is.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from django.conf import settings
from django.utils import formats
from django.utils.translation import trans_real

from .languages import LANGUAGES, OFFICIAL, frame_language


class OwnWords(trans_real.DjangoTranslation):
    """The site's own catalogue of a language, and behind it the official one."""

    def _init_translation_catalog(self) -> None:
        """Take no word of Django's."""

    def _add_installed_apps_translations(self) -> None:
        """Take none of the other packages'."""


def install() -> None:
    """Put the official language behind each that is not finished, in place of the packages'."""
    for code in LANGUAGES:
        if frame_language(code) != code:
            # Django keeps both for the life of a process, as it would what it makes itself.
            vars(trans_real)["_translations"][code] = OwnWords(code)
            vars(formats)["_format_modules_cache"][code] = [
                *_own_formats(code),
                *_formats(OFFICIAL),
            ]


def _own_formats(code: str) -> Iterator[ModuleType]:
    """The ways of writing days that the site itself has for a language."""
    ours = tuple(settings.FORMAT_MODULE_PATH)
    return (module for module in _formats(code) if module.__name__.startswith(ours))


def _formats(code: str) -> Iterator[ModuleType]:
    found: Iterator[ModuleType] = formats.iter_format_modules(code, settings.FORMAT_MODULE_PATH)
    return found
