"""The site as a WSGI application: the page cache, Django behind it, and counts if asked for."""

from __future__ import annotations

import os
import time

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance.settings.production")


def site() -> object:
    """Everything a server needs to serve the site."""
    django = get_wsgi_application()
    # Only now: it reads the settings and the applications.
    from guidance.metrics import Counting
    from guidance.pagecache import PageCache

    cached = PageCache(django)
    return Counting(cached, time.perf_counter) if settings.METRICS else cached


application = site()
