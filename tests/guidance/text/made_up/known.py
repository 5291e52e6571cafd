"""The site with two languages that its packages know, and that it has no word of itself."""

from __future__ import annotations

from tests.settings import *  # noqa: F403 - an overlay
from tests.settings import LANGUAGES

LANGUAGES = [*LANGUAGES, ("ar", "العربية"), ("zh-hans", "简体中文")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
