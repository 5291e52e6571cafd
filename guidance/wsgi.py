"""The site as a WSGI application: the page cache, and Django behind it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance.settings.production")

_django = get_wsgi_application()

# Reads the settings, which Django has found by now.
from guidance.pagecache import PageCache  # noqa: E402

application = PageCache(_django)
