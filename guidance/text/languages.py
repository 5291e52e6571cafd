"""The languages of the site, and the one of whoever reads."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

LANGUAGES = ("vi", "en", "fr")
OFFICIAL = "vi"


def reader_language() -> str:
    """The language of the current reader, if the site has it."""
    active = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return active if active in LANGUAGES else OFFICIAL
