"""The site with one language more. Nothing but this file and the texts beside it knows of it."""

from __future__ import annotations

from pathlib import Path

import polib

from tests.settings import *  # noqa: F403 - an overlay
from tests.settings import LANGUAGES, LOCALE_PATHS, VAR_DIR

HERE = Path(__file__).parent

LANGUAGES = [*LANGUAGES, ("tlh", "tlhIngan Hol")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
CONTENT_FOLDERS = {"tlh": HERE / "content"}
# Compiled where this process writes, as the site's own are beside their sources.
_compiled = VAR_DIR / "locale" / "tlh" / "LC_MESSAGES"
_compiled.mkdir(parents=True)
polib.pofile(str(HERE / "django.po")).save_as_mofile(str(_compiled / "django.mo"))
LOCALE_PATHS = [VAR_DIR / "locale", *LOCALE_PATHS]
