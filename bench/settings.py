"""The settings measurements run with: those of one machine, with this project's own static files.

Collecting and compressing those of the editors' side as well would only cost time.
"""

from __future__ import annotations

from guidance.settings.base import BASE_DIR, PER_MINUTE
from guidance.settings.development import *  # noqa: F403 - an overlay is the base and what differs

STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATICFILES_DIRS = [BASE_DIR / "guidance" / "static", BASE_DIR / "wizard" / "static"]
# Measurements all ask from one address.
PER_MINUTE = dict.fromkeys(PER_MINUTE, 0)
